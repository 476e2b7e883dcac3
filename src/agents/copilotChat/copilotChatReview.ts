import { takenBack } from '../../model/editedLines.ts';
import { record } from '../json/looseJson.ts';
import type { FileEdit } from '../tools/toolActs.ts';
import { fileOf } from './copilotChatEdits.ts';

/** `eventKind` of what a person did with a file, which the next request tells. */
const KEPT = 1;
const UNDONE = 2;
const CHANGED = 3;

/** Files by what their person did with the edits before a request. */
export interface Verdicts {
  readonly kept: readonly string[];
  readonly undone: readonly string[];
  /** Changed further by hand. */
  readonly changed: readonly string[];
}

export function verdictsOf({ editedFileEvents }: Record<string, unknown>): Verdicts {
  const events = (Array.isArray(editedFileEvents) ? editedFileEvents : []).map(record);
  const filesOf = (kind: number) =>
    events.flatMap(({ eventKind, uri }) => (eventKind === kind ? (fileOf(uri) ?? []) : []));
  return { kept: filesOf(KEPT), undone: filesOf(UNDONE), changed: filesOf(CHANGED) };
}

/** Edits that nobody has kept or undone yet. Undo takes back all of a file's at once. */
export class PendingEdits {
  readonly #byFile = new Map<string, FileEdit[]>();

  add(edit: FileEdit): void {
    const { path } = edit;
    this.#byFile.set(path, [...(this.#byFile.get(path) ?? []), edit]);
  }

  /** @returns what an undo did to each file, as one edit of it for each that was taken back, the latest first */
  judge(verdicts: Verdicts | undefined): FileEdit[] {
    const { kept = [], undone = [] } = verdicts ?? {};
    const edits = undone.flatMap(path => (this.#byFile.get(path) ?? []).toReversed());
    for (const path of [...kept, ...undone]) this.#byFile.delete(path);
    // The text of a deleted file was never seen, and so cannot come back.
    return edits
      .filter(({ baseline }) => baseline !== 'deleted')
      .map(edit => ({ ...edit, lines: takenBack(edit.lines), baseline: 'patch' }));
  }
}
