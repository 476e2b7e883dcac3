import type { Tokens } from '../../model/tokens.ts';

/** What a store says of a whole session, in total so far. */
export interface Totals {
  readonly tokens: Tokens;
  /** Micro-dollars. */
  readonly cost: number | null;
}

const PARTS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'] as const;

/**
 * What was used since the last look at a store that keeps sums only; `null` where nothing was. A sum that has fallen
 * began anew.
 * @param before at the last look; `null` at the first
 */
export function usedSince(before: Totals | null, now: Totals): Totals | null {
  const fell =
    before !== null &&
    (PARTS.some(part => (now.tokens[part] ?? 0) < (before.tokens[part] ?? 0)) ||
      (now.cost ?? 0) < (before.cost ?? 0));
  const from = fell ? null : before;
  const tokens = Object.fromEntries(
    PARTS.map(part => [part, less(now.tokens[part], from?.tokens[part] ?? null)]),
  ) as unknown as Tokens;
  const cost = less(now.cost, from?.cost ?? null);
  const some = PARTS.some(part => (tokens[part] ?? 0) > 0) || (cost ?? 0) > 0;
  return some ? { tokens, cost } : null;
}

/** Names a sum within its session, so that telling of it again is telling the same. */
export function nameOf({ tokens, cost }: Totals): string {
  return [...PARTS.map(part => tokens[part]), cost].map(value => value ?? '').join('-');
}

function less(now: number | null, before: number | null): number | null {
  return now === null ? null : now - (before ?? 0);
}
