import type { ActKind, AgentId, Instant } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { count, without } from '../json/tokenCounts.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';
import { argumentsOf } from '../tools/toolArguments.ts';
import { editsOfTool } from './piEdits.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  write: 'edit',
  edit: 'edit',
  apply_patch: 'edit',
  bash: 'shell',
  exec: 'shell',
  process: 'shell',
  read: 'read',
  image: 'read',
  grep: 'search',
  find: 'search',
  ls: 'search',
  web_search: 'web',
  web_fetch: 'web',
  browser: 'web',
  sessions_spawn: 'spawn',
  subagents: 'spawn',
  task: 'spawn',
};
/**
 * Programs that OpenClaw runs in place of a model, and that keep logs of their own. pi runs none, and its people name
 * providers as they like.
 */
const HOST = 'openclaw';
const HOSTED = /^(?:claude-cli|codex-cli|codex|codex-app-server)$/;
const MICRO = 1e6;

type Entry = Record<string, unknown>;

export interface PiState {
  readonly span: SpanState;
  readonly model: string | null;
  readonly pending: readonly (readonly [string, PendingTool])[];
}

/** One session of pi, or of one of the agents that grew out of it, entry by entry. Branches stay in it. */
export class PiSession {
  readonly #agent: AgentId;
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #tools: ToolActs;
  #span: SessionSpan;
  #model: string | null;

  /**
   * @param id where no header tells another
   * @param again gives the text of an entry that was read before
   */
  constructor(
    agent: AgentId,
    context: ReadContext,
    state: PiState | null,
    id: string,
    again: (place: Place) => string | null,
  ) {
    this.#agent = agent;
    this.#context = context;
    this.#teller = new Teller(agent, context);
    this.#tools = new ToolActs(agent, context, state?.pending, (key, place) =>
      argumentsIn(again(place), key),
    );
    this.#span = new SessionSpan(agent, context.file.path, state?.span ?? { id });
    this.#model = state?.model ?? null;
  }

  entry(entry: Entry, place: Place): void {
    const at = instantOf(entry.timestamp) ?? instantOf(record(entry.message).timestamp);
    if (typeof entry.type !== 'string') {
      this.#context.skip('newer format');
      return;
    }
    if (entry.type === 'session') this.#header(entry);
    else if (entry.type === 'model_change') this.#model = filledString(entry.modelId) ?? this.#model;
    else if (entry.type === 'custom' && entry.customType === 'model-snapshot')
      this.#model = filledString(record(entry.data).modelId) ?? this.#model;
    else if (at !== null) {
      if (entry.type === 'message') this.#message(entry, record(entry.message), at, place);
      // What a summary keeps of the messages before it (`retainedTail`) are copies of them.
      else this.#usage(entry, entry.usage ?? record(entry.details).usage, at, entry.model);
    }
    this.#span.see(at, this.#context.emit);
  }

  finish(): PiState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    return { span: this.#span.state(), model: this.#model, pending: this.#tools.state() };
  }

  get #session(): string {
    return this.#span.state().id;
  }

  #header(entry: Entry): void {
    this.#span = this.#span.named(filledString(entry.id) ?? this.#session);
    const origin = filledString(entry.parentSession) ?? filledString(entry.branchedFrom);
    this.#span.learn({
      cwd: filledString(entry.cwd),
      forkedFrom: origin === null ? null : sessionOf(origin),
    });
  }

  #message(entry: Entry, message: Entry, at: Instant, place: Place): void {
    const { role, usage, provider, api } = message;
    const hosted = HOSTED.test(String(provider)) || HOSTED.test(String(api));
    if (this.#agent === HOST && hosted) return;
    if (usage !== undefined && usage !== null)
      this.#usage(entry, usage, at, message.responseModel ?? message.model);
    if (role === 'assistant') this.#asked(entry, message, at, place);
    else if (role === 'toolResult') this.#answered(message, at);
    else if (role === 'user') {
      const text = textOf(message.content);
      const key = `${filledString(entry.id) ?? this.#session}|prompt|${at}`;
      if (text !== '') this.#teller.prompt(key, this.#session, at, text);
    }
  }

  #usage(entry: Entry, usage: unknown, at: Instant, model: unknown): void {
    if (typeof usage !== 'object' || usage === null) return;
    const { totalTokens, cost } = record(usage);
    const tokens = tokensOf(record(usage));
    if (tokens === null) {
      this.#context.skip('newer format');
      return;
    }
    // A request that failed is told with nothing spent.
    if (!Object.values(tokens).some(value => value !== null && value > 0)) return;
    const dollars = record(cost).total;
    // Ids have eight digits only, and a fork keeps them.
    const said = instantOf(record(entry.message).timestamp) ?? at;
    const key = `${filledString(entry.id) ?? this.#session}|${said}|${count(totalTokens) ?? ''}`;
    this.#context.emit({
      kind: 'call',
      agent: this.#agent,
      key,
      session: this.#session,
      at,
      model: filledString(model) ?? this.#model,
      tokens,
      loggedCost: typeof dollars === 'number' && dollars > 0 ? Math.round(dollars * MICRO) : null,
      credits: null,
      quality: 'exact',
      lesser: null,
      sidechain: false,
    });
  }

  #asked(entry: Entry, message: Entry, at: Instant, place: Place): void {
    for (const call of callsIn(message)) {
      const id = filledString(call.id);
      const tool = filledString(call.name);
      if (id === null || tool === null) {
        this.#context.skip('newer format');
        continue;
      }
      this.#tools.asked({
        id: `${filledString(entry.id) ?? this.#session}|${id}`,
        session: this.#session,
        at,
        tool,
        act: KINDS[tool] ?? 'other',
        input: argumentsOf(call.arguments ?? call.input),
        cwd: this.#span.state().cwd ?? null,
        place,
      });
    }
  }

  #answered({ toolCallId, isError, details, content }: Entry, at: Instant): void {
    const id = filledString(toolCallId);
    const key = id === null ? null : this.#tools.openKey(id);
    if (id === null || key === null) return;
    const { tool = '', cwd = null } = this.#tools.pending(key) ?? {};
    this.#tools.answered(key, {
      at,
      ok: isError !== true,
      output: textOf(content),
      editsBy: args => editsOfTool(tool, args, details, cwd, this.#context.packer),
    });
  }
}

/** Of a call that an earlier read saw; its key ends in its id. */
function argumentsIn(entry: string | null, key: string): unknown {
  const call = callsIn(record(record(parsed(entry ?? '')).message)).find(({ id }) => key.endsWith(`|${id}`));
  return call === undefined ? undefined : argumentsOf(call.arguments ?? call.input);
}

/** Input is without what was cached; reasoning is a part of the output, and writes for an hour one of all writes. */
function tokensOf(usage: Record<string, unknown>): Tokens | null {
  const input = count(usage.input);
  const output = count(usage.output);
  const written = count(usage.cacheWrite);
  const hour = count(usage.cacheWrite1h);
  if (input === null && output === null) return null;
  return {
    input,
    cacheRead: count(usage.cacheRead),
    cacheWrite5m: without(written, hour),
    cacheWrite1h: hour,
    output,
    reasoning: count(usage.reasoning),
  };
}

function callsIn({ content }: Entry): Entry[] {
  return Array.isArray(content) ? content.map(record).filter(({ type }) => type === 'toolCall') : [];
}

export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(part => string(record(part).text) ?? '').join('\n') : '';
}

/** The id in a log's name: `…/2026-11-23T12-40-16-774Z_ID.jsonl`, `…/ID.jsonl.reset.2026-11-23`, or an id itself. */
export function sessionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.replace(/\.jsonl(?:\..*)?$/, '').replace(/^\d{4}-\d\d-\d\dT[\d-]+Z?_/, '');
}
