import type { Instant } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { editsOfTool } from '../gemini/geminiEdits.ts';
import { commandSucceeded, kindOfTool, printedText } from '../gemini/geminiTools.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { count, without } from '../json/tokenCounts.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';

export const AGENT = 'qwen';

type Row = Record<string, unknown>;

interface State {
  readonly span: SpanState;
  readonly pending: readonly (readonly [string, PendingTool])[];
}

/** Reads a session of Qwen Code, or the log of one of its sub-agents, whose work is the session's. */
export class QwenReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #tools: ToolActs;
  #span: SessionSpan;

  constructor(context: LineContext, state: ReaderState | null) {
    const known = state as State | null;
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
    this.#tools = new ToolActs(AGENT, context, known?.pending, (key, { offset, length }) =>
      argumentsIn(context.reread(offset, length), key),
    );
    this.#span = new SessionSpan(
      AGENT,
      context.file.path,
      known?.span ?? { id: sessionOf(context.file.path) },
    );
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const row = objectOn(buffer, start, end, this.#context.skip);
    if (row === null) return;
    const at = instantOf(row.timestamp);
    if (typeof row.type !== 'string' || at === null) {
      this.#context.skip('newer format');
      return;
    }
    const id = filledString(row.uuid) ?? `${this.#session}@${offset}`;
    this.#span = this.#span.named(filledString(row.sessionId) ?? this.#session);
    this.#span.learn({
      cwd: filledString(row.cwd),
      branch: filledString(row.gitBranch),
      forkedFrom: filledString(row.forkedFrom) ?? filledString(record(row.forkedFrom).sessionId),
    });
    this.#span.see(at, this.#context.emit);
    if (row.type === 'assistant') {
      this.#usage(id, at, row);
      this.#asked(id, at, row, { offset, length: end - start });
    } else if (row.type === 'tool_result') this.#answered(at, row);
    else if (row.type === 'user') this.#prompt(id, at, row);
    // What a session that is managed elsewhere says stands in entries of another form.
    else if (row.subtype === 'managed_session_header_v1') this.#context.skip('newer format');
    // What else is of the type `system` tells the same tokens and calls again.
  }

  finish(): ReaderState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    const state: State = { span: this.#span.state(), pending: this.#tools.state() };
    return state;
  }

  get #session(): string {
    return this.#span.state().id;
  }

  /** A row that `/branch` copied into another session has the same id there. */
  #usage(key: string, at: Instant, row: Row): void {
    if (typeof row.usageMetadata !== 'object' || row.usageMetadata === null) return;
    const tokens = tokensOf(record(row.usageMetadata));
    if (tokens === null) {
      this.#context.skip('newer format');
      return;
    }
    this.#context.emit({
      kind: 'call',
      agent: AGENT,
      key,
      session: this.#session,
      at,
      model: filledString(row.model),
      tokens,
      loggedCost: null,
      credits: null,
      quality: 'exact',
      lesser: null,
      sidechain: false,
    });
  }

  #asked(row: string, at: Instant, { message, cwd }: Row, place: Place): void {
    for (const call of callsIn(message)) {
      const id = filledString(call.id);
      const tool = filledString(call.name);
      if (id === null || tool === null) {
        this.#context.skip('newer format');
        continue;
      }
      this.#tools.asked({
        id: `${row}|${id}`,
        session: this.#session,
        at,
        tool,
        act: kindOfTool(tool),
        input: record(call.args),
        cwd: filledString(cwd),
        place,
      });
    }
  }

  #answered(at: Instant, { message, toolCallResult }: Row): void {
    const { callId, status, resultDisplay } = record(toolCallResult);
    const response = partsOf(message)
      .map(part => record(part.functionResponse))
      .find(({ id }) => id !== undefined);
    const id = filledString(callId) ?? filledString(response?.id);
    const key = id === null ? null : this.#tools.openKey(id);
    if (id === null || key === null) return;
    const { output, error } = record(response?.response);
    const text = string(output) ?? string(error) ?? '';
    // In the log of a sub-agent no result has a status.
    const went = status === undefined ? error === undefined : status === 'success';
    const ok = went && commandSucceeded(text);
    const { tool = '', cwd = null } = this.#tools.pending(key) ?? {};
    // A long diff is cut out of the log, and two lines stand for it that nobody wrote.
    const shown = record(resultDisplay).truncatedForSession === true ? null : resultDisplay;
    this.#tools.answered(key, {
      at,
      ok,
      output: printedText(text),
      editsBy: args => editsOfTool(tool, args, shown, text, cwd, this.#context.packer),
    });
  }

  #prompt(id: string, at: Instant, { message, isSidechain, agentId, provenance }: Row): void {
    if (isSidechain === true || agentId !== undefined) return;
    const parts = partsOf(message);
    if (parts.length === 0 || parts.some(part => part.functionResponse !== undefined)) return;
    const text = parts.map(part => string(part.text) ?? '').join('\n');
    // `real_user` is said of what comes by `--prompt` from a program too.
    const human = provenance === undefined || provenance === 'real_user' ? null : false;
    this.#teller.prompt(id, this.#session, at, text, human);
  }
}

/** Cached tokens are a part of the prompt; thoughts one of the candidates, unless the total has them beside. */
function tokensOf(usage: Row): Tokens | null {
  const prompt = count(usage.promptTokenCount);
  const candidates = count(usage.candidatesTokenCount);
  const cached = count(usage.cachedContentTokenCount);
  const thoughts = count(usage.thoughtsTokenCount);
  if (prompt === null && candidates === null) return null;
  const beside = count(usage.totalTokenCount) === (prompt ?? 0) + (candidates ?? 0) + (thoughts ?? 0);
  return {
    input: without(prompt, cached),
    cacheRead: cached,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output: candidates === null ? null : candidates + (beside ? (thoughts ?? 0) : 0),
    reasoning: thoughts,
  };
}

function partsOf(message: unknown): Row[] {
  const { parts } = record(message);
  return Array.isArray(parts) ? parts.map(record) : [];
}

function callsIn(message: unknown): Row[] {
  return partsOf(message).flatMap(({ functionCall }) =>
    functionCall === undefined ? [] : [record(functionCall)],
  );
}

/** `…/chats/SESSION.jsonl`, or `…/subagents/SESSION/agent-….jsonl` */
function sessionOf(path: string): string {
  const [name = '', folder = '', above = ''] = path.split(/[\\/]/).reverse();
  return above === 'subagents' ? folder : name.replace(/\.jsonl$/, '');
}

/** Of a call that an earlier read saw; its key ends in its id. */
function argumentsIn(row: Buffer | null, key: string): unknown {
  if (row === null) return undefined;
  const calls = callsIn(record(parsed(row.toString('utf8'))).message);
  return calls.find(({ id }) => key.endsWith(`|${id}`))?.args;
}
