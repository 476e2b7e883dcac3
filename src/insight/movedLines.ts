import type { FileChange } from '../model/git.ts';
import type { Holding } from './attribution.ts';
import { type ChangeState, OPEN, PAID } from './changedLines.ts';
import { TELLING_TOKENS } from './net.ts';
import { isOpen, type OpenFile, type OpenLine, type Span } from './openLines.ts';

/** So many lines of one file, or half of what a change added, do not end up in another by chance. */
const MOVED_LINES = 5;

interface Source {
  readonly path: string;
  readonly line: OpenLine;
}

/** Added lines of all sessions that tell where they come from, wherever they turn up. */
export class MovedLines {
  readonly #anywhere = new Map<number, Source[]>();
  readonly #present = new Map<Holding, Set<number>>();

  constructor(files: Iterable<OpenFile>) {
    for (const { path, added } of files) {
      for (const line of added.lines) {
        const { fingerprint, tokens } = line.line;
        if (tokens < TELLING_TOKENS || !line.weighs) continue;
        const same = this.#anywhere.get(fingerprint);
        if (same === undefined) this.#anywhere.set(fingerprint, [{ path, line }]);
        else same.push({ path, line });
      }
    }
  }

  /** Some line of the session was found in this change in the file where it was written. */
  found(holding: Holding, session: number): void {
    const sessions = this.#present.get(holding) ?? new Set<number>();
    this.#present.set(holding, sessions);
    sessions.add(session);
  }

  /** Whether the change has any line that may come from elsewhere. */
  mayHold({ files }: Holding): boolean {
    return files.some(({ added }) => added.fingerprints.some(fingerprint => this.#anywhere.has(fingerprint)));
  }

  /**
   * Lines of one file of a change that came out of another one: a session's that has more in this change, or so
   * many of one file that they are not equal by chance.
   */
  take(holding: Holding, { added }: FileChange, state: ChangeState, span: Span): OpenLine[] {
    const bySource = new Map<string, { session: number; lines: OpenLine[]; indices: number[] }>();
    const counted = new Set<OpenLine>();
    for (const [index, fingerprint] of added.fingerprints.entries()) {
      if (state.added[index] !== OPEN) continue;
      const source = this.#anywhere
        .get(fingerprint)
        ?.find(({ line }) => isOpen(line, span) && !counted.has(line));
      if (source === undefined) continue;
      counted.add(source.line);
      const { session } = source.line;
      const key = `${session} ${source.path}`;
      const group = bySource.get(key) ?? { session, lines: [], indices: [] };
      bySource.set(key, group);
      group.lines.push(source.line);
      group.indices.push(index);
    }
    const taken: OpenLine[] = [];
    for (const { session, lines, indices } of bySource.values()) {
      const many = lines.length >= MOVED_LINES || lines.length * 2 >= added.fingerprints.length;
      if (!many && !this.#present.get(holding)?.has(session)) continue;
      for (const line of lines) line.taken = true;
      for (const index of indices) state.added[index] = PAID;
      taken.push(...lines);
    }
    return taken;
  }
}
