import { basename, dirname } from 'node:path';
import type { ActKind, Instant } from '../../model/records.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';
import { creditsIn, turnKey } from './kiroCredits.ts';
import { type KiroManifest, manifestOf } from './kiroManifest.ts';
import { realModel } from './kiroModel.ts';
import { type HeldEdit, idOf, KiroReview, type ReviewState } from './kiroReview.ts';

export const AGENT = 'kiro';

const KINDS: Readonly<Record<string, ActKind>> = {
  read: 'read',
  edit: 'edit',
  delete: 'edit',
  execute: 'shell',
  search: 'search',
};

interface State {
  readonly span: SpanState;
  readonly at: Instant | null;
  readonly model: string | null;
  readonly pending: readonly (readonly [string, PendingTool])[];
  readonly review: ReviewState;
}

/** `sess_*` of the IDE since version 2 and of the command line since version 3: one event on each line. */
export class KiroEvents implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #manifest: KiroManifest;
  readonly #session: string;
  readonly #span: SessionSpan;
  readonly #acts: ToolActs;
  readonly #review: KiroReview;
  #cwd: string | null;
  #model: string | null;
  #at: Instant | null;

  constructor(context: LineContext, saved: ReaderState | null) {
    const state = saved as State | null;
    this.#context = context;
    this.#manifest = manifestOf(context.file.path);
    this.#teller = new Teller(AGENT, context);
    this.#session = state?.span.id ?? this.#manifest.id ?? basename(dirname(context.file.path));
    const { parent, cwd, model } = this.#manifest;
    this.#span = new SessionSpan(AGENT, context.file.path, state?.span ?? { id: this.#session, parent, cwd });
    this.#cwd = state?.span.cwd ?? cwd;
    this.#model = state?.model ?? realModel(model);
    this.#at = state?.at ?? null;
    this.#acts = new ToolActs(AGENT, context, state?.pending, (_, place) => this.#argsAt(place));
    this.#review = new KiroReview(state?.review ?? null);
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const event = objectOn(buffer, start, end, this.#context.skip);
    if (event === null) return;
    const payload = record(event.payload);
    const type = filledString(payload.type);
    if (type === null) {
      this.#context.skip('newer format', filledString(event.schemaVersion) ?? undefined);
      return;
    }
    const at = instantOf(event.timestamp) ?? this.#at ?? Math.floor(this.#context.file.mtimeMs);
    this.#at = at;
    this.#span.see(at, this.#context.emit);
    const id = filledString(event.id) ?? `${this.#session}@${offset}`;
    const execution = filledString(payload.executionId) ?? '';
    this.#event(type, payload, { id, at, execution, place: { offset, length: end - start } });
  }

  finish(): ReaderState {
    // Who asks before edits may still take them back, so they wait for the turn's end; where nothing tells that
    // anybody is asked they do not.
    if (this.#manifest.autopilot === null) this.#keep(this.#review.over(null));
    this.#acts.finish();
    this.#span.finish(this.#context.emit);
    const state: State = {
      span: this.#span.state(),
      at: this.#at,
      model: this.#model,
      pending: this.#acts.state(),
      review: this.#review.state(),
    };
    return state;
  }

  #event(
    type: string,
    payload: Record<string, unknown>,
    { id, at, execution, place }: { id: string; at: Instant; execution: string; place: Place },
  ): void {
    switch (type) {
      case 'user':
        // Whoever goes on without an answer leaves the edits as they are; to steer is not to go on.
        if (payload.source !== 'steer') this.#keep(this.#review.over(null));
        this.#teller.prompt(id, this.#session, at, payload.content);
        break;
      case 'assistant':
        this.#model = realModel(payload.reasoningModelId) ?? realModel(payload.modelId) ?? this.#model;
        break;
      case 'tool_call':
        this.#asked(payload, at, place);
        break;
      case 'tool_result':
        this.#answered(payload, at, execution);
        break;
      case 'pending_interaction':
        this.#review.ask(idOf(payload) ?? id, execution, payload, this.#cwd);
        break;
      case 'interaction_resolved': {
        const { kept, takenBack } = this.#review.answer(execution, payload, this.#cwd);
        this.#keep(kept);
        for (const edit of takenBack) this.#acts.answered(edit.id, { ...edit, ok: false });
        break;
      }
      case 'turn_end':
        if (!this.#review.asks(execution)) this.#keep(this.#review.over(execution));
        break;
      case 'usage_summary':
        if (!this.#review.asks(execution)) this.#keep(this.#review.over(execution));
        this.#used(payload, id, at, execution);
        break;
      case 'sub_agent_start':
        this.#teller.act({ key: id, session: this.#session, at, act: 'spawn' });
        break;
    }
  }

  #asked(payload: Record<string, unknown>, at: Instant, place: Place): void {
    const id = filledString(payload.toolCallId);
    const tool = filledString(payload.toolName);
    if (id === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    const kind = KINDS[filledString(payload.kind) ?? ''] ?? 'other';
    this.#acts.asked({
      id,
      tool,
      input: inputOf(payload),
      session: this.#session,
      at,
      cwd: this.#cwd,
      kind,
      place,
    });
  }

  #answered(payload: Record<string, unknown>, at: Instant, execution: string): void {
    const id = filledString(payload.toolCallId) ?? '';
    const call = this.#acts.pending(id);
    if (call === undefined) return;
    const { success, status, content } = payload;
    const done = typeof success === 'boolean' ? success : /^(?:success|completed|ok)$/i.test(String(status));
    const path = call.target;
    const refused = this.#review.isRefused({ id, execution, path });
    const { checkpoint } = record(record(record(payload._meta).kiro));
    const isNew = 'modified' in record(checkpoint) && record(checkpoint).original == null;
    if (!done || refused || !call.edits || !this.#waits(execution)) {
      this.#acts.answered(id, { at, ok: done && !refused, output: content, isNew });
      return;
    }
    this.#review.hold({ id, execution, path, at, isNew, digest: this.#teller.digest(content) });
  }

  #waits(execution: string): boolean {
    return this.#manifest.autopilot !== true || this.#review.asks(execution);
  }

  #keep(edits: readonly HeldEdit[]): void {
    for (const edit of edits) this.#acts.answered(edit.id, { ...edit, ok: true });
  }

  /** Tells the whole of a turn each time: a later record of the same execution takes the place of the one before. */
  #used(payload: Record<string, unknown>, id: string, at: Instant, execution: string): void {
    const credits = creditsIn(payload.promptTurnSummaries);
    const key = turnKey(this.#session, execution === '' ? id : execution);
    this.#teller.call({ key, session: this.#session, at, model: this.#model, credits, quality: 'credits' });
  }

  #argsAt({ offset, length }: Place): unknown {
    const line = this.#context.reread(offset, length);
    return line === null ? undefined : inputOf(record(record(parsed(line.toString('utf8'))).payload));
  }
}

/** The arguments, with the file that the event names beside them. */
function inputOf({ args, filePath }: Record<string, unknown>): unknown {
  const input = typeof args === 'string' ? (parsed(args) ?? args) : args;
  const path = filledString(filePath);
  return path === null || typeof input === 'string'
    ? input
    : { ...record(input), path: absolutePath(path, null) ?? record(input).path ?? path };
}
