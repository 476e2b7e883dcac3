import { basename } from 'node:path';
import type { Instant } from '../../model/records.ts';
import type { LineContext, LogReader, ReadContext, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';
import { creditsIn } from './kiroCredits.ts';
import { AGENT } from './kiroEvents.ts';
import { manifestOf } from './kiroManifest.ts';
import { realModel } from './kiroModel.ts';

interface State {
  readonly span: SpanState;
  readonly at: Instant | null;
  readonly pending: readonly (readonly [string, PendingTool])[];
}

/**
 * What was said in a session of the command line's second version. Only prompts have a time that can be relied upon;
 * what follows a prompt is dated by it. `Clear` empties what the person sees and takes nothing back.
 */
export class KiroFlat implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #session: string;
  readonly #span: SessionSpan;
  readonly #acts: ToolActs;
  readonly #cwd: string | null;
  #at: Instant | null;

  constructor(context: LineContext, saved: ReaderState | null) {
    const state = saved as State | null;
    const { id, parent, cwd, startedAt } = manifestOf(context.file.path);
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
    this.#session = state?.span.id ?? id ?? basename(context.file.path, '.jsonl');
    this.#cwd = state?.span.cwd ?? cwd;
    this.#at = state?.at ?? instantOf(startedAt);
    this.#span = new SessionSpan(AGENT, context.file.path, state?.span ?? { id: this.#session, parent, cwd });
    this.#acts = new ToolActs(AGENT, context, state?.pending, (tool, place) => this.#inputAt(tool, place));
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const entry = objectOn(buffer, start, end, this.#context.skip);
    if (entry === null) return;
    const kind = filledString(entry.kind);
    const data = record(entry.data);
    if (kind === null || entry.data === undefined) {
      this.#context.skip('newer format', filledString(entry.version) ?? undefined);
      return;
    }
    this.#at = instantOf(record(data.meta).timestamp) ?? this.#at;
    const at = this.#at ?? Math.floor(this.#context.file.mtimeMs);
    this.#span.see(at, this.#context.emit);
    const place = { offset, length: end - start };
    if (kind === 'Prompt') {
      const id = filledString(data.message_id) ?? `${this.#session}@${offset}`;
      this.#teller.prompt(id, this.#session, at, data.content);
      return;
    }
    for (const part of partsOf(data)) {
      const { toolUseId, name, input, content, status } = part;
      const id = filledString(toolUseId);
      if (id === null) continue;
      const tool = filledString(name);
      if (tool !== null) {
        this.#acts.asked({ id, tool, input, session: this.#session, at, cwd: this.#cwd, place });
      } else if (status !== undefined || content !== undefined) {
        this.#acts.answered(id, { at, ok: status === 'success', output: content });
      }
    }
  }

  finish(): ReaderState {
    this.#acts.finish();
    this.#span.finish(this.#context.emit);
    const state: State = { span: this.#span.state(), at: this.#at, pending: this.#acts.state() };
    return state;
  }

  #inputAt(tool: string, { offset, length }: Place): unknown {
    const line = this.#context.reread(offset, length);
    const entry = record(line === null ? null : parsed(line.toString('utf8')));
    return partsOf(record(entry.data)).find(({ toolUseId, name }) => toolUseId === tool && name !== undefined)
      ?.input;
  }
}

/** Uses and results of tools in a message. */
function partsOf({ content }: Record<string, unknown>): Record<string, unknown>[] {
  if (!Array.isArray(content)) return [];
  return content
    .map(record)
    .filter(({ kind }) => kind === 'toolUse' || kind === 'toolResult')
    .map(({ data }) => record(data));
}

/** What Kiro keeps of such a session beside it: where it was, and the credits of each turn. */
export function readKiroFlatSession(context: ReadContext, bytes: Buffer): ReaderState | null {
  const value = parsed(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const document = record(value);
  const id = filledString(document.session_id);
  const state = record(document.session_state);
  if (id === null || document.session_state === undefined) {
    context.skip('newer format', filledString(document.version) ?? undefined);
    return {};
  }
  const { path } = context.file;
  const teller = new Teller(AGENT, context);
  const cwd = filledString(document.cwd);
  const parent = filledString(document.parent_session_id);
  const span = new SessionSpan(AGENT, path, { id, cwd, parent });
  const created = instantOf(document.created_at);
  span.see(created, context.emit);
  span.see(instantOf(document.updated_at), context.emit);
  const model = realModel(record(record(state.rts_model_state).model_info).model_id);
  const turns = record(state.conversation_metadata).user_turn_metadatas;
  for (const [n, turn] of (Array.isArray(turns) ? turns : []).entries()) {
    const { message_ids, metering_usage, end_timestamp } = record(turn);
    const credits = creditsIn(metering_usage);
    const ended = instantOf(end_timestamp);
    // A turn that goes on has no credits yet, and an end neither.
    if (credits === null && ended === null) continue;
    const first = Array.isArray(message_ids) ? filledString(message_ids[0]) : null;
    const at = ended ?? instantOf(document.updated_at) ?? created ?? Math.floor(context.file.mtimeMs);
    // The first message of a turn is the one that stays: others come while it goes on.
    teller.call({ key: `${id}/${first ?? n}`, session: id, at, model, credits, quality: 'credits' });
  }
  span.finish(context.emit);
  return {};
}
