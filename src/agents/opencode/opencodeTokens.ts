import type { Tokens } from '../../model/tokens.ts';
import { record } from '../json/looseJson.ts';

/** The first versions that take reasoning out of the output for every provider. */
const DISJOINT_SINCE = [1, 4] as const;

/**
 * Tokens of one message. Input has neither cache part in it. Reasoning was a part of the output in older versions and
 * lies beside it in newer ones: the total tells which, where there is one.
 * @param version of the program that began the session, where it is known
 * @returns `null` where no part is told, or all are zero, as long as nothing has come
 */
export function opencodeTokens(value: unknown, version: string | null): Tokens | null {
  const { input, output, reasoning, total, cache } = record(value);
  const { read, write } = record(cache);
  const parts = { input: count(input), output: count(output), read: count(read), write: count(write) };
  const thought = count(reasoning);
  const sum = (parts.input ?? 0) + (parts.output ?? 0) + (parts.read ?? 0) + (parts.write ?? 0);
  if (sum + (thought ?? 0) === 0) return null;
  const beside = isBeside(thought ?? 0, parts.output ?? 0, sum, count(total), version);
  return {
    input: parts.input,
    cacheRead: parts.read,
    cacheWrite5m: parts.write,
    cacheWrite1h: parts.write === null ? null : 0,
    output: beside ? (parts.output ?? 0) + (thought ?? 0) : parts.output,
    reasoning: thought,
  };
}

function isBeside(
  reasoning: number,
  output: number,
  sum: number,
  total: number | null,
  version: string | null,
): boolean {
  if (reasoning === 0) return false;
  if (total === sum) return false;
  // A part cannot be larger than the whole.
  if (total === sum + reasoning || reasoning > output) return true;
  const [major, minor] = /^(\d+)\.(\d+)/
    .exec(version ?? '')
    ?.slice(1)
    .map(Number) ?? [0, 0];
  const [sinceMajor, sinceMinor] = DISJOINT_SINCE;
  return major! > sinceMajor || (major === sinceMajor && minor! >= sinceMinor);
}

function count(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
