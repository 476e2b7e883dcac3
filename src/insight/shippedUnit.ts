import type { Instant } from '../model/records.ts';
import type { HistoryStep } from './historyStep.ts';
import type { AddedLine } from './reflow.ts';
import type { ShippedLine, Side } from './shippedLine.ts';

/** How lines left a shipping ref as one piece: by word, as the exact opposite, almost all at once, or by force. */
export type WayOut = 'reverted' | 'inverse' | 'removed' | 'dropped';

/** After so long it can be told whether a shipped line is still there, in milliseconds. */
export const TELLING_AGE = 14 * 86_400_000;

/** A shipped line while its history is gone through. */
export interface Unit {
  readonly line: ShippedLine;
  /** Of the step that brought it; beyond the last one where that is not on the ref. */
  readonly place: number;
  readonly shippedAt: Instant;
  /** Follows renames and moves. */
  path: string;
  /** Follows reformatting. */
  fingerprint: number;
  /** Where its tokens can be read; `null` for one that was taken out. */
  text: AddedLine | null;
  state: 'standing' | 'lost' | 'rolled back';
  /** Fourteen days after it arrived it was not there. */
  leftEarly: boolean;
  by: { commit: string | null; at: Instant; way: WayOut } | null;
}

/** A line as it came: of a piece there are very many, so what its step tells is not kept again. */
export class FollowedLine implements Unit {
  readonly line: ShippedLine;
  readonly place: number;
  path: string;
  fingerprint: number;
  state: Unit['state'] = 'standing';
  leftEarly = false;
  by: Unit['by'] = null;
  readonly #step: HistoryStep | null;
  /** Where its tokens are since it was set anew. */
  #text: AddedLine | null = null;

  constructor(line: ShippedLine, place: number, step: HistoryStep | null) {
    this.line = line;
    this.place = place;
    this.path = line.path;
    this.fingerprint = line.fingerprint;
    this.#step = step;
  }

  get shippedAt(): Instant {
    return this.#step?.at ?? 0;
  }

  get text(): AddedLine | null {
    const { side, path, index } = this.line;
    if (this.#text !== null || side === 'removed') return this.#text;
    const change = this.#step?.files.find(file => file.path === path);
    return change === undefined ? null : { change, index };
  }

  set text(text: AddedLine | null) {
    this.#text = text;
  }
}

export function sign(side: Side): 1 | -1 {
  return side === 'added' ? 1 : -1;
}

/** What took most of them out. */
export function mostCommon(units: readonly Unit[]): Unit['by'] {
  const counts = new Map<string, { by: NonNullable<Unit['by']>; count: number }>();
  for (const { by } of units) {
    if (by === null) continue;
    const entry = counts.get(`${by.commit} ${by.way}`) ?? { by, count: 0 };
    entry.count++;
    counts.set(`${by.commit} ${by.way}`, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.by ?? null;
}
