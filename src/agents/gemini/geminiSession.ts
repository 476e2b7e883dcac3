import type { AgentId, Instant } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { count, without } from '../json/tokenCounts.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { editsOfTool } from './geminiEdits.ts';
import { projectFolder } from './geminiProject.ts';
import { commandSucceeded, kindOfTool, printedText } from './geminiTools.ts';

export const AGENT = 'gemini';

/** What Gemini CLI says to its model before a person does. */
const NOT_PROMPTS = ['<session_context>', '<hook_context>', 'This is the Gemini CLI.'];

/** One conversation, whose messages are told again whenever they have gained something. */
export class GeminiSession {
  readonly #context: ReadContext;
  readonly #agent: AgentId;
  readonly #teller: Teller;
  readonly #tools: ToolActs;
  #span: SessionSpan;

  /** @param agent one made of Gemini CLI; its messages are of the type that it is named */
  constructor(context: ReadContext, state: SpanState | null, agent: AgentId = AGENT) {
    const { path } = context.file;
    this.#context = context;
    this.#agent = agent;
    this.#teller = new Teller(agent, context);
    this.#tools = new ToolActs(agent, context);
    this.#span = new SessionSpan(agent, path, state ?? { id: nameOf(path) });
    // A sub-agent's log lies in a folder that has the name of the session which started it.
    this.#span.learn({ parent: /[\\/]chats[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(path)?.[1] ?? null });
    if (this.#span.state().cwd == null) this.#span.learn({ cwd: projectFolder(path) });
  }

  /** The first line of a log, or the members of a document beside its messages. */
  header(value: Record<string, unknown>): void {
    const id = filledString(value.sessionId);
    if (id !== null) this.#span = this.#span.named(id);
    const [folder] = Array.isArray(value.directories) ? value.directories : [];
    this.#span.learn({ cwd: filledString(folder) });
    this.#see(instantOf(value.startTime));
  }

  messages(values: unknown): void {
    if (!Array.isArray(values)) return;
    for (const value of values) this.message(record(value));
  }

  message(value: Record<string, unknown>): void {
    const id = filledString(value.id);
    const type = value.type ?? value.role;
    if (id === null || typeof type !== 'string') {
      this.#context.skip('newer format');
      return;
    }
    const at = instantOf(value.timestamp) ?? Math.round(this.#context.file.mtimeMs);
    this.#see(at);
    if (type === 'user') this.#user(id, at, value.content);
    else if (type === this.#agent) this.#reply(id, at, value);
  }

  finish(): SpanState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    return this.#span.state();
  }

  #see(at: Instant | null): void {
    this.#span.see(at, this.#context.emit);
  }

  #key(id: string): string {
    return `${this.#span.state().id}|${id}`;
  }

  #user(id: string, at: Instant, content: unknown): void {
    const { id: session, parent } = this.#span.state();
    const parts = typeof content === 'string' ? [{ text: content }] : Array.isArray(content) ? content : [];
    if (parent != null || parts.some(part => record(part).functionResponse !== undefined)) return;
    const text = parts.map(part => string(record(part).text) ?? '').join('\n');
    if (parts.length === 0 || NOT_PROMPTS.some(start => text.startsWith(start))) return;
    // Whether it was typed or given with `--prompt` is not in the log.
    this.#teller.prompt(this.#key(id), session, at, text);
  }

  #reply(id: string, at: Instant, value: Record<string, unknown>): void {
    const session = this.#span.state().id;
    if (typeof value.tokens === 'object' && value.tokens !== null) {
      const tokens = tokensOf(record(value.tokens));
      if (tokens === null) this.#context.skip('newer format');
      else {
        this.#context.emit({
          kind: 'call',
          agent: this.#agent,
          key: this.#key(id),
          session,
          at,
          model: filledString(value.model),
          tokens,
          loggedCost: null,
          credits: null,
          quality: 'exact',
          lesser: null,
          sidechain: false,
        });
      }
    }
    if (!Array.isArray(value.toolCalls)) return;
    for (const call of value.toolCalls) this.#toolCall(record(call), at);
  }

  #toolCall(call: Record<string, unknown>, at: Instant): void {
    const id = filledString(call.id);
    const tool = filledString(call.name);
    if (id === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    const { id: session, cwd = null } = this.#span.state();
    const key = this.#key(id);
    const kind = kindOfTool(tool);
    const args = record(call.args);
    this.#tools.asked({ id: key, session, at, tool, act: kind, input: args, cwd });
    const { status } = call;
    if (status !== 'success' && status !== 'error' && status !== 'cancelled') return;
    const output = outputOf(call.result);
    const ok = status === 'success' && (kind !== 'shell' || commandSucceeded(output));
    const doneAt = instantOf(call.timestamp) ?? at;
    this.#tools.answered(key, {
      at: doneAt,
      ok,
      output: printedText(output),
      editsBy: asked => editsOfTool(tool, asked, call.resultDisplay, output, cwd, this.#context.packer),
    });
  }
}

/**
 * Cached tokens are a part of the input; what tools added to the prompt stands beside the others, and so do thoughts,
 * unless the total has them within the output.
 */
function tokensOf(value: Record<string, unknown>): Tokens | null {
  const input = count(value.input ?? value.promptTokenCount);
  const cached = count(value.cached ?? value.cachedContentTokenCount);
  const written = count(value.output ?? value.candidatesTokenCount);
  const thoughts = count(value.thoughts ?? value.thoughtsTokenCount);
  const tool = count(value.tool ?? value.toolUsePromptTokenCount);
  if (input === null && written === null) return null;
  const within = count(value.total ?? value.totalTokenCount) === (input ?? 0) + (written ?? 0) + (tool ?? 0);
  return {
    input: input === null ? null : without(input + (tool ?? 0), cached),
    cacheRead: cached,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output: written === null ? null : written + (within ? 0 : (thoughts ?? 0)),
    reasoning: thoughts,
  };
}

function outputOf(result: unknown): string {
  if (typeof result === 'string') return result;
  if (!Array.isArray(result)) return '';
  return result
    .map(part => {
      const { output, error } = record(record(record(part).functionResponse).response);
      return string(output) ?? string(error) ?? '';
    })
    .join('\n');
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.jsonl?$/, '');
}
