import { NOT_AT_LIST_PRICE } from '../../model/prices.ts';
import type { CallRecord } from '../../model/records.ts';
import { totalTokens } from '../../model/tokens.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { gluedRecord, wholeRecordIn } from '../json/gluedRecords.ts';
import { countAt, instantAt, jsonAt, RepeatedText, textAt } from '../json/jsonFields.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { ClaudeCodeActs, Moment } from './claudeCodeActs.ts';
import { BlockKind } from './claudeCodeBlock.ts';
import { Line, LineKind } from './claudeCodeLine.ts';
import type { PendingCall } from './claudeCodeTools.ts';
import { UsageReader } from './claudeCodeUsage.ts';

export const AGENT = 'claude-code';

const RECORD_STARTS = ['{"parentUuid":', '{"type":"'];
const GLUED = Buffer.from('{"parentUuid":');
const MICRO = 1e6;

interface State {
  readonly spans: readonly SpanState[];
  readonly pending: readonly (readonly [string, PendingCall])[];
  readonly lastAt: number | null;
}

/** Reads a transcript of Claude Code, main or of a sub-agent. */
export class ClaudeCodeReader implements LogReader {
  readonly #context: LineContext;
  readonly #line = new Line();
  readonly #usage = new UsageReader();
  readonly #acts: ClaudeCodeActs;
  readonly #spans = new Map<string, SessionSpan>();
  readonly #texts = {
    session: new RepeatedText(),
    cwd: new RepeatedText(),
    branch: new RepeatedText(),
    model: new RepeatedText(),
    messageId: new RepeatedText(),
    requestId: new RepeatedText(),
  };
  readonly #isSubAgent: boolean;
  #lastAt: number | null;
  #held: CallRecord | null = null;
  /** What the last span has learned last: the same on nearly every line. */
  #learned: SessionSpan | null = null;
  #branch: string | null = null;
  #folder: string | null = null;
  /** Where and when the current line stands. */
  readonly #moment = new Moment();

  constructor(context: LineContext, state: ReaderState | null) {
    this.#context = context;
    this.#isSubAgent = /[\\/]subagents[\\/]/.test(context.file.path);
    const { spans, pending, lastAt } = (state as State | null) ?? { spans: [], pending: [], lastAt: null };
    this.#acts = new ClaudeCodeActs(AGENT, context, this.#moment, pending);
    this.#lastAt = lastAt;
    for (const span of spans) this.#spans.set(span.id, new SessionSpan(AGENT, context.file.path, span));
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const line = this.#line;
    this.#moment.start = start;
    this.#moment.offset = offset;
    const read = line.read(buffer, start, end, this.#acts);
    const rest = read === 'enough' ? gluedRecord(buffer, start, line.at, end, GLUED) : line.at;
    if (read === 'broken' || rest < 0) {
      this.#recover(buffer, start, end, offset);
      return;
    }
    this.#record(buffer, end);
    if (rest < end) this.line(buffer, rest, end, offset + rest - start);
  }

  finish(): ReaderState {
    this.#release();
    this.#acts.finish();
    for (const span of this.#spans.values()) span.finish(this.#context.emit);
    const spans = [...this.#spans.values()].map(span => span.state());
    return { spans, pending: this.#acts.pending(), lastAt: this.#lastAt } satisfies State;
  }

  /** A torn line: what was glued to it is saved, the rest is counted. */
  #recover(buffer: Buffer, start: number, end: number, offset: number): void {
    this.#context.skip('malformed');
    const saved = wholeRecordIn(buffer, start + 1, end, RECORD_STARTS);
    if (saved >= 0) this.line(buffer, saved, end, offset + saved - start);
  }

  #record(buffer: Buffer, end: number): void {
    const line = this.#line;
    if (line.kind === LineKind.link) {
      this.#pullRequest(jsonAt(buffer, this.#moment.start, end));
      return;
    }
    if (line.kind === 0) this.#context.skip('newer format');
    if (line.kind !== LineKind.assistant && line.kind !== LineKind.user) return;
    if (!line.messageSeen) {
      this.#context.skip('newer format');
      return;
    }
    if (this.#isSubAgent) line.isSidechain = true;
    this.#envelope(buffer, end);
    if (line.kind === LineKind.assistant) this.#assistant(buffer, end);
    else this.#acts.user(line, buffer, end);
  }

  #envelope(buffer: Buffer, end: number): void {
    const line = this.#line;
    const { file, emit } = this.#context;
    const at = instantAt(buffer, line.timestamp, end);
    const moment = this.#moment;
    moment.at = at ?? this.#lastAt ?? Math.round(file.mtimeMs);
    this.#lastAt = moment.at;
    moment.session = this.#texts.session.at(buffer, line.sessionId, end) ?? fileSession(file.path);
    moment.cwd = this.#texts.cwd.at(buffer, line.cwd, end);
    const span = this.#span(moment.session);
    // A sub-agent may work in a worktree of its own, which is not where the session is.
    if (!line.isSidechain) {
      const branch = this.#texts.branch.at(buffer, line.gitBranch, end);
      if (branch !== this.#branch || moment.cwd !== this.#folder || span !== this.#learned) {
        span.learn({ cwd: moment.cwd, branch: branch === 'HEAD' || branch === '' ? null : branch });
        this.#branch = branch;
        this.#folder = moment.cwd;
        this.#learned = span;
      }
      if (line.forkedFrom >= 0) span.learn({ forkedFrom: origin(jsonAt(buffer, line.forkedFrom, end)) });
    }
    span.see(at, emit);
  }

  #span(id: string): SessionSpan {
    let span = this.#spans.get(id);
    if (span === undefined) {
      span = new SessionSpan(AGENT, this.#context.file.path, { id });
      this.#spans.set(id, span);
    }
    return span;
  }

  #assistant(buffer: Buffer, end: number): void {
    const line = this.#line;
    const model = this.#texts.model.at(buffer, line.model, end);
    if (line.hasUsage && model !== '<synthetic>') this.#call(buffer, end, model);
    const message = this.#texts.messageId.at(buffer, line.messageId, end);
    for (let i = 0; i < line.blockCount; i++) {
      const block = line.blocks[i]!;
      if (block.kind === BlockKind.toolUse) this.#acts.asked(buffer, end, block, message);
    }
  }

  #call(buffer: Buffer, end: number, model: string | null): void {
    const line = this.#line;
    const { tokens } = line;
    if (tokens === null) {
      this.#context.skip('newer format');
      return;
    }
    const id = this.#texts.messageId.at(buffer, line.messageId, end);
    const request = line.isSidechain ? '' : (this.#texts.requestId.at(buffer, line.requestId, end) ?? '');
    const key = id === null ? (textAt(buffer, line.uuid, end) ?? this.#moment.place()) : `${id}|${request}`;
    const cost = line.costUsd < 0 ? null : countAt(buffer, line.costUsd, end);
    const call: CallRecord = {
      kind: 'call',
      agent: AGENT,
      key,
      session: this.#moment.session,
      at: this.#moment.at,
      model: line.special && model !== null ? `${model}${NOT_AT_LIST_PRICE}` : model,
      tokens,
      loggedCost: cost === null ? null : Math.round(cost * MICRO),
      credits: null,
      quality: line.unfinished ? 'lower bound' : 'exact',
      lesser: null,
      sidechain: line.isSidechain,
    };
    for (const [n, position] of line.advisors.entries()) {
      const asked = jsonAt(buffer, position, end) as { model?: unknown };
      const spent = this.#usage.read(buffer, position, end);
      const advisor = typeof asked?.model === 'string' ? asked.model : null;
      if (spent !== null) {
        const own = { ...call, key: `${key}|advisor#${n}`, model: advisor, tokens: spent, loggedCost: null };
        this.#context.emit(own);
      }
    }
    // A client makes messages of its own, without id and without use.
    if (id === null && !totalTokens(tokens)) return;
    this.#hold(call);
  }

  /** Lines of one message mostly follow each other: only the fullest of them goes out. */
  #hold(call: CallRecord): void {
    const held = this.#held;
    if (held === null || held.key !== call.key || held.session !== call.session) {
      this.#release();
      this.#held = call;
      return;
    }
    const fuller = isFuller(call, held) ? call : held;
    this.#held = { ...fuller, at: Math.min(call.at, held.at) };
  }

  #release(): void {
    if (this.#held !== null) this.#context.emit(this.#held);
    this.#held = null;
  }

  #pullRequest(line: unknown): void {
    const { prUrl, sessionId, timestamp } = (line ?? {}) as Record<string, unknown>;
    if (typeof prUrl !== 'string') return;
    const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
    this.#moment.at = Number.isNaN(at) ? (this.#lastAt ?? Math.round(this.#context.file.mtimeMs)) : at;
    this.#moment.session = typeof sessionId === 'string' ? sessionId : fileSession(this.#context.file.path);
    this.#acts.link('pull request', prUrl);
  }
}

function isFuller(a: CallRecord, b: CallRecord): boolean {
  const [outputA, outputB] = [a.tokens.output ?? -1, b.tokens.output ?? -1];
  if (outputA !== outputB) return outputA > outputB;
  const [totalA, totalB] = [totalTokens(a.tokens) ?? -1, totalTokens(b.tokens) ?? -1];
  if (totalA !== totalB) return totalA > totalB;
  return a.quality === 'exact' && b.quality !== 'exact';
}

/** The session that a file's place names: its own, or its parent's for a sub-agent's file. */
function fileSession(path: string): string {
  const parts = path.split(/[\\/]/);
  const folder = parts.lastIndexOf('subagents');
  const name = folder > 0 ? parts[folder - 1]! : (parts.at(-1) ?? path);
  return name.replace(/\.jsonl$/, '');
}

function origin(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const { sessionId } = (value ?? {}) as { sessionId?: unknown };
  return typeof sessionId === 'string' ? sessionId : null;
}
