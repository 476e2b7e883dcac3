import { LineFlag } from '../model/editedLines.ts';
import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import type { Work } from './attribution.ts';
import { type ChangeState, OPEN } from './changedLines.ts';
import type { OpenLine } from './openLines.ts';

/** What a shell command changed is committed within this time, as far as we can tell. */
const COMMITTED_WITHIN = 2 * 3_600_000;

/** Of lines beside those that were found, so many for each may be the session's in other words. */
const BESIDE = 0.2;

interface Shipped {
  readonly at: Instant;
  /** How many lines of which session were found in it: most often of one, and a map takes more than all of these. */
  readonly found: readonly SessionLines[];
  readonly change: FileChange;
  readonly state: ChangeState;
}

interface SessionLines {
  readonly session: number;
  lines: number;
}

interface Lines {
  weighing: number;
  all: number;
}

/**
 * Lines that a session left in a file and that are nowhere, against what shipped of that file and is nobody's:
 * in a change that has other lines of the session, a person may have written it anew; soon after one of its shell
 * commands, that command may have.
 */
export class InOtherWords {
  readonly #shellAt = new Map<number, readonly Instant[]>();
  readonly #shipped = new Map<string, Shipped[]>();

  constructor(works: readonly Work[]) {
    for (const { session, shellAt = [] } of works)
      if (shellAt.length > 0) this.#shellAt.set(session, shellAt);
  }

  /**
   * A change of a file on the shipping ref.
   * @param state of its lines, which will be settled when `perhaps` is asked
   * @param paidBy the lines of sessions that were found in it
   */
  shipped(
    file: string,
    at: Instant,
    change: FileChange,
    state: ChangeState,
    paidBy: Iterable<OpenLine>,
  ): void {
    const found: SessionLines[] = [];
    let last: SessionLines | undefined;
    for (const { session } of paidBy) {
      if (last?.session !== session) last = found.find(each => each.session === session);
      if (last === undefined) {
        last = { session, lines: 0 };
        found.push(last);
      }
      last.lines++;
    }
    if (found.length === 0 && this.#shellAt.size === 0) return;
    const changes = this.#shipped.get(file) ?? [];
    this.#shipped.set(file, changes);
    changes.push({ at, found, change, state });
  }

  /** @param missing lines that sessions left in the file and that were found nowhere */
  perhaps(file: string, missing: readonly OpenLine[]): Map<number, Lines> {
    const bySession = new Map<number, Lines>();
    for (const { session, weighs } of missing) {
      const lines = bySession.get(session) ?? { weighing: 0, all: 0 };
      bySession.set(session, lines);
      lines.all++;
      if (weighs) lines.weighing++;
    }
    for (const [session, lines] of bySession) {
      const nobodys = this.#nobodys(file, session);
      lines.all = Math.min(lines.all, nobodys.all);
      lines.weighing = Math.min(lines.weighing, nobodys.weighing);
    }
    return bySession;
  }

  #nobodys(file: string, session: number): Lines {
    const shellAt = this.#shellAt.get(session) ?? [];
    const lines = { weighing: 0, all: 0 };
    for (const { at, change, state, found } of this.#shipped.get(file) ?? []) {
      const isShells = shellAt.some(ran => ran <= at && at - ran <= COMMITTED_WITHIN);
      const { lines: ofSession = 0 } = found.find(each => each.session === session) ?? {};
      const most = isShells ? Number.POSITIVE_INFINITY : Math.ceil(ofSession * BESIDE);
      if (most === 0) continue;
      const { flags } = change.added;
      const { added } = state;
      const nobodys = { weighing: 0, all: 0 };
      for (let i = 0; i < added.length; i++) {
        if (added[i] !== OPEN) continue;
        nobodys.all++;
        if ((flags[i]! & LineFlag.trivial) === 0) nobodys.weighing++;
      }
      lines.all += Math.min(most, nobodys.all);
      lines.weighing += Math.min(most, nobodys.weighing);
    }
    return lines;
  }
}
