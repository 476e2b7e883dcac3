import type { ActRecord, CallRecord } from '../model/records.ts';
import { totalTokens } from '../model/tokens.ts';
import type { LogReader, ReadContext, ReaderState } from './agent.ts';
import { EditReader } from './claudeCodeEdits.ts';
import { type Block, BlockKind, Line, LineKind } from './claudeCodeLine.ts';
import { isPrompt, sentByPerson } from './claudeCodePrompts.ts';
import { kindOfTool, type PendingCall, PendingCalls } from './claudeCodeTools.ts';
import { UsageReader } from './claudeCodeUsage.ts';
import { absolutePath } from './filePath.ts';
import { gluedRecord, wholeRecordIn } from './gluedRecords.ts';
import { countAt, instantAt, jsonAt, RepeatedText, textAt } from './jsonFields.ts';
import { keyOf, ObjectWalk } from './jsonWalk.ts';
import { SessionSpan, type SpanState } from './sessionSpan.ts';
import { linksIn, outputText, Prints, printedBy, trailersIn } from './shellLinks.ts';

export const AGENT = 'claude-code';

const RECORD_STARTS = ['{"parentUuid":', '{"type":"'];
const GLUED = Buffer.from('{"parentUuid":');
const FILE_PATH = keyOf('file_path');
const NOTEBOOK_PATH = keyOf('notebook_path');
const PATH = keyOf('path');
const COMMAND = keyOf('command');
const CREATED = Buffer.from('"File created');
const MICRO = 1e6;

interface State {
  readonly spans: readonly SpanState[];
  readonly pending: readonly (readonly [string, PendingCall])[];
  readonly lastAt: number | null;
}

/** Reads a transcript of Claude Code, main or of a sub-agent. */
export class ClaudeCodeReader implements LogReader {
  readonly #context: ReadContext;
  readonly #line = new Line();
  readonly #usage = new UsageReader();
  readonly #edits: EditReader;
  readonly #input = new ObjectWalk();
  readonly #pending: PendingCalls<PendingCall>;
  readonly #spans = new Map<string, SessionSpan>();
  readonly #texts = {
    session: new RepeatedText(),
    cwd: new RepeatedText(),
    branch: new RepeatedText(),
    model: new RepeatedText(),
    messageId: new RepeatedText(),
    requestId: new RepeatedText(),
    tool: new RepeatedText(),
  };
  #lastAt: number | null;
  #held: CallRecord | null = null;
  /** Set for each line. */
  #session = '';
  #cwd: string | null = null;
  #at = 0;
  #lineStart = 0;
  #lineOffset = 0;

  constructor(context: ReadContext, state: ReaderState | null) {
    this.#context = context;
    this.#edits = new EditReader(context.packer);
    const { spans, pending, lastAt } = (state as State | null) ?? { spans: [], pending: [], lastAt: null };
    this.#pending = new PendingCalls(pending);
    this.#lastAt = lastAt;
    for (const span of spans) this.#spans.set(span.id, new SessionSpan(AGENT, context.file.path, span));
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const line = this.#line;
    this.#lineStart = start;
    this.#lineOffset = offset;
    const read = line.read(buffer, start, end, this.#needsNoResult.bind(this, buffer, end));
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
    for (const [id, call] of this.#pending.entries()) this.#emitAct(id, call, null, null);
    for (const span of this.#spans.values()) span.finish(this.#context.emit);
    const spans = [...this.#spans.values()].map(span => span.state());
    return { spans, pending: this.#pending.entries(), lastAt: this.#lastAt } satisfies State;
  }

  /** A torn line: what was glued to it is saved, the rest is counted. */
  #recover(buffer: Buffer, start: number, end: number, offset: number): void {
    this.#context.skip('malformed');
    const saved = wholeRecordIn(buffer, start + 1, end, RECORD_STARTS);
    if (saved >= 0) this.line(buffer, saved, end, offset + saved - start);
  }

  #needsNoResult(buffer: Buffer, end: number): boolean {
    const line = this.#line;
    for (let i = 0; i < line.blockCount; i++) {
      const id = textAt(buffer, line.blocks[i]!.toolUseId, end);
      const call = id === null ? undefined : this.#pending.get(id);
      if (call === undefined || kindOfTool(call.tool) === 'edit') return false;
    }
    return line.blockCount > 0;
  }

  #record(buffer: Buffer, end: number): void {
    const line = this.#line;
    if (line.kind === LineKind.link) {
      this.#pullRequest(jsonAt(buffer, this.#lineStart, end));
      return;
    }
    if (line.kind !== LineKind.assistant && line.kind !== LineKind.user) return;
    if (!line.messageSeen) {
      this.#context.skip('newer format');
      return;
    }
    this.#envelope(buffer, end);
    if (line.kind === LineKind.assistant) this.#assistant(buffer, end);
    else this.#user(buffer, end);
  }

  #envelope(buffer: Buffer, end: number): void {
    const line = this.#line;
    const { file, emit } = this.#context;
    const at = instantAt(buffer, line.timestamp, end);
    this.#at = at ?? this.#lastAt ?? Math.round(file.mtimeMs);
    this.#lastAt = this.#at;
    this.#session = this.#texts.session.at(buffer, line.sessionId, end) ?? fileSession(file.path);
    this.#cwd = this.#texts.cwd.at(buffer, line.cwd, end);
    const span = this.#span(this.#session);
    // A sub-agent may work in a worktree of its own, which is not where the session is.
    if (!line.isSidechain) {
      const branch = this.#texts.branch.at(buffer, line.gitBranch, end);
      span.learn({ cwd: this.#cwd, branch: branch === 'HEAD' || branch === '' ? null : branch });
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
    if (line.usage >= 0 && buffer[line.usage] === 123 && model !== '<synthetic>')
      this.#call(buffer, end, model);
    for (let i = 0; i < line.blockCount; i++) {
      const block = line.blocks[i]!;
      if (block.kind === BlockKind.toolUse) this.#asked(buffer, end, block);
    }
  }

  #call(buffer: Buffer, end: number, model: string | null): void {
    const line = this.#line;
    const tokens = this.#usage.read(buffer, line.usage, end);
    if (tokens === null) {
      this.#context.skip('newer format');
      return;
    }
    const id = this.#texts.messageId.at(buffer, line.messageId, end);
    const request = line.isSidechain ? '' : (this.#texts.requestId.at(buffer, line.requestId, end) ?? '');
    const key = id === null ? (textAt(buffer, line.uuid, end) ?? `@${this.#lineOffset}`) : `${id}|${request}`;
    const cost = line.costUsd < 0 ? null : countAt(buffer, line.costUsd, end);
    const call: CallRecord = {
      kind: 'call',
      agent: AGENT,
      key,
      session: this.#session,
      at: this.#at,
      model,
      tokens,
      loggedCost: cost === null ? null : Math.round(cost * MICRO),
      credits: null,
      sidechain: line.isSidechain,
    };
    for (const [n, position] of this.#usage.advisors.slice().entries()) {
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

  #asked(buffer: Buffer, end: number, block: Block): void {
    const id = textAt(buffer, block.id, end);
    const tool = this.#texts.tool.at(buffer, block.name, end);
    if (id === null || tool === null || block.input < 0) {
      this.#context.skip('newer format');
      return;
    }
    let target: string | null = null;
    let prints: number = Prints.nothing;
    const kind = kindOfTool(tool);
    const input = this.#input;
    input.open(buffer, block.input, end);
    while (input.next()) {
      if (input.key === FILE_PATH || input.key === NOTEBOOK_PATH || input.key === PATH) {
        target = absolutePath(textAt(buffer, input.value, end) ?? '', this.#cwd);
        // An edit's texts come after its path and can be long.
        if (kind === 'edit') break;
      } else if (input.key === COMMAND && kind === 'shell') {
        const command = textAt(buffer, input.value, end) ?? '';
        prints = printedBy(command);
        for (const link of trailersIn(command)) this.#link(link.link, link.target);
      }
    }
    this.#pending.add(id, {
      tool,
      session: this.#session,
      at: this.#at,
      target,
      argsDigest: this.#context.packer.digest(buffer.subarray(block.input, block.inputEnd)),
      offset: this.#lineOffset + block.input - this.#lineStart,
      length: block.inputEnd - block.input,
      cwd: this.#cwd,
      prints,
    });
  }

  #user(buffer: Buffer, end: number): void {
    const line = this.#line;
    let results = 0;
    for (let i = 0; i < line.blockCount; i++) if (line.blocks[i]!.kind === BlockKind.toolResult) results++;
    if (results === 0) {
      this.#prompt(buffer, end);
      return;
    }
    for (let i = 0; i < line.blockCount; i++) {
      const block = line.blocks[i]!;
      if (block.kind === BlockKind.toolResult) this.#answered(buffer, end, block, results === 1);
    }
  }

  /** @param alone whether `toolUseResult` of the line is this block's */
  #answered(buffer: Buffer, end: number, block: Block, alone: boolean): void {
    const line = this.#line;
    const id = textAt(buffer, block.toolUseId, end);
    if (id === null) return;
    const call = this.#pending.take(id);
    const result = alone ? line.toolUseResult : -1;
    const ok = !block.isError && !line.denied && !(result >= 0 && buffer[result] === 34);
    if (call !== undefined) {
      const digest =
        block.content < 0
          ? null
          : this.#context.packer.digest(buffer.subarray(block.content, block.contentEnd));
      this.#emitAct(id, call, digest, ok);
      if (call.prints !== Prints.nothing && block.content >= 0) {
        const output = outputText(buffer, block.content, block.contentEnd);
        for (const { link, target } of linksIn(output, call.prints)) this.#link(link, target);
      }
    }
    const mayEdit = call === undefined ? result >= 0 : kindOfTool(call.tool) === 'edit';
    if (ok && mayEdit) this.#edit(buffer, end, block, id, call, result);
  }

  #edit(
    buffer: Buffer,
    end: number,
    block: Block,
    id: string,
    call: PendingCall | undefined,
    result: number,
  ): void {
    let edit =
      result >= 0 && (call !== undefined || this.#tellsPatch(buffer, result, end))
        ? this.#edits.fromResult(buffer, result, end, call?.cwd ?? this.#cwd)
        : null;
    if (edit === null && call !== undefined) {
      const head = block.content < 0 ? Buffer.alloc(0) : buffer.subarray(block.content, block.contentEnd);
      const created =
        head.subarray(0, 200).includes(CREATED) || head.subarray(0, 200).includes('"File created');
      const input = this.#context.reread(call.offset, call.length);
      if (input !== null) {
        edit = this.#edits.fromInput(call.tool, jsonAt(input, 0, input.length), created, call.cwd);
      }
    }
    if (edit === null) {
      if (call !== undefined) this.#context.skip('newer format');
      return;
    }
    const { path, lines, baseline } = edit;
    const session = call?.session ?? this.#session;
    // The moment of the result: that is when the file changed.
    this.#context.emit({
      kind: 'edit',
      agent: AGENT,
      key: id,
      session,
      at: this.#at,
      path,
      lines,
      baseline,
    });
  }

  /** A result whose call was not seen is an edit only where it holds a patch. */
  #tellsPatch(buffer: Buffer, result: number, end: number): boolean {
    const walk = this.#input;
    walk.open(buffer, result, end);
    while (walk.next()) if (walk.key === STRUCTURED_PATCH) return true;
    return false;
  }

  #prompt(buffer: Buffer, end: number): void {
    const line = this.#line;
    if (line.isMeta || line.isSidechain || line.content < 0) return;
    const head = this.#promptHead(buffer, end);
    if (head === null || !isPrompt(head)) return;
    const key = textAt(buffer, line.uuid, end) ?? `@${this.#lineOffset}`;
    this.#context.emit({
      kind: 'act',
      agent: AGENT,
      key,
      session: this.#session,
      at: this.#at,
      act: 'prompt',
      human: sentByPerson(textAt(buffer, line.turnOrigin, end), textAt(buffer, line.promptSource, end), head),
      target: null,
      argsDigest: this.#context.packer.digest(buffer.subarray(line.content, line.contentEnd)),
      resultDigest: null,
      ok: null,
    });
  }

  /** The first letters of a prompt; `null` where it has no words and no picture. */
  #promptHead(buffer: Buffer, end: number): string | null {
    const line = this.#line;
    if (buffer[line.content] === 34) return buffer.toString('latin1', line.content + 1, line.content + 121);
    if (line.blockCount === 0) return null;
    const content = jsonAt(buffer, line.content, end);
    if (!Array.isArray(content)) return null;
    const first = content.find(block => block?.type === 'text') as { text?: unknown } | undefined;
    return typeof first?.text === 'string' ? first.text.slice(0, 120) : '';
  }

  #pullRequest(line: unknown): void {
    const { prUrl, sessionId, timestamp } = (line ?? {}) as Record<string, unknown>;
    if (typeof prUrl !== 'string') return;
    const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
    this.#at = Number.isNaN(at) ? (this.#lastAt ?? Math.round(this.#context.file.mtimeMs)) : at;
    this.#session = typeof sessionId === 'string' ? sessionId : fileSession(this.#context.file.path);
    this.#link('pull request', prUrl);
  }

  #link(link: 'commit' | 'pull request' | 'trailer', target: string): void {
    this.#context.emit({ kind: 'link', agent: AGENT, session: this.#session, at: this.#at, link, target });
  }

  #emitAct(id: string, call: PendingCall, resultDigest: number | null, ok: boolean | null): void {
    const act: ActRecord = {
      kind: 'act',
      agent: AGENT,
      key: id,
      session: call.session,
      at: call.at,
      act: kindOfTool(call.tool),
      human: null,
      target: call.target,
      argsDigest: call.argsDigest,
      resultDigest,
      ok,
    };
    this.#context.emit(act);
  }
}

const STRUCTURED_PATCH = keyOf('structuredPatch');

function isFuller(a: CallRecord, b: CallRecord): boolean {
  const [outputA, outputB] = [a.tokens.output ?? -1, b.tokens.output ?? -1];
  if (outputA !== outputB) return outputA > outputB;
  return (totalTokens(a.tokens) ?? -1) > (totalTokens(b.tokens) ?? -1);
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
