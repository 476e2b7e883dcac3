import type { ActKind } from '../model/records.ts';

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

/** @param script of the tool `exec`: a program that calls the other tools */
export function kindOfTool(tool: string, script: string): ActKind {
  if (tool !== 'exec') return KINDS[tool] ?? 'other';
  if (script.includes('exec_command') || script.includes('write_stdin')) return 'shell';
  if (script.includes('apply_patch')) return 'edit';
  if (script.includes('spawn_agent')) return 'spawn';
  return 'other';
}

/** A tool call whose output has not been seen: numbers, ids and paths. */
export interface PendingCall {
  readonly act: ActKind;
  readonly at: number;
  readonly target: string | null;
  readonly argsDigest: number;
  /** Bits of `Prints`. */
  readonly prints: number;
  /** Where its line lies in the file, where it holds a patch that no other record may tell. */
  readonly patch: { readonly offset: number; readonly length: number; readonly direct: boolean } | null;
  readonly cwd: string | null;
}

const SCAN = 400;
const OUTPUT = Buffer.from('Output:\\n');
const EXIT = /(?:exit[ _]code\\*"?:|exited with code)\s*(-?\d+)/i;
const EXIT_BEHIND = /\\*"exit_code\\*":\s*(-?\d+)/;
/** What stands before the first word of an output: a list of texts, or an object with one. */
const WRAPPING = /^(?:\[?\{"type":"[a-z_]{1,20}","text":|\{"(?:output|content)":)?"?(?:\{\\"output\\":\\")?/;
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
  const head = buffer.subarray(start, Math.min(end, start + SCAN));
  const mark = head.indexOf(OUTPUT);
  return mark < 0 ? start : start + mark + OUTPUT.length;
}

/** Whether an output tells of success: by its exit code, else by how it begins. */
export function succeeded(buffer: Buffer, start: number, end: number): boolean {
  const head = buffer.toString('latin1', start, Math.min(end, start + SCAN));
  const exit =
    EXIT.exec(head) ?? EXIT_BEHIND.exec(buffer.toString('latin1', Math.max(start, end - SCAN / 2), end));
  if (exit !== null) return Number(exit[1]) === 0;
  const words = head.replace(WRAPPING, '');
  return !FAILURES.some(start => words.startsWith(start));
}

/** Whether the output of `apply_patch` says so itself that the files were changed. */
export function saysPatched(buffer: Buffer, start: number, end: number): boolean {
  const head = buffer.toString('latin1', start, Math.min(end, start + SCAN));
  return head.includes('Success.') || (EXIT.exec(head)?.[1] ?? '') === '0';
}
