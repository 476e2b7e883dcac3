import type { ActKind, AgentId, EditRecord, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { filledString } from '../json/looseJson.ts';
import { linksIn, Prints } from '../shell/shellLinks.ts';
import { editsOfWrites, writtenBy } from '../shell/shellWrites.ts';
import { absolutePath } from './filePath.ts';
import { PendingCalls } from './pendingCalls.ts';
import { shellUse } from './shellUse.ts';
import { Teller } from './teller.ts';

export type ToolArguments = Readonly<Record<string, unknown>>;

/** A use of a tool as its log tells it. */
export interface ToolUse {
  /** Natural key of the act and of its edits. */
  readonly key: string;
  readonly session: string;
  readonly at: Instant;
  readonly tool: string;
  readonly kind: ActKind;
  readonly args: ToolArguments;
  readonly cwd: string | null;
  /** Where the line that holds the arguments lies in the file, for a result that comes in another line. */
  readonly line: { readonly offset: number; readonly length: number } | null;
}

/** A use whose result has not been seen: numbers, ids and paths. */
export interface PendingUse extends Omit<ToolUse, 'key' | 'kind' | 'args'> {
  readonly act: ActKind;
  readonly target: string | null;
  readonly argsDigest: number | null;
  /** Bits of `Prints`. */
  readonly prints: number;
  /** Its command writes files from texts of its own. */
  readonly writes: boolean;
}

export interface ToolAnswer {
  readonly at: Instant;
  /** `null` where the log does not tell. */
  readonly ok: boolean | null;
  /** What the tool gave back, as the model saw it. */
  readonly text: string;
}

export type FileEdit = Pick<EditRecord, 'path' | 'lines' | 'baseline'>;

const TARGETS = ['file_path', 'filePath', 'absolute_path', 'path', 'dir_path', 'notebook_path'];
const COMMANDS = ['command', 'cmd', 'script'];
const NO_SHELL = { prints: Prints.nothing, writes: false, trailers: [] };

/** Prompts, uses of tools, edits and links of one agent whose lines are parsed whole. */
export class ToolLog {
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #pending: PendingCalls<PendingUse>;

  constructor(
    agent: AgentId,
    context: ReadContext,
    pending: readonly (readonly [string, PendingUse])[] | null,
  ) {
    this.#context = context;
    this.#teller = new Teller(agent, context);
    this.#pending = new PendingCalls(pending ?? []);
  }

  asked({ key, kind, args, ...use }: ToolUse): void {
    let target: string | null = null;
    for (const name of TARGETS) target ??= absolutePath(filledString(args[name]) ?? '', use.cwd);
    const { act, prints, writes, trailers } =
      kind === 'shell' ? shellUse(commandOf(args), use.cwd) : { ...NO_SHELL, act: kind };
    this.#teller.links(use.session, use.at, trailers);
    const argsDigest = this.#teller.digest(args);
    this.#pending.add(key, { ...use, act, target, argsDigest, prints, writes });
  }

  /**
   * The result of a use has come: tells the act and what it printed.
   * @returns the use; `undefined` where it was not seen
   */
  answered(key: string, { at, ok, text }: ToolAnswer): PendingUse | undefined {
    const use = this.#pending.take(key);
    if (use === undefined) return undefined;
    this.#act(key, use, this.#teller.digest(text), ok);
    this.#teller.links(use.session, at, linksIn(text, use.prints));
    return use;
  }

  /** The key of an open use, by the id that its answer names: ids may come again, and keys begin with a record's own. */
  openKey(id: string): string | null {
    return this.#pending.entries().findLast(([key]) => key.endsWith(`|${id}`))?.[0] ?? null;
  }

  /** Whether the files that a use changed are told by its arguments, which are then needed. */
  changes(use: PendingUse): boolean {
    return use.writes || use.act === 'edit';
  }

  /** Files that a command wrote from texts of its own. */
  written(key: string, use: PendingUse, args: ToolArguments, at: Instant): void {
    const { files } = writtenBy(commandOf(args) ?? '', use.cwd);
    this.#teller.edits(use.session, at, editsOfWrites(key, files, this.#context.packer));
  }

  /** What one use changed, a number behind the key where it was several files. */
  edited(key: string, session: string, at: Instant, edits: readonly FileEdit[]): void {
    const keyOf = (n: number) => (edits.length === 1 ? key : `${key}#${n}`);
    this.#teller.edits(
      session,
      at,
      edits.map(({ path, lines, baseline }, n) => ({ key: keyOf(n), path, lines, baseline })),
    );
  }

  prompt(key: string, session: string, at: Instant, human: boolean | null, text: string): void {
    this.#teller.prompt(key, session, at, text, human);
  }

  /** Uses whose result is still to come are told as they are. */
  finish(): void {
    for (const [key, use] of this.#pending.entries()) this.#act(key, use, null, null);
  }

  state(): [string, PendingUse][] {
    return this.#pending.entries();
  }

  #act(key: string, use: PendingUse, resultDigest: number | null, ok: boolean | null): void {
    const { session, at, act, target, argsDigest } = use;
    this.#teller.act({ key, session, at, act, target, argsDigest, resultDigest, ok });
  }
}

function commandOf(args: ToolArguments): string | null {
  let command: string | null = null;
  for (const name of COMMANDS) command ??= filledString(args[name]);
  return command;
}
