import type { Tokens } from '../../model/tokens.ts';
import { isTrueAt } from '../json/jsonFields.ts';
import { ArrayWalk, keyOf, ObjectWalk, skipSpace, stringKey } from '../json/jsonWalk.ts';
import { Block } from './claudeCodeBlock.ts';
import { UsageReader } from './claudeCodeUsage.ts';

/** Kinds of line that matter; `Line.kind` holds the number of the line's `type`. */
export const LineKind = {
  assistant: keyOf('assistant'),
  user: keyOf('user'),
  link: keyOf('pr-link'),
} as const;

const KEY = {
  type: keyOf('type'),
  uuid: keyOf('uuid'),
  timestamp: keyOf('timestamp'),
  sessionId: keyOf('sessionId'),
  cwd: keyOf('cwd'),
  gitBranch: keyOf('gitBranch'),
  requestId: keyOf('requestId'),
  isSidechain: keyOf('isSidechain'),
  isMeta: keyOf('isMeta'),
  isCompactSummary: keyOf('isCompactSummary'),
  forkedFrom: keyOf('forkedFrom'),
  turnOrigin: keyOf('turnOrigin'),
  promptSource: keyOf('promptSource'),
  costUSD: keyOf('costUSD'),
  toolDenialKind: keyOf('toolDenialKind'),
  toolUseResult: keyOf('toolUseResult'),
  message: keyOf('message'),
  id: keyOf('id'),
  model: keyOf('model'),
  usage: keyOf('usage'),
  stopReason: keyOf('stop_reason'),
  content: keyOf('content'),
  name: keyOf('name'),
  input: keyOf('input'),
  toolUseId: keyOf('tool_use_id'),
  isError: keyOf('is_error'),
} as const;

/** How far a line was understood: whole, as far as anybody needs, or not at all. */
export type LineRead = 'whole' | 'enough' | 'broken';

/** Reads the result's own object, which is often half of a line. */
export interface ResultReader {
  /** Asked once the envelope is known. */
  needsResult(line: Line, buffer: Buffer, end: number): boolean;
  /** @returns the position after the object, or -1 where it is broken */
  readResult(buffer: Buffer, start: number, end: number): number;
}

/** The parts of one line, as positions of JSON values in its bytes, -1 where absent. Reused for each line. */
export class Line {
  kind = 0;
  uuid = -1;
  timestamp = -1;
  sessionId = -1;
  cwd = -1;
  gitBranch = -1;
  requestId = -1;
  forkedFrom = -1;
  turnOrigin = -1;
  promptSource = -1;
  costUsd = -1;
  toolUseResult = -1;
  isSidechain = false;
  /** Not written by anybody: a reminder, a summary after compaction. */
  isMeta = false;
  denied = false;
  messageSeen = false;
  messageId = -1;
  model = -1;
  /** A `usage` object is there; `tokens` is `null` where its form is not known. */
  hasUsage = false;
  /** The reply had not ended: its output is what had come until then, or what it began with. */
  unfinished = false;
  tokens: Tokens | null = null;
  /** See `UsageReader`. */
  special = false;
  /** Positions of entries in `usage` that are calls of their own. */
  readonly advisors: number[] = [];
  content = -1;
  contentEnd = -1;
  readonly blocks: Block[] = [];
  blockCount = 0;
  /** Where reading stopped. */
  at = 0;
  readonly #usage = new UsageReader();
  readonly #top = new ObjectWalk();
  readonly #message = new ObjectWalk();
  readonly #content = new ArrayWalk();
  readonly #block = new ObjectWalk();

  read(buffer: Buffer, start: number, end: number, results: ResultReader): LineRead {
    this.#clear();
    const top = this.#top;
    top.open(buffer, start, end);
    while (top.next()) {
      const value = top.value;
      switch (top.key) {
        case KEY.type:
          this.kind = stringKey(buffer, value, end);
          if (!this.#matters()) return this.#stop(value);
          break;
        case KEY.uuid:
          this.uuid = value;
          break;
        case KEY.timestamp:
          this.timestamp = value;
          break;
        case KEY.sessionId:
          this.sessionId = value;
          break;
        case KEY.cwd:
          this.cwd = value;
          break;
        case KEY.gitBranch:
          this.gitBranch = value;
          break;
        case KEY.requestId:
          this.requestId = value;
          break;
        case KEY.forkedFrom:
          this.forkedFrom = value;
          break;
        case KEY.turnOrigin:
          this.turnOrigin = value;
          break;
        case KEY.promptSource:
          this.promptSource = value;
          break;
        case KEY.costUSD:
          this.costUsd = value;
          break;
        case KEY.isSidechain:
          this.isSidechain = isTrueAt(buffer, value);
          break;
        case KEY.isMeta:
        case KEY.isCompactSummary:
          this.isMeta ||= isTrueAt(buffer, value);
          break;
        case KEY.toolDenialKind:
          this.denied = buffer[value] === 34;
          break;
        case KEY.toolUseResult:
          this.toolUseResult = value;
          if (this.#hasEnvelope() && !results.needsResult(this, buffer, end)) return this.#stop(value);
          if (buffer[value] === 123) {
            const after = results.readResult(buffer, value, end);
            if (after < 0) return 'broken';
            top.leave(after);
          }
          break;
        case KEY.message:
          if (!this.#readMessage(buffer, value, end)) return 'broken';
          break;
      }
    }
    if (top.broken) return 'broken';
    this.at = skipSpace(buffer, top.valueEnd(), end);
    return 'whole';
  }

  #matters(): boolean {
    return this.kind === LineKind.user || this.kind === LineKind.assistant || this.kind === LineKind.link;
  }

  #hasEnvelope(): boolean {
    return (
      this.#matters() && this.messageSeen && this.uuid >= 0 && this.timestamp >= 0 && this.sessionId >= 0
    );
  }

  #stop(at: number): LineRead {
    this.at = at;
    return 'enough';
  }

  #readMessage(buffer: Buffer, start: number, end: number): boolean {
    const message = this.#message;
    message.open(buffer, start, end);
    // Not an object: left for the top walk to pass over.
    if (message.broken) return true;
    this.messageSeen = true;
    while (message.next()) {
      switch (message.key) {
        case KEY.id:
          this.messageId = message.value;
          break;
        case KEY.model:
          this.model = message.value;
          break;
        case KEY.usage:
          if (buffer[message.value] === 123) {
            this.hasUsage = true;
            this.tokens = this.#usage.read(buffer, message.value, end);
            this.special = this.#usage.special;
            this.advisors.push(...this.#usage.advisors);
            message.leave(this.#usage.at);
          }
          break;
        case KEY.stopReason:
          this.unfinished = buffer[message.value] === 110;
          break;
        case KEY.content:
          this.content = message.value;
          if (buffer[message.value] === 91) {
            if (!this.#readContent(buffer, message.value, end)) return false;
            message.leave(this.#content.valueEnd());
          }
          this.contentEnd = message.valueEnd();
          break;
      }
    }
    if (message.broken) return false;
    this.#top.leave(message.valueEnd());
    return true;
  }

  #readContent(buffer: Buffer, start: number, end: number): boolean {
    const content = this.#content;
    content.open(buffer, start, end);
    while (content.next()) {
      if (buffer[content.value] !== 123) continue;
      if (!this.#readBlock(buffer, content.value, end)) return false;
      content.leave(this.#block.valueEnd());
    }
    return !content.broken;
  }

  #readBlock(buffer: Buffer, start: number, end: number): boolean {
    const block = this.#nextBlock();
    const walk = this.#block;
    walk.open(buffer, start, end);
    while (walk.next()) {
      switch (walk.key) {
        case KEY.type:
          block.kind = stringKey(buffer, walk.value, end);
          break;
        case KEY.id:
          block.id = walk.value;
          break;
        case KEY.name:
          block.name = walk.value;
          break;
        case KEY.toolUseId:
          block.toolUseId = walk.value;
          break;
        case KEY.isError:
          block.isError = isTrueAt(buffer, walk.value);
          break;
        case KEY.input:
          block.input = walk.value;
          block.inputEnd = walk.valueEnd();
          break;
        case KEY.content:
          block.content = walk.value;
          block.contentEnd = walk.valueEnd();
          break;
      }
    }
    return !walk.broken;
  }

  #nextBlock(): Block {
    let block = this.blocks[this.blockCount];
    if (block === undefined) {
      block = new Block();
      this.blocks.push(block);
    }
    block.clear();
    this.blockCount++;
    return block;
  }

  #clear(): void {
    this.kind = 0;
    this.uuid = this.timestamp = this.sessionId = this.cwd = this.gitBranch = this.requestId = -1;
    this.forkedFrom = this.turnOrigin = this.promptSource = this.costUsd = this.toolUseResult = -1;
    this.isSidechain = this.isMeta = this.denied = this.messageSeen = false;
    this.messageId = this.model = this.content = this.contentEnd = -1;
    this.hasUsage = this.unfinished = this.special = false;
    this.tokens = null;
    this.advisors.length = 0;
    this.blockCount = 0;
  }
}
