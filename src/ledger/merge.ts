import type { CallRecord, EditRecord, Instant } from '../model/records.ts';
import { totalTokens } from '../model/tokens.ts';

// Every merge is commutative, associative and idempotent: files and windows may come in any order.

/** The smaller of two times, where unknown loses. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** A value and when it was seen. */
export interface Dated {
  readonly value: string | null;
  readonly at: Instant | null;
}

/** What was known first stays, whenever we learn it; ties go to the smaller text. */
export function firstKnown(a: Dated, b: Dated): Dated {
  if (a.value === null) return b;
  if (b.value === null) return a;
  const at = a.at ?? Number.POSITIVE_INFINITY;
  const bt = b.at ?? Number.POSITIVE_INFINITY;
  if (at !== bt) return at < bt ? a : b;
  return a.value <= b.value ? a : b;
}

/** A yes or no, or a number, that may arrive later; should two differ, the larger stays. */
export function known(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

export type CallTokens = Omit<CallRecord, 'kind' | 'agent' | 'key' | 'session'>;

/**
 * The fullest token record wins whole (parts of two are never mixed): main chain before side chain, fuller store
 * before lesser, then most output, most tokens, most credits, then by the record's own text. The call's time is the first at which it was seen.
 */
export function fullerCall<T extends CallTokens>(a: T, b: T): T {
  const winner = compareCalls(a, b) <= 0 ? a : b;
  const at = Math.min(a.at, b.at);
  return winner.at === at ? winner : { ...winner, at };
}

function compareCalls(a: CallTokens, b: CallTokens): number {
  if (a.sidechain !== b.sidechain) return a.sidechain ? 1 : -1;
  const rank = (a.lesser?.rank ?? 0) - (b.lesser?.rank ?? 0);
  if (rank !== 0) return rank;
  const output = (b.tokens.output ?? -1) - (a.tokens.output ?? -1);
  if (output !== 0) return output;
  const total = (totalTokens(b.tokens) ?? -1) - (totalTokens(a.tokens) ?? -1);
  if (total !== 0) return total;
  const credits = (b.credits?.amount ?? -1) - (a.credits?.amount ?? -1);
  if (credits !== 0) return credits;
  const x = fingerprintOf(a);
  const y = fingerprintOf(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function fingerprintOf(call: CallTokens): string {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, reasoning } = call.tokens;
  return JSON.stringify([
    call.model === null,
    call.model,
    input,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    reasoning,
    call.loggedCost,
    call.credits?.unit,
    call.credits?.amount,
    call.quality,
    call.lesser?.since,
    call.lesser?.until,
  ]);
}

const BASELINES: readonly EditRecord['baseline'][] = ['patch', 'created', 'deleted', 'commit', 'unknown'];

/** Of two tellings of one edit the one that knows more of the text before; then by size, then by content. */
export function betterEdit<T extends Pick<EditRecord, 'baseline' | 'lines' | 'path'>>(a: T, b: T): T {
  return compareEdits(a, b) <= 0 ? a : b;
}

type ComparedEdit = Pick<EditRecord, 'baseline' | 'lines' | 'path'>;

function compareEdits(a: ComparedEdit, b: ComparedEdit): number {
  const size = ({ lines }: ComparedEdit) => lines.addedCount + (lines.removedCount ?? -1);
  return (
    BASELINES.indexOf(a.baseline) - BASELINES.indexOf(b.baseline) ||
    size(b) - size(a) ||
    b.lines.addedCount - a.lines.addedCount ||
    compareText(a.path, b.path) ||
    compareNumbers(a.lines.added.fingerprints, b.lines.added.fingerprints) ||
    compareNumbers(a.lines.removed.fingerprints, b.lines.removed.fingerprints) ||
    compareNumbers(a.lines.grams, b.lines.grams) ||
    Number(a.lines.generated) - Number(b.lines.generated)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNumbers(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
