import { type Packer, splitLines } from '../../lines/packer.ts';
import type { EditRecord } from '../../model/records.ts';
import { absolutePath } from '../tools/filePath.ts';
import { kindOfWords, programName, weightiest } from './shellCommand.ts';
import { DYNAMIC, parseShell, type ShellCommand } from './shellParse.ts';

/** A file that a shell command wrote, with the words that it wrote. */
export interface FileWrite {
  /** Absolute, normalised. */
  readonly path: string;
  readonly text: string;
  /** What stood there before stayed. */
  readonly appends: boolean;
}

export interface ShellWrites {
  readonly files: readonly FileWrite[];
  /** Nothing else in the command may have changed files. */
  readonly only: boolean;
}

export const NOTHING: ShellWrites = { files: [], only: false };

/**
 * Files that a command line writes from texts of its own, as agents do where they have no better tool:
 * `cat > a.ts <<'END'` and `tee -a a.ts <<'END'`.
 * @param folder where it runs
 */
export function writtenBy(command: string, folder: string | null): ShellWrites {
  if (!command.includes('<<')) return NOTHING;
  const commands = parseShell(command);
  if (commands === null) return NOTHING;
  const files: FileWrite[] = [];
  const rest: ShellCommand[] = [];
  let at = folder;
  for (const each of commands) {
    const [program = '', target = ''] = each.words;
    if (program === 'cd') at = each.words.length === 2 ? inside(target, at) : null;
    const targets = each.input === null ? null : targetsOf(each);
    const written = targets?.map(({ path, appends }) => ({
      path: inside(path, at),
      text: each.input!,
      appends,
    }));
    if (written === undefined || written.some(({ path }) => path === null)) rest.push(each);
    else files.push(...written.map(file => ({ ...file, path: file.path! })));
  }
  const kinds = rest.map(({ words, outputs }) => (outputs.length > 0 ? 'shell' : kindOfWords(words)));
  return { files, only: files.length > 0 && weightiest(kinds) !== 'shell' };
}

/** Where a command puts what it reads, word for word; `null` for any other command. */
function targetsOf({ words: [name = '', ...rest], outputs }: ShellCommand): ShellCommand['outputs'] | null {
  const program = programName(name);
  if (program === 'cat') {
    const plain = rest.length === 0 || (rest.length === 1 && rest[0] === '-');
    return plain && outputs.length > 0 ? outputs : null;
  }
  if (program !== 'tee') return null;
  const options = rest.filter(word => word.startsWith('-'));
  if (options.some(option => option !== '-a' && option !== '--append')) return null;
  const appends = options.length > 0;
  const files = rest.filter(word => !word.startsWith('-')).map(path => ({ path, appends }));
  return files.length > 0 ? [...files, ...outputs] : null;
}

function inside(path: string, folder: string | null): string | null {
  // What `~` and patterns stand for only the shell knows.
  if (path.includes(DYNAMIC) || /^~|[*?[]/.test(path)) return null;
  return absolutePath(path, folder);
}

/** The edits that these writes are; what stood in a file before it was written over is not in the log. */
export function editsOfWrites(
  call: string,
  files: readonly FileWrite[],
  packer: Packer,
): Pick<EditRecord, 'key' | 'path' | 'lines' | 'baseline'>[] {
  return files.map(({ path, text, appends }, n) => ({
    key: `${call}#w${n}`,
    path,
    lines: appends ? packer.patch(path, splitLines(text), []) : packer.overwritten(path, text),
    baseline: appends ? 'patch' : 'unknown',
  }));
}
