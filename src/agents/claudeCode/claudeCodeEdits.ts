import type { Packer } from '../../lines/packer.ts';
import type { EditedLines } from '../../model/editedLines.ts';
import type { Baseline } from '../../model/records.ts';
import { jsonAt, textAt } from '../json/jsonFields.ts';
import { keyOf, ObjectWalk } from '../json/jsonWalk.ts';
import { record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { notebookLines } from '../tools/notebookLines.ts';

export interface Edit {
  readonly path: string;
  readonly lines: EditedLines;
  readonly baseline: Baseline;
}

const KEY = {
  type: keyOf('type'),
  filePath: keyOf('filePath'),
  notebookPath: keyOf('notebook_path'),
  structuredPatch: keyOf('structuredPatch'),
  content: keyOf('content'),
  originalFile: keyOf('originalFile'),
  oldString: keyOf('oldString'),
  newString: keyOf('newString'),
  edits: keyOf('edits'),
  error: keyOf('error'),
  notebookBefore: keyOf('original_file'),
  notebookAfter: keyOf('updated_file'),
} as const;

/** What a tool's result object says of the edit it made, as positions in the bytes, -1 where it does not. */
const NO_PARTS = {
  type: -1,
  path: -1,
  patch: -1,
  patchEnd: -1,
  content: -1,
  original: -1,
  before: -1,
  after: -1,
  edits: -1,
  error: -1,
  notebookBefore: -1,
  notebookAfter: -1,
};

/** Makes edits of the results, and else of the inputs, of Claude Code's editing tools. */
export class EditReader {
  readonly #packer: Packer;
  readonly #walk = new ObjectWalk();
  readonly #parts = { ...NO_PARTS };

  constructor(packer: Packer) {
    this.#packer = packer;
  }

  /**
   * Reads a `toolUseResult` object, once, for `fromResult`.
   * @returns the position after it, or -1 where it is broken
   */
  scan(buffer: Buffer, start: number, end: number): number {
    const parts = this.#parts;
    Object.assign(parts, NO_PARTS);
    const walk = this.#walk;
    walk.open(buffer, start, end);
    while (walk.next()) {
      const at = walk.value;
      if (walk.key === KEY.structuredPatch) {
        parts.patch = at;
        parts.patchEnd = walk.valueEnd();
      } else if (walk.key === KEY.filePath || walk.key === KEY.notebookPath) parts.path = at;
      else if (walk.key === KEY.content) parts.content = at;
      else if (walk.key === KEY.type) parts.type = at;
      else if (walk.key === KEY.originalFile) parts.original = at;
      else if (walk.key === KEY.oldString) parts.before = at;
      else if (walk.key === KEY.newString) parts.after = at;
      else if (walk.key === KEY.edits) parts.edits = at;
      else if (walk.key === KEY.error) parts.error = at;
      else if (walk.key === KEY.notebookBefore) parts.notebookBefore = at;
      else if (walk.key === KEY.notebookAfter) parts.notebookAfter = at;
    }
    return walk.broken ? -1 : walk.valueEnd();
  }

  /** Whether the result that was scanned holds a patch, be it empty. */
  get tellsPatch(): boolean {
    return this.#parts.patch >= 0;
  }

  /**
   * The edit as the scanned result tells it, which is what really happened: a person may have changed the proposal.
   * @returns `null` where it tells no edit
   */
  fromResult(buffer: Buffer, end: number, folder: string | null): Edit | null {
    const parts = this.#parts;
    if (parts.error >= 0 && (textAt(buffer, parts.error, end) ?? '') !== '') return null;
    const path = absolutePath(textAt(buffer, parts.path, end) ?? '', folder);
    if (path === null) return null;
    const text = (at: number) => textAt(buffer, at, end);

    const patch = this.#patch(path, parsed(buffer, parts.patch, parts.patchEnd));
    if (patch !== null) return patch;
    if (parts.notebookAfter >= 0) {
      return this.#replaced(path, text(parts.notebookBefore), text(parts.notebookAfter));
    }
    if (parts.content >= 0) {
      const content = text(parts.content);
      if (content === null) return null;
      if (text(parts.type) === 'create') return this.#created(path, content);
      const original = text(parts.original);
      return original === null ? this.#overwritten(path, content) : this.#replaced(path, original, content);
    }
    if (parts.edits >= 0) return this.#many(path, jsonAt(buffer, parts.edits, end));
    const before = text(parts.before);
    const after = text(parts.after);
    // An edit of nothing into something, with no file before it, is how a file is created with Edit.
    if (before === '' && after !== null && text(parts.original) === null) return this.#created(path, after);
    return this.#replaced(path, before, after);
  }

  /**
   * The edit as it was asked for, where the log has no result object (sub-agents) or one without a path.
   * @param created whether the result's text says that the file is new
   */
  fromInput(tool: string, input: unknown, created: boolean, folder: string | null): Edit | null {
    const asked = record(input);
    const path = absolutePath(string(asked.file_path) ?? string(asked.notebook_path) ?? '', folder);
    if (path === null) return null;
    if (tool === 'NotebookEdit') return this.#notebook(path, asked);
    if (tool === 'MultiEdit') return this.#many(path, asked.edits);
    if (tool === 'Write') {
      const content = string(asked.content);
      if (content === null) return null;
      return created ? this.#created(path, content) : this.#overwritten(path, content);
    }
    return this.#replaced(path, string(asked.old_string), string(asked.new_string));
  }

  /** `null` for an empty patch too, which says nothing: new files and large changes have one. */
  #patch(path: string, hunks: unknown): Edit | null {
    if (!Array.isArray(hunks) || hunks.length === 0) return null;
    const added: string[] = [];
    const removed: string[] = [];
    for (const hunk of hunks) {
      const { lines } = record(hunk);
      if (!Array.isArray(lines)) return null;
      for (const line of lines) {
        if (typeof line !== 'string') return null;
        const sign = line.charCodeAt(0);
        if (sign === 43) added.push(line.slice(1));
        else if (sign === 45) removed.push(line.slice(1));
      }
    }
    return { path, lines: this.#packer.patch(path, added, removed), baseline: 'patch' };
  }

  #created(path: string, content: string): Edit {
    return { path, lines: this.#packer.created(path, content), baseline: 'created' };
  }

  #overwritten(path: string, content: string): Edit {
    return { path, lines: this.#packer.overwritten(path, content), baseline: 'unknown' };
  }

  #replaced(path: string, before: string | null, after: string | null): Edit | null {
    if (before === null || after === null) return null;
    return { path, lines: this.#packer.replaced(path, before, after), baseline: 'patch' };
  }

  #many(path: string, edits: unknown): Edit | null {
    if (!Array.isArray(edits)) return null;
    const before: string[] = [];
    const after: string[] = [];
    for (const edit of edits) {
      const { old_string, new_string } = record(edit);
      before.push(string(old_string) ?? '');
      after.push(string(new_string) ?? '');
    }
    return this.#replaced(path, before.join('\n'), after.join('\n'));
  }

  #notebook(path: string, asked: Record<string, unknown>): Edit | null {
    if (asked.edit_mode === 'delete') return this.#overwritten(path, '');
    const source = string(asked.new_source);
    if (source === null) return null;
    const stored = notebookLines(source);
    if (asked.edit_mode !== 'insert') return this.#overwritten(path, stored.join('\n'));
    return { path, lines: this.#packer.patch(path, stored, []), baseline: 'patch' };
  }
}

function parsed(buffer: Buffer, start: number, end: number): unknown {
  if (start < 0) return undefined;
  try {
    return JSON.parse(buffer.toString('utf8', start, end));
  } catch {
    return undefined;
  }
}
