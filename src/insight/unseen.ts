import type { Attribution, StageCounts } from './attribution.ts';
import type { Standing } from './standing.ts';

/** What work left where git was not asked: all of it may have shipped, or nothing. */
export interface Unseen {
  /** Lines that count. */
  readonly counting: number;
  /** All lines that are not blank. */
  readonly lines: number;
  /** Files with lines that count. */
  readonly files: number;
}

/** Of what was seen: see `SessionCase`. */
interface Seen {
  readonly attribution: Attribution | null;
  readonly standing: Standing;
  readonly files: { readonly total: number; readonly reached: number };
  readonly unseen: Unseen;
}

export const NOTHING_UNSEEN: Unseen = { counting: 0, lines: 0, files: 0 };

export function sumUnseen(parts: readonly Unseen[]): Unseen {
  const sum = (pick: (each: Unseen) => number) => parts.reduce((total, each) => total + pick(each), 0);
  return {
    counting: sum(({ counting }) => counting),
    lines: sum(({ lines }) => lines),
    files: sum(({ files }) => files),
  };
}

/**
 * The whole of which only a part was seen: what arrived must be enough of all its lines, and what was taken out again
 * as well.
 */
export function withUnseen<T extends Seen>(facts: T): T {
  const { attribution, standing, files, unseen } = facts;
  if (attribution === null || unseen.lines === 0) return facts;
  return {
    ...facts,
    attribution: {
      ...attribution,
      weighing: withMore(attribution.weighing, unseen.counting),
      all: withMore(attribution.all, unseen.lines),
    },
    standing: { ...standing, shipped: standing.shipped + unseen.lines },
    files: { ...files, total: files.total + unseen.files },
  };
}

function withMore(counts: StageCounts, lines: number): StageCounts {
  return { ...counts, total: counts.total + lines, perhapsShipped: counts.perhapsShipped + lines };
}
