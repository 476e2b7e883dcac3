import type { ActKind } from '../../model/records.ts';
import { record } from '../json/looseJson.ts';
import { kindOfCommand, kindOfWords, weightiest } from '../shell/shellCommand.ts';
import type { ShellAct } from '../shell/shellPrograms.ts';
import { absolutePath } from '../tools/filePath.ts';

/** In a program of the tool `exec`, a call whose command stands there in so many words. */
const LITERAL_CALL =
  /\bexec_command\(\s*\{\s*["']?cmd["']?\s*:\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)\s*[,}]/g;
const CALL = /exec_command/g;
const INPUT = /\bwrite_stdin\b/;
/** Waiting for a command's output is no input. */
const POLL = /\bwrite_stdin\(\s*\{(?:(?!chars)[^{}])*(?:chars["']?\s*:\s*(?:""|''|``)[^{}]*)?\}/g;

/** What a shell tool's arguments do, in any of the shapes in which Codex has written them. */
export function kindOfArguments(args: unknown): ActKind {
  const { cmd, command, input, chars, session_id } = record(args);
  const asked = cmd ?? command ?? input;
  if (asked === undefined && session_id !== undefined)
    return chars === '' || chars === undefined ? 'other' : 'shell';
  return kindOfAsked(asked);
}

/** @param asked a command line, or a program with its arguments */
export function kindOfAsked(asked: unknown): ShellAct {
  if (typeof asked === 'string') return kindOfCommand(asked);
  if (!Array.isArray(asked) || asked.length === 0) return 'shell';
  return asked.every(word => typeof word === 'string') ? kindOfWords(asked) : 'shell';
}

/**
 * What a program of the tool `exec` does by its calls of the other tools.
 * @returns 'unknown' where it runs commands that it puts together itself
 */
export function kindOfProgram(script: string): ActKind | 'unknown' {
  const commands = [...script.matchAll(LITERAL_CALL)].map(match => literal(match[1]!));
  if (commands.length < (script.match(CALL)?.length ?? 0) || commands.includes(null)) return 'unknown';
  if (INPUT.test(script.replaceAll(POLL, ''))) return 'shell';
  const acts = commands.map(command => kindOfCommand(command!));
  if (acts.includes('shell')) return 'shell';
  if (script.includes('apply_patch')) return 'edit';
  if (script.includes('spawn_agent')) return 'spawn';
  return acts.length > 0 ? weightiest(acts) : 'other';
}

/** The text of a JavaScript literal; `null` where an escape in it is a rare one. */
function literal(source: string): string | null {
  const inner = source.slice(1, -1);
  if (/\\[^nrt\\"'`$\n]/.test(inner)) return null;
  return inner.replaceAll(/\\([\s\S])/g, (_, char: string) => ESCAPES[char] ?? char);
}

/** The command lines that stand in a shell tool's arguments, or in a program of the tool `exec`, and where they run. */
export function commandsIn(
  args: unknown,
  folder: string | null,
): { command: string; folder: string | null }[] {
  if (typeof args === 'string') {
    // Where a program says so itself it may run them anywhere.
    const where = args.includes('workdir') ? null : folder;
    return [...args.matchAll(LITERAL_CALL)].flatMap(match => {
      const command = literal(match[1]!);
      return command === null ? [] : [{ command, folder: where }];
    });
  }
  const { cmd, command, input, workdir, cwd } = record(args);
  const told = workdir ?? cwd;
  const where = typeof told === 'string' ? absolutePath(told, folder) : folder;
  const asked = cmd ?? command ?? input;
  if (typeof asked === 'string') return [{ command: asked, folder: where }];
  if (!Array.isArray(asked)) return [];
  const [program, option, script, ...more] = asked;
  const runs =
    typeof program === 'string' && /(?:^|\/)(?:ba|z)?sh$/.test(program) && /^-l?c$/.test(String(option));
  return runs && typeof script === 'string' && more.length === 0 ? [{ command: script, folder: where }] : [];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' };
