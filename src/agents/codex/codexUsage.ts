import type { Tokens } from '../../model/tokens.ts';
import { countAt } from '../json/jsonFields.ts';
import { keyOf, ObjectWalk } from '../json/jsonWalk.ts';

const KEY = {
  input: keyOf('input_tokens'),
  cached: keyOf('cached_input_tokens'),
  cacheWrite: keyOf('cache_write_input_tokens'),
  output: keyOf('output_tokens'),
  reasoning: keyOf('reasoning_output_tokens'),
  total: keyOf('total_tokens'),
} as const;

/** Codex's own counts: cached and cache-write tokens are part of `input`, reasoning is part of `output`. */
export interface CodexUsage {
  readonly input: number;
  readonly cached: number | null;
  readonly cacheWrite: number | null;
  readonly output: number;
  readonly reasoning: number | null;
  readonly total: number;
}

export class CodexUsageReader {
  readonly #walk = new ObjectWalk();

  /** @returns `null` where there is no usage object, or none with numbers that we know */
  read(buffer: Buffer, start: number, end: number): CodexUsage | null {
    if (start < 0 || buffer[start] !== 123) return null;
    const usage = this.#walk;
    let input: number | null = null;
    let cached: number | null = null;
    let cacheWrite: number | null = null;
    let output: number | null = null;
    let reasoning: number | null = null;
    let total: number | null = null;
    usage.open(buffer, start, end);
    while (usage.next()) {
      const at = usage.value;
      if (usage.key === KEY.input) input = countAt(buffer, at, end);
      else if (usage.key === KEY.cached) cached = countAt(buffer, at, end);
      else if (usage.key === KEY.cacheWrite) cacheWrite = countAt(buffer, at, end);
      else if (usage.key === KEY.output) output = countAt(buffer, at, end);
      else if (usage.key === KEY.reasoning) reasoning = countAt(buffer, at, end);
      else if (usage.key === KEY.total) total = countAt(buffer, at, end);
    }
    if (usage.broken || (input === null && output === null)) return null;
    const sum = (input ?? 0) + (output ?? 0);
    return { input: input ?? 0, cached, cacheWrite, output: output ?? 0, reasoning, total: total ?? sum };
  }
}

/** Into parts that do not overlap. */
export function tokensOf(usage: CodexUsage): Tokens {
  const cacheRead = usage.cached === null ? null : Math.min(usage.cached, usage.input);
  const uncached = usage.input - (cacheRead ?? 0);
  const cacheWrite = usage.cacheWrite === null ? null : Math.min(usage.cacheWrite, uncached);
  return {
    input: uncached - (cacheWrite ?? 0),
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: cacheWrite === null ? null : 0,
    output: usage.output,
    reasoning: usage.reasoning,
  };
}

/** What was used between two cumulative counts; the later one itself where they went down. */
export function difference(total: CodexUsage, before: CodexUsage | null): CodexUsage {
  if (before === null || total.total < before.total) return total;
  const minus = (a: number | null, b: number | null) => (a === null ? null : Math.max(0, a - (b ?? 0)));
  return {
    input: minus(total.input, before.input) ?? 0,
    cached: minus(total.cached, before.cached),
    cacheWrite: minus(total.cacheWrite, before.cacheWrite),
    output: minus(total.output, before.output) ?? 0,
    reasoning: minus(total.reasoning, before.reasoning),
    total: total.total - before.total,
  };
}

/** Names a cumulative count: a fork that replays its parent's history repeats it, number for number. */
export function countKey(usage: CodexUsage): string {
  return `${usage.total}|${usage.input}|${usage.cached ?? 0}|${usage.output}|${usage.reasoning ?? 0}`;
}
