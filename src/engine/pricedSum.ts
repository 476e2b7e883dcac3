import { isTold, QUARTER_MS, sizeOf } from '../ledger/useKey.ts';
import type { UseSum } from '../ledger/useReads.ts';
import type { PriceBook } from '../pricing/priceBook.ts';

/** A sum of use with what its calls cost. */
export interface PricedSum {
  readonly sum: UseSum;
  readonly model: string | null;
  /** What the log itself says, else list price; in micro-dollars, `null` where there is none. */
  readonly micros: number | null;
}

/** @returns `by call` where a sum does not tell what its calls cost */
export function microsOf(sum: UseSum, model: string | null, prices: PriceBook): number | null | 'by call' {
  const { kind, cacheRead, cacheWrite5m, cacheWrite1h } = sum;
  if (isTold(kind, 6)) return sum.cost;
  return prices.priceSum(model, sum.quarter * QUARTER_MS, sizeOf(kind), {
    input: isTold(kind, 0) ? sum.input : null,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output: isTold(kind, 4) ? sum.output : null,
  });
}
