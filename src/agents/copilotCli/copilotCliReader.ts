import type { ActKind, Instant } from '../../model/records.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import { callKey } from '../tools/callKey.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';
import { argumentsOf } from '../tools/toolArguments.ts';
import { editsOfTool } from './copilotCliEdits.ts';
import { AGENT, callOf, callsOfShutdown, countsOf, outputOf, type ShutdownState } from './copilotCliUsage.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  create: 'edit',
  edit: 'edit',
  str_replace: 'edit',
  str_replace_editor: 'edit',
  insert: 'edit',
  apply_patch: 'edit',
  bash: 'shell',
  powershell: 'shell',
  shell: 'shell',
  view: 'read',
  read: 'read',
  grep: 'search',
  rg: 'search',
  glob: 'search',
  web_fetch: 'web',
  fetch: 'web',
  web_search: 'web',
  task: 'spawn',
};
const EXIT = /<[^<>]{0,80} exit code (-?\d+)>\s*$/;

interface State {
  readonly span: SpanState;
  readonly cwd: string | null;
  readonly pending: readonly (readonly [string, PendingTool])[];
  readonly shutdown: ShutdownState;
}

/** Reads the `events.jsonl` of a session of Copilot CLI, which holds its sub-agents too. */
export class CopilotCliReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #tools: ToolActs;
  #span: SessionSpan;
  #cwd: string | null;
  #shutdown: ShutdownState;

  constructor(context: LineContext, state: ReaderState | null) {
    const known = state as State | null;
    const { path } = context.file;
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
    this.#tools = new ToolActs(AGENT, context, known?.pending, (_, { offset, length }) =>
      argumentsIn(context.reread(offset, length)),
    );
    this.#span = new SessionSpan(AGENT, path, known?.span ?? { id: sessionOf(path) });
    this.#cwd = known?.cwd ?? null;
    this.#shutdown = known?.shutdown ?? { at: null, totals: {} };
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const event = objectOn(buffer, start, end, this.#context.skip);
    if (event === null) return;
    const data = record(event.data);
    const at = instantOf(event.timestamp);
    if (typeof event.type !== 'string' || at === null) {
      this.#context.skip('newer format');
      return;
    }
    if (event.type === 'session.start') {
      this.#span = this.#span.named(filledString(data.sessionId) ?? this.#span.state().id);
    }
    const line = { offset, length: end - start };
    switch (event.type) {
      case 'session.start':
      case 'session.resume':
      case 'session.context_changed':
        this.#where(record(data.context ?? data));
        break;
      case 'session.usage_record':
        this.#usage(event, data, at);
        break;
      case 'assistant.message':
        this.#said(event, data, at);
        break;
      case 'session.shutdown':
        this.#ended(data, at);
        break;
      case 'user.message':
        this.#prompt(event, data, at);
        break;
      case 'tool.execution_start':
        this.#asked(filledString(event.id) ?? this.#session, data, at, line);
        break;
      case 'tool.execution_complete':
        this.#answered(data, at);
        break;
    }
    this.#span.see(at, this.#context.emit);
  }

  finish(): ReaderState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    const state: State = {
      span: this.#span.state(),
      cwd: this.#cwd,
      pending: this.#tools.state(),
      shutdown: this.#shutdown,
    };
    return state;
  }

  get #session(): string {
    return this.#span.state().id;
  }

  #where(context: Record<string, unknown>): void {
    this.#cwd = filledString(context.cwd) ?? this.#cwd;
    this.#span.learn({
      cwd: placeOf(filledString(context.cwd), filledString(context.gitRoot)),
      branch: filledString(context.branch),
      commit: filledString(context.headCommit),
    });
  }

  #usage(event: Record<string, unknown>, data: Record<string, unknown>, at: Instant): void {
    const usage = record(data.usage ?? data);
    const counts = countsOf(usage);
    if (counts.input === null && counts.output === null) {
      this.#context.skip('newer format');
      return;
    }
    const model = filledString(usage.model);
    // The event's own id: what serves a model may give its replies ids that come again.
    const key = filledString(event.id) ?? `${filledString(usage.apiCallId) ?? ''}|${at}`;
    this.#context.emit(callOf({ key, session: this.#session, at, model, lesser: null }, counts));
  }

  /** In versions without records a session that did not end well leaves only this of what it spent. */
  #said(event: Record<string, unknown>, data: Record<string, unknown>, at: Instant): void {
    const output = count(data.outputTokens);
    if (output === null) return;
    const key = `${this.#session}|message|${filledString(event.id) ?? at}`;
    this.#context.emit(
      outputOf({ key, session: this.#session, at, model: filledString(data.model) }, output),
    );
  }

  #ended(data: Record<string, unknown>, at: Instant): void {
    const { calls, state } = callsOfShutdown(data, this.#session, at, this.#shutdown);
    for (const call of calls) this.#context.emit(call);
    this.#shutdown = state;
  }

  #prompt(event: Record<string, unknown>, data: Record<string, unknown>, at: Instant): void {
    // What an agent is told by another is the other's spawning, which has an act of its own.
    if (event.agentId !== undefined || data.parentToolCallId !== undefined) return;
    const source = filledString(data.source);
    if (source?.startsWith('agent')) return;
    const human = source === null ? null : source === 'user';
    const key = filledString(event.id) ?? `${this.#session}|prompt|${at}`;
    this.#teller.prompt(key, this.#session, at, string(data.content) ?? '', human);
  }

  #asked(event: string, data: Record<string, unknown>, at: Instant, place: Place): void {
    const id = filledString(data.toolCallId);
    const tool = filledString(data.toolName);
    if (id === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    const args = argumentsOf(data.arguments);
    const looks = tool === 'str_replace_editor' && args.command === 'view';
    const kind = looks ? 'read' : (KINDS[tool] ?? 'other');
    this.#tools.asked({
      id: callKey(id, event),
      session: this.#session,
      at,
      tool,
      act: kind,
      input: args,
      cwd: this.#cwd,
      place,
    });
  }

  #answered(data: Record<string, unknown>, at: Instant): void {
    const id = filledString(data.toolCallId);
    if (id === null) return;
    const key = this.#tools.openKey(id) ?? id;
    const result = record(data.result);
    const text = string(result.content) ?? string(result.text_result_for_llm) ?? '';
    const detailed = string(result.detailedContent) ?? '';
    const told = data.success ?? (result.result_type === undefined ? null : result.result_type === 'success');
    // A command that fails is a use of the tool that went well; its exit code stands at the end.
    const exit = EXIT.exec(text.slice(-200));
    const failed = exit !== null && Number(exit[1]) !== 0;
    const ok = failed ? false : typeof told === 'boolean' ? told : null;
    const { tool = '', cwd = null } = this.#tools.pending(key) ?? {};
    this.#tools.answered(key, {
      at,
      ok,
      output: text,
      editsBy: args => editsOfTool(tool, args, detailed, cwd, this.#context.packer),
    });
  }
}

/** Of a call that an earlier read saw. */
function argumentsIn(event: Buffer | null): unknown {
  return event === null
    ? undefined
    : argumentsOf(record(record(parsed(event.toString('utf8'))).data).arguments);
}

/** Where it was started, unless that lies outside of the repository that it works in. */
function placeOf(cwd: string | null, root: string | null): string | null {
  return cwd !== null &&
    root !== null &&
    !`${cwd}/`.replaceAll('\\', '/').startsWith(`${root}/`.replaceAll('\\', '/'))
    ? root
    : (cwd ?? root);
}

/** `…/SESSION/events.jsonl`, or `SESSION.jsonl` in early versions. */
function sessionOf(path: string): string {
  const [name = '', folder = ''] = path.split(/[\\/]/).reverse();
  return name === 'events.jsonl' ? folder : name.replace(/\.jsonl$/, '');
}
