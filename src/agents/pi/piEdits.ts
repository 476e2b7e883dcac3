import type { Packer } from '../../lines/packer.ts';
import { editsOfPatch } from '../codex/codexChanges.ts';
import { parsePatch, parseUnifiedDiff } from '../codex/codexPatch.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import type { FileEdit } from '../tools/toolActs.ts';
import type { ToolArguments } from '../tools/toolArguments.ts';

/**
 * What an editing tool of pi changed.
 * @param details of its result: with the patch that was made, in newer versions
 */
export function editsOfTool(
  tool: string,
  args: ToolArguments,
  details: unknown,
  folder: string | null,
  packer: Packer,
): FileEdit[] {
  const asked = [args.input, args.patch].find(text => typeof text === 'string');
  if (tool === 'apply_patch' && typeof asked === 'string')
    return editsOfPatch('', parsePatch(asked), folder, packer);
  const path = absolutePath(filledString(args.path) ?? filledString(args.file_path) ?? '', folder);
  if (path === null) return [];
  const made = linesOf(record(details));
  if (made !== null)
    return [{ path, lines: packer.patch(path, made.added, made.removed), baseline: 'patch' }];
  const content = string(args.content);
  // Whether there was a file before is nowhere told.
  if (tool === 'write' && content !== null)
    return [{ path, lines: packer.overwritten(path, content), baseline: 'unknown' }];
  const edits = Array.isArray(args.edits) ? args.edits.map(record) : [args];
  const before = edits.map(edit => string(edit.oldText) ?? string(edit.old_string));
  const after = edits.map(edit => string(edit.newText) ?? string(edit.new_string));
  if ([...before, ...after].includes(null)) return [];
  return [{ path, lines: packer.replaced(path, before.join('\n'), after.join('\n')), baseline: 'patch' }];
}

const NUMBERED = /^([+-]) *\d+(?: (.*))?$/;

/** Whole lines, as the result shows them: in a patch, or each behind its number in the file. */
function linesOf({ patch, diff }: Record<string, unknown>): { added: string[]; removed: string[] } | null {
  for (const text of [patch, diff]) {
    if (typeof text === 'string' && text.includes('@@')) return parseUnifiedDiff(text);
  }
  if (typeof diff !== 'string') return null;
  const added: string[] = [];
  const removed: string[] = [];
  for (const line of diff.split('\n')) {
    if (!/^[+-]/.test(line)) continue;
    const match = NUMBERED.exec(line);
    if (match === null) return null;
    (match[1] === '+' ? added : removed).push(match[2] ?? '');
  }
  return added.length + removed.length === 0 ? null : { added, removed };
}
