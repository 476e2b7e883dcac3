import type { Instant } from '../model/records.ts';
import type { ChangedFile } from './changedFile.ts';
import type { FingerprintSet } from './fingerprintSet.ts';
import type { HistoryStep } from './historyStep.ts';
import { NumberLists } from './numberLists.ts';
import type { Side } from './shippedLine.ts';

/** So many consecutive lines are no chance. */
const RUN = 5;
const DAY = 86_400_000;
/** What shipped is remembered so long. */
const REMEMBERED = 120 * DAY;
/** Taking out what came no longer ago is an undoing, and nothing new. */
const UNDOING = 14 * DAY;
/** So many numbers lie in one piece of memory, which does not have to grow. */
const BLOCK = 32 * 1024;

/** The history of one shipping ref. */
export interface Past {
  readonly steps: readonly Pick<HistoryStep, 'commit' | 'at'>[];
  /** What a step did, by its place among them; lines that nobody will ask about may be left out. */
  filesOf(step: number): readonly ChangedFile[];
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
  /** By commit: the order of its step. */
  readonly #orders = new Map<string, number>();
  readonly #sightings: Sightings;
  readonly #pasts: readonly Past[];

  private constructor(pasts: readonly Past[], followed: FingerprintSet) {
    this.#pasts = pasts;
    this.#sightings = new Sightings(followed);
  }

  /**
   * In short steps, between which the caller may do something else.
   * @param followed fingerprints of all lines that will be asked about; no others may be added any more
   */
  static *learning(pasts: readonly Past[], followed: FingerprintSet): Generator<void, Freshness> {
    const freshness = new Freshness(pasts, followed);
    // The same commit in two clones is one step.
    const all = new Map(
      pasts.flatMap(past => past.steps.map(({ commit, at }, step) => [commit, { past, step, at }] as const)),
    );
    yield;
    const inOrder = [...all].sort(([, a], [, b]) => a.at - b.at);
    for (const [order, [commit, { past, step, at }]] of inOrder.entries()) {
      freshness.#orders.set(commit, order);
      freshness.#sightings.began(at);
      for (const file of past.filesOf(step)) freshness.#sightings.saw(file);
      yield;
    }
    yield* freshness.#sightings.sort();
    return freshness;
  }

  /**
   * Those that are not new.
   * @param lines that count, of one side of one file, in the order in which they stand
   */
  staleOf<T extends StepLine>(lines: readonly T[]): Set<T> {
    return staleLines(
      lines,
      () => true,
      line => this.#stoodBefore(line),
    );
  }

  #stoodBefore({ commit, side, fingerprint }: StepLine): boolean {
    const order = this.#orders.get(commit);
    if (order === undefined) return false;
    const at = this.#sightings.timeOf(order);
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
  readonly #followed: FingerprintSet;
  /** By order of a step: when it came. */
  readonly #at: Instant[] = [];
  /** Sightings as they were told: which line came, and then the order of its step. */
  #told: Int32Array[] = [];
  #size = 0;
  /** By line, once all are told: orders of its steps, rising. */
  #orders = new NumberLists(0, 0);

  constructor(followed: FingerprintSet) {
    this.#followed = followed;
  }

  /** When a step came. */
  timeOf(order: number): Instant {
    return this.#at[order]!;
  }

  /** To be told of each step in order, before its lines. */
  began(at: Instant): void {
    this.#at.push(at);
  }

  /** A file to which lines came with the step that began last. */
  saw(file: ChangedFile): void {
    const order = this.#at.length - 1;
    const count = file.count('added');
    for (let at = 0; at < count; at++) {
      const line = this.#followed.numberOf(file.print('added', at));
      if (line === -1) continue;
      const place = (this.#size++ * 2) % BLOCK;
      if (place === 0) this.#told.push(new Int32Array(BLOCK));
      const block = this.#told.at(-1)!;
      block[place] = line;
      block[place + 1] = order;
    }
  }

  /** When all are told, before anything is asked; in short steps. */
  *sort(): Generator<void, void> {
    const orders = new NumberLists(this.#followed.size, this.#at.length - 1);
    const last = (this.#size * 2) % BLOCK || BLOCK;
    const endOf = (block: Int32Array) => (block === this.#told.at(-1) ? last : BLOCK);
    for (const block of this.#told) {
      for (let at = 0; at < endOf(block); at += 2) orders.expect(block[at]!);
      yield;
    }
    orders.expectNoMore();
    for (const block of this.#told) {
      for (let at = 0; at < endOf(block); at += 2) orders.put(block[at]!, block[at + 1]!);
      yield;
    }
    this.#orders = orders;
    this.#told = [];
  }

  /** Whether a line came with a step before that one, and no earlier than then. */
  anyWithin(fingerprint: number, before: number, from: Instant): boolean {
    const line = this.#followed.numberOf(fingerprint);
    if (line === -1) return false;
    const start = this.#orders.start(line);
    let low = start;
    let high = this.#orders.end(line);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#orders.at(middle) < before) low = middle + 1;
      else high = middle;
    }
    // The steps are told in the order of their times: of those before it the last is the youngest.
    return low > start && this.#at[this.#orders.at(low - 1)]! >= from;
  }
}
