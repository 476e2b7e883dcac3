import type { FigureFacts } from './facts.ts';
import { Timeline } from './timeline.ts';

/**
 * What long reckonings came to, from one report to the next. They are made again only from other numbers, so that
 * figures are the same with a memory and without.
 */
export class FigureMemory {
  #timeline: Timeline | null = null;
  readonly #results = new Map<string, { from: readonly Float64Array[]; result: readonly Float64Array[] }>();

  timeline(facts: FigureFacts): Timeline {
    this.#timeline = new Timeline(facts, this.#timeline);
    return this.#timeline;
  }

  /** @param from all that the result depends on */
  result(
    name: string,
    from: readonly Float64Array[],
    reckon: () => readonly Float64Array[],
  ): readonly Float64Array[] {
    const known = this.#results.get(name);
    if (known !== undefined && areEqual(known.from, from)) return known.result;
    const result = reckon();
    this.#results.set(name, { from, result });
    return result;
  }
}

function areEqual(one: readonly Float64Array[], other: readonly Float64Array[]): boolean {
  return one.length === other.length && one.every((numbers, n) => hasEqual(numbers, other[n]!));
}

function hasEqual(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (!Object.is(one[i], other[i])) return false;
  return true;
}
