import type { Packer } from '../../lines/packer.ts';
import { parsePatch } from '../codex/codexPatch.ts';
import { filledString, record, string } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';
import { notebookLines } from '../tools/notebookLines.ts';
import type { FileEdit } from '../tools/toolActs.ts';
import type { ToolArguments } from '../tools/toolArguments.ts';

/** What one request did to one file, put together from all that its tools did. */
interface Change {
  /** The text of a file that was made anew. */
  created: string | null;
  readonly before: string[];
  readonly after: string[];
  deleted: boolean;
}

/** Changes of one request by file. One edit is told for each, so that any source of it has the same key. */
export class RequestEdits {
  readonly #packer: Packer;
  readonly #folder: string | null;
  readonly #changes = new Map<string, Change>();
  /** Texts that the editor shows to have been put into a file, without what they replaced. */
  readonly #shown = new Map<string, string[]>();

  constructor(packer: Packer, folder: string | null) {
    this.#packer = packer;
    this.#folder = folder;
  }

  /** @returns whether the arguments of an editing tool tell what it changed */
  tool(name: string, args: ToolArguments): boolean {
    const patch = string(args.input) ?? string(args.patch);
    if (name === 'apply_patch') return patch !== null && this.#patch(patch);
    const { replacements } = args;
    if (Array.isArray(replacements)) {
      return replacements.map(each => this.#replace({ ...args, ...record(each) })).includes(true);
    }
    const path = this.#path(args);
    if (name === 'edit_notebook_file') return path !== null && this.#notebook(path, args.newCode);
    const content = string(args.content);
    if (name === 'create_file' && path !== null && content !== null) {
      this.#change(path).created = content;
      return true;
    }
    return this.#replace(args);
  }

  /** A group of edits in the response. */
  shown(uri: unknown, batches: unknown): void {
    const path = fileOf(uri);
    if (path === null || !Array.isArray(batches)) return;
    const texts = batches
      .flat()
      .map(edit => string(record(edit).text))
      .filter(text => text !== null && text.trim() !== '');
    const known = this.#shown.get(path) ?? [];
    this.#shown.set(path, [...known, ...(texts as string[])]);
  }

  paths(): Set<string> {
    return new Set([...this.#changes.keys(), ...this.#shown.keys()]);
  }

  edits(): FileEdit[] {
    return [...this.paths()].map(path => {
      const change = this.#changes.get(path);
      if (change === undefined) {
        const text = (this.#shown.get(path) ?? []).join('\n');
        return { path, lines: this.#packer.overwritten(path, text), baseline: 'unknown' };
      }
      const { created, before, after, deleted } = change;
      if (deleted) return { path, lines: this.#packer.deleted(path, null), baseline: 'deleted' };
      if (created !== null) return { path, lines: this.#packer.created(path, created), baseline: 'created' };
      return {
        path,
        lines: this.#packer.replaced(path, before.join('\n'), after.join('\n')),
        baseline: 'patch',
      };
    });
  }

  #replace(args: ToolArguments): boolean {
    const path = this.#path(args);
    const before = string(args.oldString);
    const after = string(args.newString);
    if (path === null || before === null || after === null) return false;
    const change = this.#change(path);
    if (change.created?.includes(before)) change.created = change.created.replace(before, () => after);
    else {
      change.before.push(before);
      change.after.push(after);
    }
    return true;
  }

  #notebook(path: string, code: unknown): boolean {
    const source = Array.isArray(code) ? code.map(line => string(line) ?? '').join('\n') : string(code);
    if (source === null) return false;
    this.#shown.set(path, [...(this.#shown.get(path) ?? []), ...notebookLines(source)]);
    return true;
  }

  #patch(text: string): boolean {
    let told = false;
    for (const { action, path: name, movedTo, added, removed } of parsePatch(text)) {
      const path = absolutePath(movedTo ?? name, this.#folder);
      if (path === null) continue;
      const change = this.#change(path);
      if (action === 'add') change.created = `${added.join('\n')}\n`;
      else if (action === 'delete') change.deleted = true;
      else {
        change.before.push(removed.join('\n'));
        change.after.push(added.join('\n'));
      }
      told = true;
    }
    return told;
  }

  #path(args: ToolArguments): string | null {
    return absolutePath(filledString(args.filePath) ?? filledString(args.path) ?? '', this.#folder);
  }

  #change(path: string): Change {
    const known = this.#changes.get(path);
    if (known !== undefined) return known;
    const change = { created: null, before: [], after: [], deleted: false };
    this.#changes.set(path, change);
    return change;
  }
}

/** The file on this machine that a URI of VS Code names, as text or in parts. */
export function fileOf(uri: unknown): string | null {
  if (typeof uri === 'string') return uri.startsWith('file:') ? absolutePath(uri, null) : null;
  const { scheme, fsPath, path, external } = record(uri);
  if (scheme !== undefined && scheme !== 'file') return null;
  if (typeof fsPath === 'string') return absolutePath(fsPath, null);
  if (typeof path === 'string') return absolutePath(path.replace(/^\/([A-Za-z]:)/, '$1'), null);
  return typeof external === 'string' ? fileOf(external) : null;
}
