import { type Packer, splitLines } from '../../lines/packer.ts';
import { parseUnifiedDiff } from '../codex/codexPatch.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import type { FileEdit } from '../tools/toolActs.ts';
import type { ToolArguments } from '../tools/toolArguments.ts';

const NEW_FILE = 'created and wrote to new file';

/**
 * The edit that a tool of Gemini CLI, or of Qwen Code, made: by the diff of what it did, else by what it was asked for.
 * @param shown the tool's `resultDisplay`
 * @param output what the model was told
 */
export function editsOfTool(
  tool: string,
  args: ToolArguments,
  shown: unknown,
  output: string,
  folder: string | null,
  packer: Packer,
): FileEdit[] {
  const { fileDiff, filePath, isNewFile, originalContent, newContent, diffStat } = record(shown);
  const path = absolutePath(filledString(filePath) ?? filledString(args.file_path) ?? '', folder);
  if (path === null) return [];
  if (typeof fileDiff === 'string' && fileDiff !== '') {
    const { added, removed } = ofModel(parseUnifiedDiff(fileDiff), args, diffStat, originalContent);
    const created = isNewFile === true || originalContent === null || output.includes(NEW_FILE);
    return [{ path, lines: packer.patch(path, added, removed), baseline: created ? 'created' : 'patch' }];
  }
  if (typeof newContent === 'string' && typeof originalContent === 'string') {
    return [{ path, lines: packer.replaced(path, originalContent, newContent), baseline: 'patch' }];
  }
  const content = string(args.content);
  if (tool === 'write_file' && content !== null) {
    return output.includes(NEW_FILE)
      ? [{ path, lines: packer.created(path, content), baseline: 'created' }]
      : [{ path, lines: packer.overwritten(path, content), baseline: 'unknown' }];
  }
  const before = string(args.old_string);
  const after = string(args.new_string);
  if (before === null || after === null) return [];
  return before === ''
    ? [{ path, lines: packer.created(path, after), baseline: 'created' }]
    : [{ path, lines: packer.replaced(path, before, after), baseline: 'patch' }];
}

interface Lines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Of a diff whose text a person changed before agreeing to it, what the model had proposed: lines that are not in
 * its proposal are the person's.
 */
function ofModel(diff: Lines, args: ToolArguments, diffStat: unknown, original: unknown): Lines {
  const { user_added_lines: added, user_removed_lines: removed } = record(diffStat);
  const changed = args.modified_by_user === true || Number(added) > 0 || Number(removed) > 0;
  const proposal = string(args.ai_proposed_content);
  if (!changed || proposal === null) return diff;
  const proposed = splitLines(proposal);
  // A proposal for a part of the file only does not tell which lines of the rest were to go.
  const whole = typeof args.content === 'string' && typeof original === 'string';
  return {
    added: common(diff.added, proposed),
    removed: whole ? outside(diff.removed, proposed) : diff.removed,
  };
}

/** Lines of `lines` that are in `others` too, each of those used once. */
function common(lines: readonly string[], others: readonly string[]): string[] {
  const left = counts(others);
  return lines.filter(line => take(left, line));
}

function outside(lines: readonly string[], others: readonly string[]): string[] {
  const left = counts(others);
  return lines.filter(line => !take(left, line));
}

function counts(lines: readonly string[]): Map<string, number> {
  const left = new Map<string, number>();
  for (const line of lines) left.set(line, (left.get(line) ?? 0) + 1);
  return left;
}

function take(left: Map<string, number>, line: string): boolean {
  const count = left.get(line) ?? 0;
  left.set(line, count - 1);
  return count > 0;
}
