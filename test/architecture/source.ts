// architecture: laws over the source itself. The text of every file comes in; the places where a law is broken go out.
import { glob, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

export interface Import {
  /** As written: a package, or a relative path. */
  readonly specifier: string;
  /** Path from the project's root for a relative one, else `null`. */
  readonly file: string | null;
  /** Names asked for; `*` is all of them. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
}

const STATEMENT = /^(?:import|export)\s+(?:type\s+)?([\w$*{][^'";]*?)\s+from\s+'([^']+)'/gm;
const BARE = /^import\s+'([^']+)'/gm;
const CALL = /\bimport\(\s*'([^']+)'\s*[,)]/g;
const DECLARED =
  /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:const|let|function\*?|class|interface|type)\s+([\w$]+)/gm;
const LISTED = /^export\s+(?:type\s+)?\{([^}]*)\}(?!\s*from)/gm;

/** Reads what the laws need to know of one file. Biome keeps the form of statements that this relies on. */
export function parse(path: string, text: string): SourceFile {
  const asked = (specifier: string, names: string[]): Import => {
    const file = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null;
    return { specifier, file, names };
  };
  const imports = [
    ...[...text.matchAll(STATEMENT)].map(match => asked(match[2] ?? '', namesIn(match[1] ?? ''))),
    ...[...text.matchAll(BARE)].map(match => asked(match[1] ?? '', [])),
    ...[...text.matchAll(CALL)].map(match => asked(match[1] ?? '', ['*'])),
  ];
  const exports = [
    ...[...text.matchAll(DECLARED)].map(match => match[1] ?? ''),
    ...[...text.matchAll(LISTED)].flatMap(match => namesIn(`{${match[1]}}`)),
  ];
  return { path, text, imports, exports };
}

/** Every TypeScript file below the folders, in order. */
export async function readSources(root: string, folders: readonly string[]): Promise<SourceFile[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    for await (const path of glob(`${folder}/**/*.ts`, { cwd: root })) paths.push(path.replaceAll('\\', '/'));
  }
  const read = paths.sort().map(async path => parse(path, await readFile(join(root, path), 'utf8')));
  return Promise.all(read);
}

/** `{ a, type b as c }` asks for a and b; `* as x` for everything; a bare name for the default. */
function namesIn(clause: string): string[] {
  if (clause.startsWith('*')) return ['*'];
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const listed = braces
    .split(',')
    .map(
      name =>
        name
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter(name => name !== '');
  return /^[\w$]/.test(clause) ? ['default', ...listed] : listed;
}
