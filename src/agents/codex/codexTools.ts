import type { ActKind } from '../../model/records.ts';
import { ArrayWalk, keyOf, ObjectWalk } from '../json/jsonWalk.ts';
import type { ShellAct } from '../shell/shellPrograms.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  apply_patch: 'edit',
  shell: 'shell',
  shell_command: 'shell',
  local_shell: 'shell',
  'container.exec': 'shell',
  exec_command: 'shell',
  unified_exec: 'shell',
  write_stdin: 'shell',
  read_file: 'read',
  view_image: 'read',
  list_dir: 'search',
  grep_files: 'search',
  web_search: 'web',
  spawn_agent: 'spawn',
  Agent: 'spawn',
};

export function kindOfTool(tool: string): ActKind {
  return tool === 'exec' ? 'shell' : (KINDS[tool] ?? 'other');
}

/** A tool call whose output has not been seen: numbers, ids and paths. */
export interface PendingCall {
  readonly act: ActKind;
  /** A program whose commands cannot be read from it: what those did that the log has told since. */
  readonly ran: ShellAct | 'unknown' | null;
  readonly at: number;
  readonly target: string | null;
  readonly argsDigest: number;
  /** Bits of `Prints`. */
  readonly prints: number;
  /** Where its line lies in the file, where it holds a patch that no other record may tell. */
  readonly patch: { readonly offset: number; readonly length: number; readonly direct: boolean } | null;
  /** Where its arguments lie, where they hold texts that a command may write to files. */
  readonly writes: { readonly offset: number; readonly length: number } | null;
  readonly cwd: string | null;
}

const SCAN = 400;
const TEXT = keyOf('text');
const CONTENT = keyOf('content');
const INNER = keyOf('output');
/** A string that is JSON itself, as early versions wrote outputs. */
const NESTED = /^"(?:\{\\"output\\":\\")?/;
const OUTPUT = Buffer.from('Output:\\n');
const EXIT = /(?:[Ee]xit[ _]code\\*"?:|exited with code)\s*(-?\d+)/;
const EXIT_BEHIND = /\\*"exit_code\\*":\s*(-?\d+)/;
const FAILURES = [
  'Script failed',
  'apply_patch verification failed',
  'Error',
  'error:',
  'failed ',
  'execution error',
];

/**
 * The part of an output that is equal when a command prints the same again: its run time, chunk number and the
 * like come before.
 * @returns a position in the JSON bytes
 */
export function outputStart(buffer: Buffer, start: number, end: number): number {
  const text = firstText(buffer, start, end);
  const mark = buffer.subarray(text, Math.min(end, text + SCAN)).indexOf(OUTPUT);
  return mark < 0 ? start : text + mark + OUTPUT.length;
}

/** Whether an output tells of success: by its exit code, else by how it begins. */
export function succeeded(buffer: Buffer, start: number, end: number): boolean {
  const head = buffer.toString('latin1', start, Math.min(end, start + SCAN));
  const nested = head.startsWith('"{') || head.startsWith('{');
  const exit = EXIT.exec(head) ?? (nested ? EXIT_BEHIND.exec(tail(buffer, start, end)) : null);
  if (exit !== null) return Number(exit[1]) === 0;
  const text = firstText(buffer, start, end);
  const words = buffer.toString('latin1', text, Math.min(end, text + SCAN)).replace(NESTED, '');
  return !FAILURES.some(start => words.startsWith(start));
}

function tail(buffer: Buffer, start: number, end: number): string {
  return buffer.toString('latin1', Math.max(start, end - SCAN / 2), end);
}

/** Whether the output of `apply_patch` says so itself that the files were changed. */
export function saysPatched(buffer: Buffer, start: number, end: number): boolean {
  const head = buffer.toString('latin1', start, Math.min(end, start + SCAN));
  return head.includes('Success.') || (EXIT.exec(head)?.[1] ?? '') === '0';
}

/** Where the first text of an output begins: it is a text, a list of texts, or an object with one. */
function firstText(buffer: Buffer, start: number, end: number): number {
  let at = start;
  if (buffer[at] === 91) {
    const list = new ArrayWalk();
    list.open(buffer, at, end);
    if (!list.next()) return start;
    at = list.value;
  }
  if (buffer[at] !== 123) return at;
  const object = new ObjectWalk();
  object.open(buffer, at, end);
  while (object.next()) {
    if (object.key === TEXT || object.key === CONTENT || object.key === INNER) return object.value;
  }
  return start;
}
