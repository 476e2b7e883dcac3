import type { Instant } from '../../model/records.ts';
import type { FigureFacts } from './facts.ts';
import { type FinishedPiece, TRIFLE } from './finished.ts';
import { quantile } from './quantile.ts';
import { BASE, MATURE_AFTER, type Timeline } from './timeline.ts';

/** Fewer changes tell nothing of what is usual. */
export const SAMPLE_FLOOR = 12;
const UPPER_QUARTILE = 0.75;
/** What took less than this part of the cap is a trifle, however many lines it has. */
const PART_OF_TRIFLE = 1 / 6;
/** Changes have grown where they have so many times the lines: less is chance. */
const GROWN = 1.5;
/**
 * By so much changes, and their upper quartile, take more in one quarter than in another by chance. To let more through
 * would leave it to who pads; less would cut honest changes, and a quarter of burning would spare the next one that.
 */
const CHANCE = 0.05;
const CHANCE_OF_QUARTILE = 0.15;
/** A repository that takes so much of the use is one of those that the person works in. */
const WORKS_IN = 0.1;

/** What a person's changes usually take, in micro-dollars of list price. */
export interface Usual {
  /** Most that a change may take on each day that it was worked on. */
  readonly cap: number;
  /** What changes took on average in earlier quarters; `null` where there is no earlier one. */
  readonly before: Middle | null;
  /** What the models cost with which it was reckoned: see `FigureSession`. */
  readonly price: number;
  /** The first day of the 90 from which on it is reckoned. */
  readonly since: Instant;
  /** Why no earlier quarter counts: the person worked in other repositories, or nothing is known of it. */
  readonly because: 'repositories' | 'no earlier';
}

/** What changes took on average, and how many lines they had. */
export interface Middle {
  readonly micros: number;
  /** New lines that the middle one shipped: a few large ones are no growth. */
  readonly lines: number;
}

/**
 * The cap is the person's own upper quartile, and never more than it was in any quarter before by more than chance
 * does: who pads every change a little more each month would raise it otherwise, and who burns for a quarter would set
 * the next one free of what chance took from it. All quarters are reckoned by the same price table, and
 * where other models did the work, at the price of those. It starts anew where the set of repositories is another.
 * @returns `null` below the sample floor
 */
export function usualOf(facts: FigureFacts, timeline: Timeline): Usual | null {
  let first = Number.POSITIVE_INFINITY;
  for (const { lastAt } of facts.sessions.values()) first = Math.min(first, lastAt ?? first);
  const latest = quarterOf(timeline, facts.now);
  // Without a quarter of its own a person has no usual yet.
  if (latest === null) return null;
  let quarter = latest;
  let { cap } = latest;
  const before: Quarter[] = [];
  let because: Usual['because'] = 'no earlier';
  // Of a quarter at least the half must have been seen.
  for (let end = facts.now - BASE; end - MATURE_AFTER - BASE / 2 > first; end -= BASE) {
    const earlier = quarterOf(timeline, end);
    // A quarter that tells nothing neither lowers it nor parts what lies before from what comes after.
    if (earlier === null) continue;
    if (!sharesRepository(earlier.pieces, quarter.pieces, facts.cloneOf)) {
      because = 'repositories';
      break;
    }
    quarter = earlier;
    const dearer = latest.price / earlier.price;
    cap = Math.min(cap, earlier.cap * dearer * (1 + CHANCE_OF_QUARTILE));
    before.push(earlier);
  }
  // By one cap for all: a quarter of burning makes nothing usual that the others do not know.
  const averages = before.map(({ named, price }) => {
    const dearer = latest.price / price;
    const average = averageOf(named, cap / dearer);
    return { ...average, micros: average.micros * dearer };
  });
  return { cap, before: meanOf(averages), price: latest.price, since: quarter.since, because };
}

/** Of fewer changes than these nobody could say what was usual, not even for the time being. */
const FEW = 4;

/** What is usual for the time being, while there are too few changes: of those that are there, the latest too. */
export function usualSoFar(pieces: readonly FinishedPiece[], since: Instant): Usual | null {
  const changes = pieces.filter(({ isChange }) => isChange);
  if (changes.length < FEW) return null;
  return { cap: capOf(changes), before: null, price: priceOf(pieces), since, because: 'no earlier' };
}

/** Whether somebody would name it as a change: neither a line or two, nor made in passing. */
export function isNamed(piece: FinishedPiece, { cap, price }: Pick<Usual, 'cap' | 'price'>): boolean {
  // A dear model alone makes no change of what was none.
  const dearer = price > 0 ? Math.max(1, piece.price / price) : 1;
  return piece.isChange && piece.micros >= cap * PART_OF_TRIFLE * dearer;
}

/**
 * Changes that tell what is usual: of five new lines at least, however little they took, for else who fills them up would
 * show what is hidden. A line or two, shipped after a look at some files, tell nothing, however much they took.
 */
export function sampleOf(pieces: readonly FinishedPiece[]): FinishedPiece[] {
  return pieces.filter(({ isChange, lines }) => isChange && lines >= TRIFLE);
}

/** How much of a piece counts, in parts of what it took: as code that lives, and in the whole that this is a share of. */
export interface Part {
  readonly asCode: number;
  readonly asWhole: number;
}

/**
 * By piece, what of it counts. Of a change that took more than the cap the rest went into nothing; and where changes
 * took more on average than before, by more than chance does and without having grown, all of them are cut down to that:
 * else who fills each up to its cap would make the share of what shipped larger by wasting more. Trifles that shipped are left out
 * on both sides, as far as they are cheap.
 * @param lately those of the last quarter, where these are few: of a week alone nobody can tell that its changes took more
 */
export function countedParts(pieces: readonly FinishedPiece[], usual: Usual | null, lately = pieces): Part[] {
  if (usual === null) return pieces.map(() => ({ asCode: 1, asWhole: 1 }));
  const here = atPrice(usual, priceOf(lately));
  const scale = Math.min(scaleOf(pieces, here), scaleOf(lately, here));
  return pieces.map(piece => {
    if (piece.isTrifle || (piece.isChange && !isNamed(piece, here))) {
      return { asCode: 0, asWhole: Math.max(0, 1 - (here.cap * PART_OF_TRIFLE) / piece.micros) };
    }
    return { asCode: Math.min(1, limitOf(piece, here.cap) / piece.micros) * scale, asWhole: 1 };
  });
}

function scaleOf(pieces: readonly FinishedPiece[], usual: Usual): number {
  const changes = pieces.filter(piece => isNamed(piece, usual));
  if (usual.before === null || changes.length < FEW) return 1;
  return shrink(averageOf(changes, usual.cap), usual.before);
}

/** A line or two, shipped after a look at some files, hold so many fifths of what a change of five does. */
function limitOf({ days, lines, isChange }: FinishedPiece, cap: number): number {
  return cap * days * (isChange ? Math.min(1, lines / TRIFLE) : 1);
}

function atPrice(usual: Usual, price: number): Usual {
  const dearer = price / usual.price;
  const { cap, before } = usual;
  return {
    ...usual,
    price,
    cap: cap * dearer,
    before: before === null ? null : { ...before, micros: before.micros * dearer },
  };
}

/** Those that have grown by more than half may take more, in proportion. */
function shrink(now: Middle, before: Middle): number {
  const grown = Math.max(1, now.lines / before.lines / GROWN);
  return Math.min(1, (before.micros * grown * (1 + CHANCE)) / now.micros);
}

interface Quarter {
  readonly pieces: readonly FinishedPiece[];
  readonly cap: number;
  /** Its changes that are worth a name. */
  readonly named: readonly FinishedPiece[];
  readonly price: number;
  readonly since: Instant;
}

/** `null` below the sample floor. */
function quarterOf(timeline: Timeline, end: Instant): Quarter | null {
  const pieces = timeline.finishedPieces(end);
  const changes = sampleOf(pieces);
  if (changes.length < SAMPLE_FLOOR) return null;
  const cap = capOf(changes);
  const price = priceOf(pieces);
  return {
    pieces,
    cap,
    named: pieces.filter(piece => isNamed(piece, { cap, price })),
    price,
    since: end - MATURE_AFTER - BASE,
  };
}

function capOf(changes: readonly FinishedPiece[]): number {
  return quantile(Float64Array.from(changes, ({ micros }) => micros).sort(), UPPER_QUARTILE);
}

function averageOf(changes: readonly FinishedPiece[], cap: number): Middle {
  const micros = changes.reduce((sum, change) => sum + Math.min(change.micros, limitOf(change, cap)), 0);
  const lines = quantile(Float64Array.from(changes, change => change.lines).sort(), 0.5);
  return { micros: micros / changes.length, lines };
}

function meanOf(averages: readonly Middle[]): Middle | null {
  if (averages.length === 0) return null;
  const mean = (of: (average: Middle) => number) =>
    averages.reduce((sum, average) => sum + of(average), 0) / averages.length;
  return { micros: mean(({ micros }) => micros), lines: mean(({ lines }) => lines) };
}

/** Of what ever shipped and of what did not, the cheaper: a dear model for what will ship anyway buys nothing. */
function priceOf(pieces: readonly FinishedPiece[]): number {
  const price = Math.min(
    middlePrice(pieces.filter(({ everShipped }) => everShipped)),
    middlePrice(pieces.filter(({ everShipped }) => !everShipped)),
  );
  return Number.isFinite(price) ? price : 1;
}

/** The middle one by pieces or by use, the cheaper: neither many tiny ones nor a few great ones make it dearer. */
function middlePrice(pieces: readonly FinishedPiece[]): number {
  // What has no price today tells nothing.
  const known = pieces.filter(({ price }) => price > 0).sort((a, b) => a.price - b.price);
  if (known.length === 0) return Number.POSITIVE_INFINITY;
  const half = known.reduce((sum, { micros }) => sum + micros, 0) / 2;
  let byUse = 0;
  for (let below = 0; below < half || byUse === 0; byUse++) below += known[byUse]!.micros;
  return Math.min(known[(known.length - 1) >> 1]!.price, known[byUse - 1]!.price);
}

/**
 * The set of repositories is another where none of those that the person worked in is among the later ones. A new clone,
 * or a folder that was moved, is no other repository: else everybody could be without a past.
 */
function sharesRepository(
  pieces: readonly FinishedPiece[],
  later: readonly FinishedPiece[],
  cloneOf: FigureFacts['cloneOf'],
): boolean {
  const known = workedIn(later, cloneOf);
  return [...workedIn(pieces, cloneOf)].some(repository => known.has(repository));
}

function workedIn(pieces: readonly FinishedPiece[], cloneOf: FigureFacts['cloneOf']): Set<number | null> {
  const uses = new Map<number | null, number>();
  let all = 0;
  for (const { repository: own, micros } of pieces) {
    const repository = own === null ? null : (cloneOf.get(own) ?? own);
    uses.set(repository, (uses.get(repository) ?? 0) + micros);
    all += micros;
  }
  return new Set([...uses].filter(([, use]) => use >= all * WORKS_IN).map(([repository]) => repository));
}
