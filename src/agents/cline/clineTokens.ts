import type { Tokens } from '../../model/tokens.ts';
import { UNTOLD } from '../tools/teller.ts';

/**
 * Tokens of a request whose input may have both cache parts in it.
 * @param inclusive whether its program counts so; what is smaller than its parts cannot have them in it
 * @returns all unknown where nothing is told, or all is zero
 */
export function clineTokens(
  { input, output, cacheRead, cacheWrite }: Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', unknown>,
  inclusive: boolean,
): Tokens {
  const [all, out, read, write] = [input, output, cacheRead, cacheWrite].map(count);
  if (!all && !out && !read && !write) return UNTOLD;
  const cached = (read ?? 0) + (write ?? 0);
  return {
    input: all == null ? null : inclusive && all >= cached ? all - cached : all,
    cacheRead: read ?? null,
    cacheWrite5m: write ?? null,
    cacheWrite1h: write == null ? null : 0,
    output: out ?? null,
    reasoning: null,
  };
}

/** In micro-dollars; zero is what a provider costs whose prices are not known. */
export function microDollars(cost: unknown): number | null {
  return typeof cost === 'number' && cost > 0 ? Math.round(cost * 1e6) : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
