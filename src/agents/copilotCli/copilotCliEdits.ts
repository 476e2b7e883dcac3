import type { Packer } from '../../lines/packer.ts';
import { editsOfPatch } from '../codex/codexChanges.ts';
import { parsePatch, parseUnifiedDiff } from '../codex/codexPatch.ts';
import { filledString, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import type { FileEdit } from '../tools/toolActs.ts';
import type { ToolArguments } from '../tools/toolArguments.ts';

const FILE = /^diff --git /gm;

/**
 * What an editing tool of Copilot CLI changed.
 * @param detailed the diff in the tool's result: with whole lines, where the arguments may begin within one
 */
export function editsOfTool(
  tool: string,
  args: ToolArguments,
  detailed: string,
  folder: string | null,
  packer: Packer,
): FileEdit[] {
  const patch = [args.input, args.patch].find(text => typeof text === 'string' && text.includes('*** Begin'));
  if (typeof patch === 'string') return editsOfPatch('', parsePatch(patch), folder, packer);
  const path = absolutePath(filledString(args.path) ?? filledString(args.file_path) ?? '', folder);
  if (path === null) return [];
  const text = string(args.file_text) ?? string(args.content);
  if (text !== null && (tool === 'create' || args.command === 'create')) {
    return [{ path, lines: packer.created(path, text), baseline: 'created' }];
  }
  if (detailed.includes('\n@@') && (detailed.match(FILE)?.length ?? 0) <= 1) {
    const { added, removed } = parseUnifiedDiff(detailed);
    return [{ path, lines: packer.patch(path, added, removed), baseline: 'patch' }];
  }
  const before = string(args.old_str) ?? (args.command === 'insert' ? '' : null);
  const after = string(args.new_str) ?? (before === null ? null : '');
  if (before === null || after === null) return [];
  return [{ path, lines: packer.replaced(path, before, after), baseline: 'patch' }];
}
