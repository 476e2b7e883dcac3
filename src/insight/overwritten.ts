import type { FileChange } from '../model/git.ts';
import { OPEN, PAID } from './changedLines.ts';
import type { FileEdit } from './net.ts';
import { OpenLine, type Span } from './openLines.ts';

/**
 * What a write over a whole file, that was not seen, took out: what the change of the file that holds it lost
 * and the written text has not. Told as lines of the session, each once.
 */
export class Overwritten {
  /** Writes whose change was found. */
  readonly #told = new Set<FileEdit>();

  /**
   * @param found lines of sessions that stand in the change
   * @param state of the change's removed lines; those that are told are marked as paid
   */
  lost({ removed }: FileChange, state: Uint8Array, found: Iterable<OpenLine>, { to }: Span): OpenLine[] {
    const write = newestWrite(found);
    if (write === null || this.#told.has(write.edit)) return [];
    const { edit, at } = write;
    this.#told.add(edit);
    const wrote = new Set(edit.added.fingerprints);
    const lost: OpenLine[] = [];
    for (let index = 0; index < state.length; index++) {
      const fingerprint = removed.fingerprints[index]!;
      if (state[index] !== OPEN || wrote.has(fingerprint) || at > to) continue;
      state[index] = PAID;
      const line = new OpenLine(edit, removed, index, write);
      line.taken = true;
      lost.push(line);
    }
    return lost;
  }
}

function newestWrite(found: Iterable<OpenLine>): OpenLine | null {
  let newest: OpenLine | null = null;
  for (const line of found) {
    // Where a commit tells what stood there, its lines are among those that the session took out.
    const isUnknown = line.edit.baseline === 'unknown';
    if (isUnknown && (newest === null || line.at > newest.at)) newest = line;
  }
  return newest;
}
