import type { SourceFile } from './source.ts';

const CORE = ['model', 'lines', 'agents', 'pricing', 'git', 'ledger', 'insight'];

/** Which rooms, or single files, a room may import. A room may always import itself. */
export const LAW: Readonly<Record<string, readonly string[]>> = {
  model: [],
  lines: ['model'],
  agents: ['model', 'lines'],
  pricing: ['model'],
  git: ['model', 'lines'],
  ledger: ['model'],
  insight: ['model', 'lines'],
  engine: CORE,
  host: ['model', 'engine/protocol.ts'],
  badge: ['model', 'host', 'engine/protocol.ts', 'panel/protocol.ts'],
  panel: ['model', 'host', 'engine/protocol.ts'],
  'panel/view': ['model', 'panel/protocol.ts'],
};

/** The files that put everything together. */
const ROOTS = ['src/extension.ts', 'src/app.ts'];
const WITH_VSCODE = ['host', 'badge', 'panel'];
const MOST_LINES = 300;

/** `panel/view` of `src/panel/view/rows.ts`; `null` for a file that lies in no room. */
export function roomOf(path: string): string | null {
  const inside = path.replace(/^src\//, '');
  return (
    Object.keys(LAW)
      .sort((a, b) => b.length - a.length)
      .find(room => inside.startsWith(`${room}/`)) ?? null
  );
}

/** Imports that cross into a room where they may not, `vscode` where it may not be, and files in no room. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files.flatMap(file => {
    if (ROOTS.includes(file.path)) return [];
    const room = roomOf(file.path);
    if (room === null) return [`${file.path} lies in no room`];
    return file.imports
      .filter(({ specifier, file: target }) =>
        target === null ? specifier === 'vscode' && !WITH_VSCODE.includes(room) : !mayImport(room, target),
      )
      .map(({ specifier }) => `${file.path} imports ${specifier}`);
  });
}

function mayImport(room: string, target: string): boolean {
  if (roomOf(target) === room) return true;
  return (LAW[room] ?? []).some(allowed =>
    allowed.endsWith('.ts') ? target === `src/${allowed}` : roomOf(target) === allowed,
  );
}

/** Each cycle once, as the files on it. */
export function cycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) {
      if (file !== null && byPath.has(file)) visit(file, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

export function tooLong(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** Rooms in which no file says at its head what comes in and what goes out. */
export function roomsWithoutHead(files: readonly SourceFile[]): string[] {
  const rooms = Object.keys(LAW).filter(room => room !== 'panel/view');
  return rooms.filter(room => {
    const own = files.filter(file => roomOf(file.path) === room);
    const head = new RegExp(`^// ${room}: .*(\\n// .*)*`);
    return !own.some(file => /\bin\b.*\bout\b/s.test(head.exec(file.text)?.[0] ?? ''));
  });
}

/**
 * Names that a file in `files` exports and no other file imports. A type is alive where its own file uses it:
 * it is then part of what something else promises.
 */
export function deadExports(files: readonly SourceFile[], others: readonly SourceFile[]): string[] {
  const asked = new Map<string, Set<string>>();
  for (const { imports } of [...files, ...others]) {
    for (const { file, names } of imports) {
      if (file === null) continue;
      const known = asked.get(file) ?? new Set();
      for (const name of names) known.add(name);
      asked.set(file, known);
    }
  }
  return files
    .filter(({ path }) => !ROOTS.includes(path))
    .flatMap(({ path, text, exports }) => {
      const names = asked.get(path) ?? new Set();
      if (names.has('*')) return [];
      return exports
        .filter(name => !names.has(name) && !isOwnType(text, name))
        .map(name => `${path} ${name}`);
    });
}

function isOwnType(text: string, name: string): boolean {
  const isType = new RegExp(`^export (interface|type) ${name}\\b`, 'm').test(text);
  return isType && (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
}
