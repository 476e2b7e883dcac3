import type { ActKind, AgentId, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import type { KeyedEdit } from '../codex/codexChanges.ts';
import { filledString, record } from '../json/looseJson.ts';
import { linksIn, Prints, textsOf } from '../shell/shellLinks.ts';
import { editsOfWrites, writtenBy } from '../shell/shellWrites.ts';
import { PendingCalls } from './pendingCalls.ts';
import { shellUse } from './shellUse.ts';
import { Teller } from './teller.ts';
import type { ToolArguments } from './toolArguments.ts';
import { editsOfInput, pathOf, unknownEdit } from './toolEdits.ts';
import { kindOfTool } from './toolKinds.ts';

/** A tool is called. */
export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  readonly input: unknown;
  readonly session: string;
  readonly at: Instant;
  /** Folder for paths that are relative. */
  readonly cwd: string | null;
  /** What it is, where its agent has names of its own for tools. */
  readonly act?: ActKind;
  /** What the log itself says of a tool that is not known by its name. */
  readonly kind?: ActKind;
  /** What it changes is told apart from it. */
  readonly apart?: boolean;
  /** Where the call stands. */
  readonly place?: Place;
}

/** Bytes of a file of lines; of a database the number of a row. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What came of a call. */
export interface ToolResult {
  readonly at: Instant;
  /** `null` where the log does not tell. */
  readonly ok: boolean | null;
  /** The log holds no results: what was asked for is taken for done. */
  readonly assumed?: boolean;
  readonly output?: unknown;
  /** Of an output that an earlier read saw. */
  readonly digest?: number | null;
  /** It says that there was no such file before. */
  readonly isNew?: boolean;
  /** The edits as the result tells them, where it knows more than the call. */
  readonly edits?: readonly KeyedEdit[];
  /** The edits as what was asked for and the result tell them together. */
  editsBy?(input: ToolArguments): readonly FileEdit[];
}

/** A key is made of the call's, with a number where it changed several files. */
export type FileEdit = Pick<KeyedEdit, 'path' | 'lines' | 'baseline'>;

/** Ids, numbers and paths, so that it can be kept between reads. */
export interface PendingTool {
  readonly tool: string;
  readonly act: ActKind;
  readonly session: string;
  readonly at: Instant;
  readonly cwd: string | null;
  readonly target: string | null;
  readonly argsDigest: number | null;
  /** Bits of `Prints`. */
  readonly prints: number;
  /** Whether its input holds what it changes. */
  readonly edits: boolean;
  /** It is a command, which wrote files from texts of its own. */
  readonly writes: boolean;
  readonly place: Place | null;
}

/** Uses of tools in logs that are parsed whole: what they did, what they changed and what they tied to git. */
export class ToolActs {
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #pending: PendingCalls<PendingTool>;
  readonly #again: (id: string, place: Place) => unknown;
  /** Inputs of this read. */
  readonly #inputs = new Map<string, unknown>();

  /** @param again finds the input of a call that an earlier read saw */
  constructor(
    agent: AgentId,
    context: ReadContext,
    pending: readonly (readonly [string, PendingTool])[] = [],
    again: (id: string, place: Place) => unknown = () => undefined,
  ) {
    this.#again = again;
    this.#context = context;
    this.#teller = new Teller(agent, context);
    this.#pending = new PendingCalls(pending);
  }

  asked({ id, tool, input, session, at, cwd, place, ...call }: ToolCall): void {
    let act = call.act ?? kindOfTool(tool, call.kind);
    // Some editors' tools show a file, too.
    if (act === 'edit' && /^(?:view|read)/.test(filledString(record(input).command) ?? '')) act = 'read';
    let edits = act === 'edit' && call.apart !== true;
    let writes = false;
    let prints: number = Prints.nothing;
    if (act === 'shell') {
      const use = shellUse(commandIn(input), cwd);
      ({ act, prints, writes } = use);
      edits = writes;
      this.#teller.links(session, at, use.trailers);
    }
    if (edits) this.#inputs.set(id, input);
    this.#pending.add(id, {
      tool,
      act,
      session,
      at,
      cwd,
      target: pathOf(input, cwd),
      argsDigest: this.#teller.digest(input),
      prints,
      edits,
      writes,
      place: edits ? (place ?? null) : null,
    });
  }

  /** A call that waits for its result. */
  pending(id: string): PendingTool | undefined {
    return this.#pending.get(id);
  }

  /** The key of an open call, by the id that its answer names: ids may come again, and keys begin with a record's own. */
  openKey(id: string): string | null {
    return this.#pending.entries().findLast(([key]) => key.endsWith(`|${id}`))?.[0] ?? null;
  }

  answered(id: string, result: ToolResult): void {
    const call = this.#pending.take(id);
    if (call === undefined) return;
    const { at, ok, output } = result;
    this.#act(id, call, result.digest ?? this.#teller.digest(output), ok);
    const input = this.#inputs.get(id) ?? (call.place === null ? undefined : this.#again(id, call.place));
    this.#inputs.delete(id);
    if (call.prints !== Prints.nothing)
      this.#teller.links(call.session, at, linksIn(textsOf(output), call.prints));
    if ((ok !== true && result.assumed !== true) || !call.edits) return;
    const edits = this.#editsOf(id, call, input, result);
    if (edits.length === 0) this.#context.skip('newer format');
    this.#teller.edits(call.session, at, edits);
  }

  /** Calls whose results are still to come are told as they are. */
  finish(): void {
    for (const [id, call] of this.#pending.entries()) this.#act(id, call, null, null);
  }

  state(): [string, PendingTool][] {
    return this.#pending.entries();
  }

  #editsOf(
    id: string,
    { tool, cwd, target, writes }: PendingTool,
    input: unknown,
    result: ToolResult,
  ): readonly KeyedEdit[] {
    const { packer } = this.#context;
    if (result.edits !== undefined) return result.edits;
    if (writes) return editsOfWrites(id, writtenBy(commandIn(input) ?? '', cwd).files, packer);
    if (result.editsBy !== undefined) {
      const made = result.editsBy(record(input));
      return made.map(({ path, lines, baseline }, n) => {
        return { key: made.length === 1 ? id : `${id}#${n}`, path, lines, baseline };
      });
    }
    const edits = editsOfInput(id, tool, input, cwd, packer, result.isNew ?? false);
    return edits.length === 0 && target !== null ? [unknownEdit(id, target, packer)] : edits;
  }

  #act(key: string, call: PendingTool, resultDigest: number | null, ok: boolean | null): void {
    const { session, at, act, target, argsDigest } = call;
    this.#teller.act({ key, session, at, act, target, argsDigest, resultDigest, ok });
  }
}

/** The command line of a shell's call; several are one after another. */
function commandIn(input: unknown): string | null {
  if (typeof input === 'string') return input;
  const { command, cmd, commands, script } = record(input);
  if (Array.isArray(commands)) return commands.filter(each => typeof each === 'string').join('\n');
  return filledString(command) ?? filledString(cmd) ?? filledString(script) ?? filledString(commands);
}
