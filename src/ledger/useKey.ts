import { requestSize } from '../model/requestSize.ts';
import { QUALITIES, type Quality } from '../model/tokens.ts';

/** Use is summed by quarters of an hour: days of every time zone are made of whole ones. */
export const QUARTER_MS = 900_000;

export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_MS);
}

/** When the quarter of an hour began in which a time lies. */
export function quarterStart(at: number): number {
  return quarterOf(at) * QUARTER_MS;
}

/** Credits are summed in billionths, so that their sums do not depend on the order of their parts. */
export const CREDIT_PARTS = 1e9;

/** The counts of a call, in the order of its columns. */
export interface Counts {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly cost: number | null;
}

const SIZE = 3;
const TOLD = 6;

/**
 * What calls must have in common to be added up, in bits: their quality (3), their size by which they are priced (3),
 * and which of their counts are told (7, in the order of `Counts`). A sum is known where its parts are.
 * @param quality its number in `QUALITIES`
 */
export function kindOf(quality: number, counts: Counts): number {
  return (
    quality |
    (requestSize(counts) << SIZE) |
    (bit(counts.input) << TOLD) |
    (bit(counts.cacheRead) << (TOLD + 1)) |
    (bit(counts.cacheWrite5m) << (TOLD + 2)) |
    (bit(counts.cacheWrite1h) << (TOLD + 3)) |
    (bit(counts.output) << (TOLD + 4)) |
    (bit(counts.reasoning) << (TOLD + 5)) |
    (bit(counts.cost) << (TOLD + 6))
  );
}

export function qualityOf(kind: number): Quality {
  return QUALITIES[kind & 7] ?? 'none';
}

/** See `requestSize`. */
export function sizeOf(kind: number): number {
  return (kind >> SIZE) & 7;
}

/** @param place in `Counts` */
export function isTold(kind: number, place: number): boolean {
  return ((kind >> (TOLD + place)) & 1) === 1;
}

function bit(count: number | null): number {
  return count === null ? 0 : 1;
}
