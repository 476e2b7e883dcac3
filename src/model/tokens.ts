// model: the nouns of AI Impact and their units. Nothing comes in but values; tiny pure functions go out.
// No room imports less than this one, and every other room speaks in its words.

/**
 * Tokens of one or more calls, in disjoint parts. `null` means the store does not say; it is never zero.
 * `reasoning` is the part of `output` that was reasoning, so it is not added to a total.
 */
export interface Tokens {
  readonly input: number | null;
  readonly cacheRead: number | null;
  /** Cache writes kept for five minutes, and all writes whose lifetime the store does not tell. */
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
}

/** How far a source's token counts can be trusted, in the words of the report. */
export type Quality = 'exact' | 'lower bound' | 'estimated' | 'credits' | 'none';

/** From the best to the worst. */
export const QUALITIES: readonly Quality[] = ['exact', 'lower bound', 'estimated', 'credits', 'none'];

/** The quality of a sum is the worst quality among its parts. */
export function worseQuality(a: Quality, b: Quality): Quality {
  return QUALITIES.indexOf(a) >= QUALITIES.indexOf(b) ? a : b;
}

/** Unknown plus a number is the number: a sum of what is known, which is a lower bound. */
export function addCounts(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

/** All cache writes, whatever their lifetime. */
export function cacheWrite(tokens: Pick<Tokens, 'cacheWrite5m' | 'cacheWrite1h'>): number | null {
  return addCounts(tokens.cacheWrite5m, tokens.cacheWrite1h);
}

/** Everything that was sent or generated; `null` only where no part is known. */
export function totalTokens(tokens: Tokens): number | null {
  return [tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output].reduce(
    addCounts,
    tokens.input,
  );
}
