import { LineFlag, type PackedLines } from '../model/editedLines.ts';
import type { Instant } from '../model/records.ts';
import type { Work } from './attribution.ts';
import { OPEN } from './changedLines.ts';
import type { OpenLine } from './openLines.ts';

/** What a shell command changed is committed within this time, as far as we can tell. */
const COMMITTED_WITHIN = 2 * 3_600_000;

interface Shipped {
  readonly at: Instant;
  readonly added: PackedLines;
  readonly state: Uint8Array;
}

interface Lines {
  weighing: number;
  all: number;
}

/**
 * Lines that a session's shell commands may have turned into others: what it left in a file and is nowhere,
 * against what shipped of that file soon after a command and is nobody's.
 */
export class ChangedByShell {
  readonly #shellAt = new Map<number, readonly Instant[]>();
  readonly #shipped = new Map<string, Shipped[]>();

  constructor(works: readonly Work[]) {
    for (const { session, shellAt = [] } of works)
      if (shellAt.length > 0) this.#shellAt.set(session, shellAt);
  }

  /** A change of a file on the shipping ref, which will have been matched when `perhaps` is asked. */
  shipped(file: string, change: Shipped): void {
    if (this.#shellAt.size === 0) return;
    const changes = this.#shipped.get(file) ?? [];
    this.#shipped.set(file, changes);
    changes.push(change);
  }

  /** @param missing lines that sessions left in the file and that were found nowhere */
  perhaps(file: string, missing: readonly OpenLine[]): Map<number, Lines> {
    const bySession = new Map<number, Lines>();
    for (const { session, weighs } of missing) {
      if (!this.#shellAt.has(session)) continue;
      const lines = bySession.get(session) ?? { weighing: 0, all: 0 };
      bySession.set(session, lines);
      lines.all++;
      if (weighs) lines.weighing++;
    }
    for (const [session, lines] of bySession) {
      const nobodys = this.#nobodys(file, this.#shellAt.get(session)!);
      lines.all = Math.min(lines.all, nobodys.all);
      lines.weighing = Math.min(lines.weighing, nobodys.weighing);
    }
    return bySession;
  }

  #nobodys(file: string, shellAt: readonly Instant[]): Lines {
    const lines = { weighing: 0, all: 0 };
    for (const { at, added, state } of this.#shipped.get(file) ?? []) {
      if (!shellAt.some(ran => ran <= at && at - ran <= COMMITTED_WITHIN)) continue;
      for (let i = 0; i < state.length; i++) {
        if (state[i] !== OPEN) continue;
        lines.all++;
        if ((added.flags[i]! & LineFlag.trivial) === 0) lines.weighing++;
      }
    }
    return lines;
  }
}
