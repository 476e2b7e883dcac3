import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import type { KeyedEdit } from '../codex/codexChanges.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import { absolutePath } from '../tools/filePath.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { type PendingTool, type Place, ToolActs } from '../tools/toolActs.ts';
import { argumentsOf } from '../tools/toolArguments.ts';
import type { KimiPlace } from './kimiPlace.ts';

const AGENT = 'kimi';

interface State {
  readonly span: SpanState;
  readonly pending: [string, PendingTool][];
  readonly model: string | null;
  readonly lastAt: number | null;
}

/** Reads a wire log of either program; what a sub-agent does is in its own log, and repeated in its parent's. */
export class KimiReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #session: string;
  readonly #span: SessionSpan;
  readonly #tools: ToolActs;
  #cwd: string | null;
  #model: string | null;
  #lastAt: number | null;

  constructor(context: LineContext, state: ReaderState | null, place: KimiPlace) {
    const known = state as State | null;
    this.#context = context;
    const { session, subagent } = place;
    this.#session = subagent === null ? session : `${session}/${subagent}`;
    this.#span = new SessionSpan(AGENT, context.file.path, known?.span ?? { id: this.#session });
    this.#span.learn({ parent: subagent === null ? null : session, cwd: place.cwd });
    this.#cwd = known?.span.cwd ?? place.cwd;
    this.#model = known?.model ?? null;
    this.#lastAt = known?.lastAt ?? null;
    this.#teller = new Teller(AGENT, context);
    this.#tools = new ToolActs(AGENT, context, known?.pending, (_, { offset, length }) =>
      inputIn(context.reread(offset, length)),
    );
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const line = objectOn(buffer, start, end, this.#context.skip);
    if (line === null) return;
    const wrapped = line.message !== undefined && line.type === undefined;
    const { type, payload } = wrapped ? record(line.message) : { type: line.type, payload: line };
    if (typeof type !== 'string') {
      this.#context.skip('newer format');
      return;
    }
    const told = instantOf(line.timestamp ?? line.time ?? line.ts);
    const at = told ?? this.#lastAt ?? Math.round(this.#context.file.mtimeMs);
    this.#lastAt = at;
    const key = `${this.#session}@${offset}`;
    const body = record(payload);
    switch (type) {
      case 'config.update':
        this.#cwd = filledString(body.cwd) ?? this.#cwd;
        this.#span.learn({ cwd: this.#cwd });
        return;
      case 'llm.request':
        this.#model = filledString(body.model) ?? this.#model;
        return;
      case 'StatusUpdate':
        this.#call(filledString(body.message_id), key, at, record(body.token_usage));
        return;
      case 'usage.record':
        this.#call(filledString(body.id), key, at, record(body.usage), filledString(body.model));
        return;
      case 'TurnBegin':
      case 'turn.prompt':
        this.#see(at);
        this.#teller.prompt(key, this.#session, at, body.user_input ?? body.input ?? body.content);
        return;
      case 'ToolCall':
      case 'tool.call':
        // Its models number the calls of a conversation (`WriteFile:0`), and begin anew in the next.
        this.#asked(body, at, told === null ? key : String(told), { offset, length: end - start });
        return;
      case 'ToolResult':
      case 'tool.result':
        this.#answered(body, at);
        return;
    }
  }

  finish(): ReaderState {
    this.#tools.finish();
    this.#span.finish(this.#context.emit);
    return {
      span: this.#span.state(),
      pending: this.#tools.state(),
      model: this.#model,
      lastAt: this.#lastAt,
    } satisfies State;
  }

  #see(at: number): void {
    this.#span.see(at, this.#context.emit);
  }

  /** Its four counts lie apart: none is part of another. */
  #call(
    message: string | null,
    place: string,
    at: number,
    usage: Record<string, unknown>,
    model: string | null = null,
  ): void {
    const tokens = {
      input: count(usage.input_other ?? usage.inputOther),
      cacheRead: count(usage.input_cache_read ?? usage.inputCacheRead),
      cacheWrite5m: count(usage.input_cache_creation ?? usage.inputCacheCreation),
      cacheWrite1h: null,
      output: count(usage.output),
      reasoning: null,
    };
    if (Object.values(tokens).every(part => part === null)) return;
    this.#see(at);
    const key = message === null ? place : `${this.#session}|${message}`;
    const named = this.#model ?? model;
    this.#teller.call({ key, session: this.#session, at, model: named, tokens, quality: 'exact' });
  }

  /** @param moment tells the call from others that have its number */
  #asked(body: Record<string, unknown>, at: number, moment: string, place: Place): void {
    const { name } = record(body.function);
    const id = filledString(body.id) ?? filledString(body.toolCallId) ?? filledString(body.tool_call_id);
    if (id === null) return;
    this.#see(at);
    this.#tools.asked({
      id: `${moment}|${id}`,
      tool: filledString(name) ?? filledString(body.name) ?? filledString(body.toolName) ?? '',
      input: inputOf(body),
      place,
      session: this.#session,
      at,
      cwd: this.#cwd,
    });
  }

  #answered(body: Record<string, unknown>, at: number): void {
    const id = filledString(body.tool_call_id) ?? filledString(body.toolCallId) ?? filledString(body.id);
    const key = id === null ? null : this.#tools.openKey(id);
    if (key === null) return;
    const result = record(body.return_value ?? body.result);
    const edits = this.#shown(key, result.display ?? body.display);
    const ok = result.is_error !== true && body.is_error !== true && body.isError !== true;
    this.#tools.answered(key, {
      at,
      ok,
      output: result.output ?? body.output ?? body.content,
      ...(edits.length === 0 ? {} : { edits }),
    });
  }

  /** What the result shows of the files it changed. A summary is no text. */
  #shown(key: string, display: unknown): KeyedEdit[] {
    const blocks = Array.isArray(display) ? display.map(record) : [];
    const edits = blocks.flatMap((block): Omit<KeyedEdit, 'key'>[] => {
      const path = absolutePath(filledString(block.path) ?? '', this.#cwd);
      const before = string(block.old_text);
      const after = string(block.new_text);
      if (block.type !== 'diff' || block.is_summary === true || path === null || after === null) return [];
      const { packer } = this.#context;
      return before === null || before === ''
        ? [{ path, lines: packer.created(path, after), baseline: 'created' }]
        : [{ path, lines: packer.replaced(path, before, after), baseline: 'patch' }];
    });
    return edits.map((edit, n) => ({ key: edits.length === 1 ? key : `${key}#${n}`, ...edit }));
  }
}

function inputOf(body: Record<string, unknown>): unknown {
  const { arguments: args } = record(body.function);
  return argumentsOf(args ?? body.arguments ?? body.args ?? body.input);
}

/** Of a call that an earlier read saw. */
function inputIn(line: Buffer | null): unknown {
  const value = record(parsed(line?.toString('utf8') ?? ''));
  const wrapped = value.message !== undefined && value.type === undefined;
  return inputOf(wrapped ? record(record(value.message).payload) : value);
}
