import type { Packer } from '../../lines/packer.ts';
import type { EditRecord } from '../../model/records.ts';
import type { KeyedEdit } from '../codex/codexChanges.ts';
import { parseUnifiedDiff } from '../codex/codexPatch.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { editsOfInput, pathOf } from '../tools/toolEdits.ts';

type Edit = Pick<EditRecord, 'path' | 'lines' | 'baseline'>;

/** The edits of a tool that is done: as its result tells them (a diff of each file), else as they were asked for. */
export function opencodeEdits(
  id: string,
  tool: string,
  input: unknown,
  metadata: unknown,
  folder: string | null,
  packer: Packer,
): KeyedEdit[] {
  const { files, filediff, diff, exists, results } = record(metadata);
  const path = pathOf(input, folder);
  if (Array.isArray(files)) {
    const edits = files.flatMap(file => editOf(record(file), null, folder, packer) ?? []);
    if (edits.length > 0) return keyed(id, edits);
  }
  if (Array.isArray(results)) {
    const edits = results.flatMap(
      result => editOf(record(record(result).filediff), path, folder, packer) ?? [],
    );
    if (edits.length > 0) return keyed(id, edits);
  }
  const told =
    editOf(record(filediff), path, folder, packer) ??
    // Of a patch of several files it is one text for all of them.
    (path === null ? null : editOf({ diff }, path, folder, packer));
  return told === null ? editsOfInput(id, tool, input, folder, packer, exists === false) : keyed(id, [told]);
}

function editOf(
  told: Record<string, unknown>,
  fallback: string | null,
  folder: string | null,
  packer: Packer,
): Edit | null {
  const name = ['movePath', 'filePath', 'file', 'path', 'relativePath'].map(key => filledString(told[key]));
  const named = name.find(each => each !== null) ?? null;
  const path = named === null ? fallback : absolutePath(named, folder);
  if (path === null) return null;
  const [before, after] = [string(told.before), string(told.after)];
  if (told.type === 'delete')
    return { path, lines: packer.deleted(path, before), baseline: before === null ? 'deleted' : 'patch' };
  const patch = string(told.patch) ?? string(told.diff);
  if (patch?.includes('@@')) {
    const { added, removed } = parseUnifiedDiff(patch);
    return {
      path,
      lines: packer.patch(path, added, removed),
      baseline: told.type === 'add' ? 'created' : 'patch',
    };
  }
  if (after === null) return null;
  if (told.type === 'add') return { path, lines: packer.created(path, after), baseline: 'created' };
  return before === null ? null : { path, lines: packer.replaced(path, before, after), baseline: 'patch' };
}

function keyed(id: string, edits: readonly Edit[]): KeyedEdit[] {
  if (edits.length === 1) return [{ key: id, ...edits[0]! }];
  return edits.map((edit, n) => ({ key: `${id}#${n}`, ...edit }));
}
