/** What a patch does to one file. Lines come without their signs. */
export interface FilePatch {
  readonly action: 'add' | 'update' | 'delete';
  readonly path: string;
  readonly movedTo: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface Open {
  action: FilePatch['action'];
  path: string;
  movedTo: string | null;
  added: string[];
  removed: string[];
}

const BEGIN = '*** Begin Patch';
const END = '*** End Patch';
const FILE = /^\*\*\* (Add|Update|Delete) File: (.+)$/;
const MOVE = /^\*\*\* Move to: (.+)$/;

/**
 * Reads the language of `apply_patch`, wherever in the text it begins (a shell command may hold it).
 * @returns one entry for each file, in order; empty where there is no patch
 */
export function parsePatch(text: string): FilePatch[] {
  const begin = text.indexOf(BEGIN);
  if (begin < 0) return [];
  const files: Open[] = [];
  let file: Open | null = null;
  for (const line of text.slice(begin).split('\n')) {
    if (line.startsWith(END)) break;
    const header = line.startsWith('*** ') ? FILE.exec(line.trimEnd()) : null;
    if (header !== null) {
      const action = header[1]!.toLowerCase() as FilePatch['action'];
      file = { action, path: header[2]!, movedTo: null, added: [], removed: [] };
      files.push(file);
      continue;
    }
    if (file === null) continue;
    const move = line.startsWith('*** ') ? MOVE.exec(line.trimEnd()) : null;
    if (move !== null) file.movedTo = move[1]!;
    else if (line.startsWith('+')) file.added.push(line.slice(1));
    else if (line.startsWith('-') && file.action === 'update') file.removed.push(line.slice(1));
  }
  return files;
}

/**
 * Added and removed lines of a unified diff of one file. Its file headers come before the first hunk, and only
 * there: a removed line that begins with two dashes looks just like one.
 */
export function parseUnifiedDiff(diff: string): { added: string[]; removed: string[] } {
  const added: string[] = [];
  const removed: string[] = [];
  let inHunk = false;
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@')) inHunk = true;
    else if (!inHunk && (line.startsWith('---') || line.startsWith('+++'))) continue;
    else if (line.startsWith('+')) added.push(line.slice(1));
    else if (line.startsWith('-')) removed.push(line.slice(1));
  }
  return { added, removed };
}
