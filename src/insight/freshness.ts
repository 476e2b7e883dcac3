import type { Instant } from '../model/records.ts';
import { FingerprintIndex } from './fingerprintIndex.ts';
import type { HistoryStep } from './historyStep.ts';
import type { Side } from './shippedLine.ts';

/** So many consecutive lines are no chance. */
const RUN = 5;
const DAY = 86_400_000;
/** What shipped is remembered so long. */
const REMEMBERED = 120 * DAY;
/** Taking out what came no longer ago is an undoing, and nothing new. */
const UNDOING = 14 * DAY;

/** The history of one shipping ref. */
export interface Past {
  readonly steps: readonly HistoryStep[];
  /** Whether a line stood there before the first of them. */
  stood(fingerprint: number): boolean;
}

/** A line of a step. */
export interface StepLine {
  readonly commit: string;
  readonly side: Side;
  readonly fingerprint: number;
}

/**
 * Tells which lines of steps are new, and which had stood on a shipping ref before, in any repository that is known.
 * A single line may always have been written twice; five in a row were not.
 */
export class Freshness {
  readonly #places = new Map<string, { readonly order: number; readonly at: Instant }>();
  readonly #sightings: Sightings;
  readonly #pasts: readonly Past[];

  private constructor(pasts: readonly Past[], followed: ReadonlySet<number>) {
    this.#pasts = pasts;
    this.#sightings = new Sightings(followed);
  }

  /**
   * In short steps, between which the caller may do something else.
   * @param followed fingerprints of all lines that will be asked about
   */
  static *learning(pasts: readonly Past[], followed: ReadonlySet<number>): Generator<void, Freshness> {
    const freshness = new Freshness(pasts, followed);
    // The same commit in two clones is one step.
    const all = new Map(pasts.flatMap(({ steps }) => steps.map(step => [step.commit, step] as const)));
    yield;
    const inOrder = [...all.values()].sort((a, b) => a.at - b.at);
    for (const [order, { commit, at, files }] of inOrder.entries()) {
      freshness.#places.set(commit, { order, at });
      for (const { added } of files) freshness.#sightings.saw(added.fingerprints, order, at);
      yield;
    }
    return freshness;
  }

  /** @param lines that count, of one side of one file, in the order in which they stand */
  newOf<T extends StepLine>(lines: readonly T[]): T[] {
    const stale = staleLines(
      lines,
      () => true,
      line => this.#stoodBefore(line),
    );
    return lines.filter(line => !stale.has(line));
  }

  #stoodBefore({ commit, side, fingerprint }: StepLine): boolean {
    const place = this.#places.get(commit);
    if (place === undefined) return false;
    const { order, at } = place;
    if (side === 'removed') return this.#sightings.anyWithin(fingerprint, order, at - UNDOING);
    if (this.#sightings.anyWithin(fingerprint, order, at - REMEMBERED)) return true;
    return this.#pasts.some(past => past.stood(fingerprint));
  }
}

/**
 * Which lines are not new: those in runs of five or more that count, each of which stood somewhere before.
 * Lines that do not count are passed over; they neither make a run nor end it, and are never stale.
 * @param lines in the order in which they stand
 */
export function staleLines<T>(
  lines: readonly T[],
  counts: (line: T) => boolean,
  stoodBefore: (line: T) => boolean,
): Set<T> {
  const stale = new Set<T>();
  let run: T[] = [];
  const end = () => {
    if (run.length >= RUN) for (const line of run) stale.add(line);
    run = [];
  };
  for (const line of lines) {
    if (!counts(line)) continue;
    if (stoodBefore(line)) run.push(line);
    else end();
  }
  end();
  return stale;
}

/** In which steps, and when, lines that are followed came. */
class Sightings {
  readonly #lines: FingerprintIndex;
  /** By line: its last sighting; by sighting: the one before it. */
  readonly #last: Int32Array;
  readonly #before: number[] = [];
  readonly #orders: number[] = [];
  readonly #at: Instant[] = [];

  constructor(followed: ReadonlySet<number>) {
    this.#lines = new FingerprintIndex(followed.size);
    for (const fingerprint of followed) this.#lines.add(fingerprint);
    this.#last = new Int32Array(followed.size).fill(-1);
  }

  saw(fingerprints: Float64Array, order: number, at: Instant): void {
    for (let i = 0; i < fingerprints.length; i++) {
      const line = this.#lines.first(fingerprints[i]!);
      if (line === -1) continue;
      this.#before.push(this.#last[line]!);
      this.#last[line] = this.#at.push(at) - 1;
      this.#orders.push(order);
    }
  }

  /** Whether a line came with a step before that one, and no earlier than then. */
  anyWithin(fingerprint: number, before: number, from: Instant): boolean {
    const line = this.#lines.first(fingerprint);
    let sighting = line === -1 ? -1 : this.#last[line]!;
    for (; sighting !== -1; sighting = this.#before[sighting]!) {
      if (this.#orders[sighting]! < before && this.#at[sighting]! >= from) return true;
    }
    return false;
  }
}
