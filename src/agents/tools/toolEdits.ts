import { type Packer, splitLines } from '../../lines/packer.ts';
import type { Baseline, EditRecord } from '../../model/records.ts';
import { editsOfPatch, type KeyedEdit } from '../codex/codexChanges.ts';
import { parsePatch, parseUnifiedDiff } from '../codex/codexPatch.ts';
import { record, string } from '../json/looseJson.ts';
import { absolutePath } from './filePath.ts';
import { plainName } from './toolKinds.ts';

const PATH = [
  'path',
  'file_path',
  'filePath',
  'filepath',
  'targetFile',
  'target_file',
  'file',
  'filename',
  'absolute_path',
  'dir_path',
  'notebook_path',
];
const OLD = ['old_str', 'oldStr', 'old_string', 'oldString', 'old_text', 'oldText'];
const NEW = ['new_str', 'newStr', 'new_string', 'newString', 'new_text', 'newText'];
const TEXT = ['file_text', 'fileText', 'content', 'contents', 'text'];
const PATCH = ['patch', 'patchText', 'patch_text', 'input', 'diff'];
const INSERT = ['insert_line', 'insertLine'];
const LISTS = ['edits', 'operations', 'diffs'];

/** The file that a tool's input names, in whichever spelling; `null` where it names none. */
export function pathOf(input: unknown, folder: string | null): string | null {
  const { files } = record(input);
  const path = first(input, PATH) ?? (Array.isArray(files) ? first(files[0], PATH) : null);
  return path === null ? null : absolutePath(path, folder);
}

/**
 * The edits that a tool was asked for: a whole text, a text in place of another, lines put in, a patch, or a file
 * removed. What stood in a file that is written whole is not known.
 * @param folder for paths that are relative
 * @param isNew what the result says: there was no file before
 * @returns empty where nothing is named that could be changed
 */
export function editsOfInput(
  id: string,
  tool: string,
  input: unknown,
  folder: string | null,
  packer: Packer,
  isNew = false,
): KeyedEdit[] {
  const patch = typeof input === 'string' ? input : first(input, PATCH);
  if (patch?.includes('*** Begin Patch')) return editsOfPatch(id, parsePatch(patch), folder, packer);
  const path = pathOf(input, folder);
  if (path === null) return [];
  const parts = LISTS.map(name => record(input)[name]).find(Array.isArray) as unknown[] | undefined;
  const edits =
    parts === undefined
      ? [editOf(path, plainName(first(input, ['command']) ?? tool), input, patch, packer, isNew)]
      : parts.flatMap(part => partOf(path, part, packer));
  if (edits.length === 1) return [{ key: id, path, ...edits[0]! }];
  return edits.map((edit, n) => ({ key: `${id}#${n}`, path, ...edit }));
}

/** An edit of which only the file is known. */
export function unknownEdit(id: string, path: string, packer: Packer): KeyedEdit {
  return { key: id, path, lines: packer.overwritten(path, ''), baseline: 'unknown' };
}

type Lines = Pick<EditRecord, 'lines' | 'baseline'>;

function editOf(
  path: string,
  command: string,
  input: unknown,
  diff: string | null,
  packer: Packer,
  isNew: boolean,
): Lines {
  const before = first(input, OLD);
  const after = first(input, NEW);
  const text = first(input, TEXT) ?? after;
  if (/^(?:delete|remove|filedeleted)/.test(command))
    return { lines: packer.deleted(path, null), baseline: 'deleted' };
  if (before !== null && after !== null) return replaced(path, before, after, packer);
  const inserts =
    /append|insert/.test(command) || INSERT.some(name => typeof record(input)[name] === 'number');
  if (text !== null && inserts) return put(path, text, packer);
  if (text === null && diff?.includes('@@')) {
    const { added, removed } = parseUnifiedDiff(diff);
    return { lines: packer.patch(path, added, removed), baseline: 'patch' };
  }
  const baseline: Baseline = text !== null && isNew ? 'created' : 'unknown';
  const lines = baseline === 'created' ? packer.created(path, text!) : packer.overwritten(path, text ?? '');
  return { lines, baseline };
}

function partOf(path: string, part: unknown, packer: Packer): Lines[] {
  const before = first(part, [...OLD, 'search']);
  const after = first(part, [...NEW, 'replace', 'content']);
  if (after === null) return [];
  return [before === null ? put(path, after, packer) : replaced(path, before, after, packer)];
}

function replaced(path: string, before: string, after: string, packer: Packer): Lines {
  return { lines: packer.replaced(path, before, after), baseline: 'patch' };
}

function put(path: string, text: string, packer: Packer): Lines {
  return { lines: packer.patch(path, splitLines(text), []), baseline: 'patch' };
}

function first(value: unknown, names: readonly string[]): string | null {
  const members = record(value);
  for (const name of names) {
    const text = string(members[name]);
    if (text !== null) return text;
  }
  return null;
}
