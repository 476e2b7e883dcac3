/**
 * Input tokens, cached ones included, from beyond which some price list asks more for a request. Requests between two
 * of these cost alike, so that what they cost together can be told from their sums.
 */
export const SIZE_BOUNDS: readonly number[] = [128_000, 199_999, 200_000, 271_999, 272_000, 512_000];

/** Which of the classes between the bounds a request belongs to, from 0. */
export function requestSize(tokens: {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
}): number {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  const all = (input ?? 0) + (cacheRead ?? 0) + (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
  let size = 0;
  while (size < SIZE_BOUNDS.length && all > SIZE_BOUNDS[size]!) size++;
  return size;
}
