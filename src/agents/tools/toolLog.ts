import type { ActKind, ActRecord, AgentId, EditRecord, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { filledString } from '../json/looseJson.ts';
import { kindOfCommand } from '../shell/shellCommand.ts';
import { linksIn, Prints, printedBy, trailersIn } from '../shell/shellLinks.ts';
import { editsOfWrites, writtenBy } from '../shell/shellWrites.ts';
import { absolutePath } from './filePath.ts';
import { PendingCalls } from './pendingCalls.ts';

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
  readonly argsDigest: number;
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

/** Prompts, uses of tools, edits and links of one agent whose lines are parsed whole. */
export class ToolLog {
  readonly #agent: AgentId;
  readonly #context: ReadContext;
  readonly #pending: PendingCalls<PendingUse>;

  constructor(
    agent: AgentId,
    context: ReadContext,
    pending: readonly (readonly [string, PendingUse])[] | null,
  ) {
    this.#agent = agent;
    this.#context = context;
    this.#pending = new PendingCalls(pending ?? []);
  }

  asked({ key, kind, args, ...use }: ToolUse): void {
    let target: string | null = null;
    for (const name of TARGETS) target ??= absolutePath(filledString(args[name]) ?? '', use.cwd);
    let act = kind;
    let prints: number = Prints.nothing;
    let writes = false;
    const command = commandOf(args);
    if (kind === 'shell' && command !== null) {
      const { files, only } = writtenBy(command, use.cwd);
      writes = files.length > 0;
      act = only ? 'edit' : kindOfCommand(command);
      prints = printedBy(command);
      for (const { link, target } of trailersIn(command)) this.#link(use.session, use.at, link, target);
    }
    const argsDigest = this.#digest(jsonOf(args));
    this.#pending.add(key, { ...use, act, target, argsDigest, prints, writes });
  }

  /**
   * The result of a use has come: tells the act and what it printed.
   * @returns the use; `undefined` where it was not seen
   */
  answered(key: string, { at, ok, text }: ToolAnswer): PendingUse | undefined {
    const use = this.#pending.take(key);
    if (use === undefined) return undefined;
    this.#act(key, use, this.#digest(text), ok);
    for (const { link, target } of linksIn(text, use.prints)) this.#link(use.session, at, link, target);
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
    for (const edit of editsOfWrites(key, files, this.#context.packer)) {
      this.#context.emit({ kind: 'edit', agent: this.#agent, session: use.session, at, ...edit });
    }
  }

  /** What one use changed, a number behind the key where it was several files. */
  edited(key: string, session: string, at: Instant, edits: readonly FileEdit[]): void {
    for (const [n, edit] of edits.entries()) {
      const name = edits.length === 1 ? key : `${key}#${n}`;
      const { path, lines, baseline } = edit;
      this.#context.emit({ kind: 'edit', agent: this.#agent, key: name, session, at, path, lines, baseline });
    }
  }

  prompt(key: string, session: string, at: Instant, human: boolean | null, text: string): void {
    this.#emit({ key, session, at, act: 'prompt', human, argsDigest: this.#digest(text) });
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
    this.#emit({ key, session, at, act, target, argsDigest, resultDigest, ok });
  }

  #emit(known: Pick<ActRecord, 'key' | 'session' | 'at' | 'act'> & Partial<ActRecord>): void {
    this.#context.emit({
      kind: 'act',
      agent: this.#agent,
      human: null,
      target: null,
      argsDigest: null,
      resultDigest: null,
      ok: null,
      ...known,
    });
  }

  #link(session: string, at: Instant, link: 'commit' | 'pull request' | 'trailer', target: string): void {
    this.#context.emit({ kind: 'link', agent: this.#agent, session, at, link, target });
  }

  #digest(text: string): number {
    return this.#context.packer.digest(Buffer.from(text));
  }
}

/** Arguments that are nested without end have no text; they are as good as none. */
function jsonOf(args: ToolArguments): string {
  try {
    return JSON.stringify(args);
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

function commandOf(args: ToolArguments): string | null {
  let command: string | null = null;
  for (const name of COMMANDS) command ??= filledString(args[name]);
  return command;
}
