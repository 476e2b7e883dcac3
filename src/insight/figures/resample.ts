const DRAWS = 1000;
/** Any would do; the same one every time, so that a figure does not flicker. */
const SEED = 0x9e3779b9;
const RANGE = 2 ** 32;

/**
 * What figures over pieces might have been, had other pieces of the same kind come along: of each the figure of a
 * thousand draws of as many pieces, with replacement, sorted.
 * @param count of pieces
 * @param figures of the pieces with these numbers
 */
export function resample(count: number, figures: readonly ((drawn: Int32Array) => number)[]): Float64Array[] {
  const random = xorshift(SEED);
  const places = count / RANGE;
  const drawn = new Int32Array(count);
  const draws = figures.map(() => new Float64Array(DRAWS));
  for (let n = 0; n < DRAWS; n++) {
    // Cut down to a whole number as it is put in.
    for (let i = 0; i < count; i++) drawn[i] = random() * places;
    for (const [of, figure] of figures.entries()) draws[of]![n] = figure(drawn);
  }
  return draws.map(each => each.sort());
}

/** Marsaglia's 32-bit generator. */
function xorshift(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
