import type { CallRecord } from '../../model/records.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { gluedRecord, wholeRecordIn } from '../json/gluedRecords.ts';
import { instantAt, jsonAt, textAt } from '../json/jsonFields.ts';
import { keyOf, ObjectWalk, skipSpace, stringKey, valueEnd } from '../json/jsonWalk.ts';
import { filledString, record } from '../json/looseJson.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { CodexActs, type CodexActsState } from './codexActs.ts';
import { BROKEN, ENOUGH, ItemType, Payload, PayloadType } from './codexPayload.ts';
import { CodexThread, type ThreadState } from './codexThread.ts';
import { type CodexUsage, CodexUsageReader, countKey, difference, tokensOf } from './codexUsage.ts';

export const AGENT = 'codex';

const RECORD_STARTS = ['{"timestamp":'];
const GLUED = Buffer.from('{"timestamp":');

const KEY = {
  timestamp: keyOf('timestamp'),
  type: keyOf('type'),
  payload: keyOf('payload'),
  usage: keyOf('usage'),
  threadId: keyOf('thread_id'),
  responseId: keyOf('response_id'),
} as const;
const TYPE = {
  sessionMeta: keyOf('session_meta'),
  turnContext: keyOf('turn_context'),
  responseItem: keyOf('response_item'),
  event: keyOf('event_msg'),
  usageRecord: keyOf('token_usage_record'),
} as const;
const KNOWN = new Set<number>(Object.values(TYPE));

interface State {
  readonly thread: ThreadState;
  readonly span: SpanState;
  readonly acts: CodexActsState;
  readonly model: string | null;
  readonly cwd: string | null;
  readonly lastAt: number | null;
  /** Whether a `token_usage_record` was seen: then `token_count` repeats what it says. */
  readonly hasRecords: boolean;
  readonly previous: CodexUsage | null;
  readonly counted: string | null;
}

/** Reads a rollout of Codex, of any of its three eras. */
export class CodexReader implements LogReader {
  readonly #context: LineContext;
  readonly #thread: CodexThread;
  readonly #acts: CodexActs;
  readonly #top = new ObjectWalk();
  readonly #payload = new Payload();
  readonly #part = new ObjectWalk();
  readonly #usage = new CodexUsageReader();
  #span: SessionSpan;
  #model: string | null;
  #cwd: string | null;
  #lastAt: number | null;
  #hasRecords: boolean;
  #previous: CodexUsage | null;
  /** What the last count told, as `countKey` names it. */
  #counted: string | null;
  /** Set for each line. */
  #at = 0;
  #copied = false;

  constructor(context: LineContext, state: ReaderState | null) {
    const known = state as State | null;
    this.#context = context;
    this.#thread = new CodexThread(context.file.path, known?.thread ?? null);
    this.#span = new SessionSpan(AGENT, context.file.path, known?.span ?? { id: this.#thread.state.id });
    this.#acts = new CodexActs(context, this.#thread, known?.acts ?? null);
    this.#model = known?.model ?? null;
    this.#cwd = known?.cwd ?? null;
    this.#lastAt = known?.lastAt ?? null;
    this.#hasRecords = known?.hasRecords ?? false;
    this.#previous = known?.previous ?? null;
    this.#counted = known?.counted ?? null;
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const top = this.#top;
    let timestamp = -1;
    let type = -1;
    let payload = -1;
    top.open(buffer, start, end);
    while (top.next()) {
      if (top.key === KEY.timestamp) timestamp = top.value;
      else if (top.key === KEY.type) type = stringKey(buffer, top.value, end);
      else if (top.key === KEY.payload) payload = top.value;
      // As they come in all logs: the payload last, to be read where it stands.
      if (payload >= 0 && type >= 0 && timestamp >= 0) break;
    }
    if (top.broken) {
      this.#recover(buffer, start, end, offset);
      return;
    }
    const unread = payload >= 0 && top.value === payload;
    let rest: number;
    if (payload < 0 || !KNOWN.has(type)) {
      rest = gluedRecord(buffer, start, payload < 0 ? start + 1 : payload, end, GLUED);
    } else {
      this.#envelope(buffer, timestamp, end);
      const close = this.#record(buffer, payload, end, type, offset, start);
      if (close === ENOUGH) rest = gluedRecord(buffer, start, payload, end, GLUED);
      else rest = close === BROKEN ? -1 : this.#restOf(buffer, unread ? close : -1, end);
    }
    if (rest < 0) this.#recover(buffer, start, end, offset);
    else if (rest < end) this.line(buffer, rest, end, offset + rest - start);
  }

  /** @returns where the record ends that `top` walks and whose payload ends at `close`; -1 where it is torn */
  #restOf(buffer: Buffer, close: number, end: number): number {
    const top = this.#top;
    if (close >= 0) top.leave(close);
    while (top.next());
    return top.broken ? -1 : skipSpace(buffer, top.valueEnd(), end);
  }

  #recover(buffer: Buffer, start: number, end: number, offset: number): void {
    this.#context.skip('malformed');
    const saved = wholeRecordIn(buffer, start + 1, end, RECORD_STARTS);
    if (saved >= 0) this.line(buffer, saved, end, offset + saved - start);
  }

  #envelope(buffer: Buffer, timestamp: number, end: number): void {
    const at = instantAt(buffer, timestamp, end);
    this.#at = at ?? this.#lastAt ?? Math.round(this.#context.file.mtimeMs);
    this.#lastAt = this.#at;
    this.#copied = this.#thread.isCopy(at);
  }

  /** @returns as `Payload.read` does */
  #record(
    buffer: Buffer,
    start: number,
    end: number,
    type: number,
    offset: number,
    lineStart: number,
  ): number {
    if (type === TYPE.event || type === TYPE.responseItem) {
      const close = this.#payload.read(buffer, start, end);
      const ran = close === ENOUGH && this.#payload.itemType === ItemType.commandExecution;
      if (close >= 0 || ran) this.#item(buffer, end, offset, lineStart);
      return close;
    }
    const close = valueEnd(buffer, start, end);
    if (close < 0) return BROKEN;
    if (type === TYPE.usageRecord) this.#usageRecord(buffer, start, close);
    else {
      const payload = record(jsonAt(buffer, start, close));
      if (type === TYPE.sessionMeta) this.#sessionMeta(payload);
      else this.#settings(payload);
    }
    return close;
  }

  #item(buffer: Buffer, end: number, offset: number, lineStart: number): void {
    const payload = this.#payload;
    if (payload.type === PayloadType.tokenCount) this.#tokenCount(buffer, end);
    else if (payload.type === PayloadType.taskStarted) {
      const { started_at } = record(jsonAt(buffer, payload.start, end));
      this.#thread.task(typeof started_at === 'number' ? started_at : null);
    } else if (payload.type === PayloadType.settings) {
      this.#settings(record(record(jsonAt(buffer, payload.start, end)).thread_settings));
    } else if (!this.#copied && !this.#isForeign(buffer, end)) {
      this.#seen();
      this.#acts.item(payload, buffer, end, { at: this.#at, cwd: this.#cwd, offset, lineStart });
    }
  }

  /** Items of another thread, copied into this file's history. */
  #isForeign(buffer: Buffer, end: number): boolean {
    const thread = textAt(buffer, this.#payload.threadId, end);
    return thread !== null && thread !== this.#thread.state.id;
  }

  #seen(): void {
    this.#span.see(this.#at, this.#context.emit);
  }

  #sessionMeta(meta: Record<string, unknown>): void {
    if (!this.#thread.header(meta)) return;
    const { id, parent, forkedFrom } = this.#thread.state;
    const git = record(meta.git);
    if (this.#cwd === null) this.#cwd = filledString(meta.cwd);
    this.#span = this.#span.named(id);
    this.#span.learn({
      parent,
      forkedFrom,
      cwd: filledString(meta.cwd),
      branch: filledString(git.branch) === 'HEAD' ? null : filledString(git.branch),
      commit: filledString(git.commit_hash),
      remote: filledString(git.repository_url),
    });
    this.#seen();
  }

  #settings(context: Record<string, unknown>): void {
    this.#model = filledString(context.model) ?? this.#model;
    this.#cwd = filledString(context.cwd) ?? this.#cwd;
    this.#span.learn({ cwd: this.#cwd });
  }

  /** One for each response since 0.153. Copies of it in a compacted history are not lines of their own. */
  #usageRecord(buffer: Buffer, start: number, end: number): void {
    const part = this.#part;
    let usageAt = -1;
    let thread: string | null = null;
    let response: string | null = null;
    part.open(buffer, start, end);
    while (part.next()) {
      if (part.key === KEY.usage) usageAt = part.value;
      else if (part.key === KEY.threadId) thread = textAt(buffer, part.value, end);
      else if (part.key === KEY.responseId) response = textAt(buffer, part.value, end);
    }
    const usage = this.#usage.read(buffer, usageAt, end);
    if (usage === null || response === null) {
      this.#context.skip('newer format');
      return;
    }
    const { id } = this.#thread.state;
    if (thread !== null && thread !== id) return;
    const told = !this.#hasRecords && this.#counted === countKey(usage);
    this.#hasRecords = true;
    // The first record may come after the count of the same response.
    if (!told) this.#call(`${id}|${response}`, usage, this.#model);
  }

  /** Before 0.153: cumulative counts, written again whenever something else changes. */
  #tokenCount(buffer: Buffer, end: number): void {
    const payload = this.#payload;
    if (this.#hasRecords || !payload.hasInfo) return;
    const total = this.#usage.read(buffer, payload.total, end);
    const last = this.#usage.read(buffer, payload.last, end);
    const model = textAt(buffer, payload.model, end) ?? this.#model;
    if (total === null && last === null) {
      this.#context.skip('newer format');
      return;
    }
    const before = this.#previous;
    if (total !== null) this.#previous = total;
    if (this.#copied || (total !== null && before !== null && total.total === before.total)) return;
    const usage = last ?? difference(total!, before);
    const counted = total === null ? `@${this.#at}|${countKey(usage)}` : countKey(total);
    this.#counted = countKey(usage);
    this.#call(`${this.#thread.state.root}|${counted}`, usage, model);
  }

  #call(key: string, usage: CodexUsage, model: string | null): void {
    this.#seen();
    const call: CallRecord = {
      kind: 'call',
      agent: AGENT,
      key,
      session: this.#thread.state.id,
      at: this.#at,
      model,
      tokens: tokensOf(usage),
      loggedCost: null,
      credits: null,
      quality: 'exact',
      lesser: null,
      sidechain: false,
    };
    this.#context.emit(call);
  }

  finish(): ReaderState {
    const { emit } = this.#context;
    this.#acts.finish();
    this.#span.finish(emit);
    return {
      thread: this.#thread.state,
      span: this.#span.state(),
      acts: this.#acts.state(),
      model: this.#model,
      cwd: this.#cwd,
      lastAt: this.#lastAt,
      hasRecords: this.#hasRecords,
      previous: this.#previous,
      counted: this.#counted,
    } satisfies State;
  }
}
