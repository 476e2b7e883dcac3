import type { Packer } from '../../lines/packer.ts';
import type { EditedLines } from '../../model/editedLines.ts';
import type { Baseline } from '../../model/records.ts';
import { record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import type { FilePatch } from './codexPatch.ts';
import { parseUnifiedDiff } from './codexPatch.ts';

export interface KeyedEdit {
  /** The call's id, with a number where one call changed several files. */
  readonly key: string;
  readonly path: string;
  readonly lines: EditedLines;
  readonly baseline: Baseline;
}

interface Edit {
  readonly path: string;
  readonly lines: EditedLines;
  readonly baseline: Baseline;
}

/** Edits of a `changes` object: path → what was done, in any of the shapes that Codex has had for it. */
export function editsOfChanges(
  id: string,
  changes: Readonly<Record<string, unknown>>,
  folder: string | null,
  packer: Packer,
): KeyedEdit[] {
  const renamed = renames(changes);
  const edits: Edit[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const { action, content, diff, movedTo } = changeOf(value);
    const from = absolutePath(name, folder);
    if (from === null || renamed.from.has(name)) continue;
    if (action === 'add' && content !== null) {
      const lines = renamed.to.has(name) ? packer.patch(from, [], []) : packer.created(from, content);
      edits.push({ path: from, lines, baseline: renamed.to.has(name) ? 'patch' : 'created' });
    } else if (action === 'delete') {
      const baseline = content === null ? 'deleted' : 'patch';
      edits.push({ path: from, lines: packer.deleted(from, content), baseline });
    } else if (diff !== null) {
      // A moved file keeps its lines: only what the diff changes is counted, at the new place.
      const path = (movedTo === null ? null : absolutePath(movedTo, folder)) ?? from;
      const { added, removed } = parseUnifiedDiff(diff);
      edits.push({ path, lines: packer.patch(path, added, removed), baseline: 'patch' });
    } else if (action === 'update' && content !== null) {
      edits.push({ path: from, lines: packer.overwritten(from, content), baseline: 'unknown' });
    }
  }
  return keyed(id, edits);
}

/** Edits of a patch as it was asked for. The text of a deleted file is not in it. */
export function editsOfPatch(
  id: string,
  patches: readonly FilePatch[],
  folder: string | null,
  packer: Packer,
): KeyedEdit[] {
  const edits: Edit[] = [];
  for (const patch of patches) {
    const path = absolutePath(patch.movedTo ?? patch.path, folder);
    if (path === null) continue;
    if (patch.action === 'delete') {
      edits.push({ path, lines: packer.deleted(path, null), baseline: 'deleted' });
    } else {
      const lines = packer.patch(path, patch.added, patch.removed);
      edits.push({ path, lines, baseline: patch.action === 'add' ? 'created' : 'patch' });
    }
  }
  return keyed(id, edits);
}

/** Two records of one call may list its files in another order: the number follows the path. */
function keyed(id: string, edits: Edit[]): KeyedEdit[] {
  if (edits.length === 1) return [{ key: id, ...edits[0]! }];
  edits.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return edits.map((edit, n) => ({ key: `${id}#${n}`, ...edit }));
}

interface Change {
  readonly action: string;
  readonly content: string | null;
  readonly diff: string | null;
  readonly movedTo: string | null;
}

/** `{type: "add", content}` or, in early versions, `{add: {content}}`. */
function changeOf(value: unknown): Change {
  const change = record(value);
  const action = string(change.type) ?? ['add', 'delete', 'update'].find(name => name in change) ?? '';
  const parts = typeof change.type === 'string' ? change : record(change[action]);
  return {
    action,
    content: string(parts.content),
    diff: string(parts.unified_diff),
    movedTo: string(parts.move_path),
  };
}

/** A file deleted here and added there with the same text has only moved. */
function renames(changes: Readonly<Record<string, unknown>>): { from: Set<string>; to: Set<string> } {
  const from = new Set<string>();
  const to = new Set<string>();
  const entries = Object.entries(changes).map(([name, value]) => ({ name, ...changeOf(value) }));
  for (const gone of entries) {
    if (gone.action !== 'delete' || !gone.content) continue;
    const now = entries.find(
      entry => entry.action === 'add' && entry.content === gone.content && !to.has(entry.name),
    );
    if (now === undefined) continue;
    from.add(gone.name);
    to.add(now.name);
  }
  return { from, to };
}
