import type { Instant } from '../../model/records.ts';
import type { FigureFacts, FigurePiece, FigureSession } from './facts.ts';
import { type FinishedPiece, finishedPiece, OUTSIDE } from './finished.ts';

const DAY = 86_400_000;
/** After so long without an edit it can be told what became of work. */
export const MATURE_AFTER = 14 * DAY;
export const BASE = 90 * DAY;
/** Who takes up a session again and again does not keep it from being finished. */
const LONGEST = 5 * DAY;
const STRETCH = 30 * DAY;

/** Pieces by when they were last worked on: figures ask for many stretches of years of them. */
export class Timeline {
  readonly #facts: FigureFacts;
  /** `NaN` for pieces without code. */
  readonly #lastAt: Float64Array;
  /** As far as they were asked for; `null` for those that are in no ratio. */
  readonly #finished: (FinishedPiece | null | undefined)[];
  /** Places of pieces by the stretch of time in which they were last worked on. */
  #stretches: ReadonlyMap<number, readonly number[]> | null = null;
  readonly #mature: string;

  /** @param earlier of the facts before, of which it takes over what did not change */
  constructor(facts: FigureFacts, earlier: Timeline | null) {
    const { pieces, sessions, changed, mature } = facts;
    this.#facts = facts;
    this.#mature = [...mature].sort((a, b) => a - b).join();
    if (
      earlier === null ||
      changed === null ||
      earlier.#facts.pieces !== pieces ||
      earlier.#mature !== this.#mature
    ) {
      this.#lastAt = new Float64Array(pieces.length);
      for (let place = 0; place < pieces.length; place++)
        this.#lastAt[place] = lastAtOf(pieces[place]!, sessions);
      this.#finished = new Array(pieces.length).fill(undefined);
      return;
    }
    this.#lastAt = earlier.#lastAt;
    this.#finished = earlier.#finished;
    if (changed.size === 0) {
      this.#stretches = earlier.#stretches;
      return;
    }
    for (const [place, piece] of pieces.entries()) {
      if (!piece.sessions.some(session => changed.has(session))) continue;
      this.#lastAt[place] = lastAtOf(piece, sessions);
      this.#finished[place] = undefined;
    }
  }

  /**
   * Pieces whose last edit lies in the 90 days that ended 14 days before `now`. Sessions that only looked belong to a
   * piece where they planned it, and stand outside where they are alone.
   */
  finishedPieces(now: Instant): FinishedPiece[] {
    const to = now - MATURE_AFTER;
    return this.piecesBetween(to - BASE, to);
  }

  /** The same of any span of time: its start is outside, its end inside. */
  piecesBetween(from: Instant, to: Instant): FinishedPiece[] {
    const found: FinishedPiece[] = [];
    for (const place of this.#placesBetween(from, to)) {
      const lastAt = this.#lastAt[place]!;
      if (!(lastAt > from && lastAt <= to)) continue;
      const finished = this.pieceAt(place);
      if (finished !== null) found.push(finished);
    }
    return found;
  }

  /** The one at this place among all pieces, whenever it was worked on; `null` where it is in no ratio. */
  pieceAt(place: number): FinishedPiece | null {
    let finished = this.#finished[place];
    if (finished === undefined) {
      const { pieces, sessions, mature } = this.#facts;
      const piece = pieces[place]!;
      const members = piece.sessions.flatMap(id => sessions.get(id) ?? []);
      finished = finishedPiece(piece, members, piece.repository !== null && mature.has(piece.repository));
      this.#finished[place] = finished;
    }
    return finished;
  }

  /** Of the pieces of that time, and of some before and after; in their order. */
  #placesBetween(from: Instant, to: Instant): readonly number[] {
    this.#stretches ??= stretchesOf(this.#lastAt);
    const places: number[] = [];
    for (let stretch = stretchOf(from); stretch <= stretchOf(to); stretch++) {
      for (const place of this.#stretches.get(stretch) ?? []) places.push(place);
    }
    return places.sort((a, b) => a - b);
  }
}

function stretchOf(at: Instant): number {
  return Math.floor(at / STRETCH);
}

function stretchesOf(lastAt: Float64Array): Map<number, number[]> {
  const stretches = new Map<number, number[]>();
  for (let place = 0; place < lastAt.length; place++) {
    const stretch = stretchOf(lastAt[place]!);
    if (Number.isNaN(stretch)) continue;
    const known = stretches.get(stretch);
    if (known === undefined) stretches.set(stretch, [place]);
    else known.push(place);
  }
  return stretches;
}

function lastAtOf(piece: FigurePiece, sessions: ReadonlyMap<number, FigureSession>): number {
  let last = Number.NaN;
  for (const id of piece.sessions) {
    const session = sessions.get(id);
    if (session === undefined || OUTSIDE.includes(session.counted)) continue;
    const at = Math.max(lastWorkedOn(session), 0);
    if (!(last >= at)) last = at;
  }
  return last;
}

function lastWorkedOn({ startedAt, lastAt }: FigureSession): Instant {
  return startedAt === null ? (lastAt ?? 0) : Math.min(lastAt ?? startedAt, startedAt + LONGEST);
}
