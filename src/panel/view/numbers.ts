import { numberFormat } from '../../model/formats.ts';
import type { UseCounts } from '../../model/report.ts';
import { addCounts } from '../../model/tokens.ts';
import { fill, type Voice } from './words.ts';

/** Everything sent or generated; `null` where no part is known. */
export function tokensOf(
  use: Pick<UseCounts, 'input' | 'cacheRead' | 'cacheWrite' | 'output'>,
): number | null {
  return [use.cacheRead, use.cacheWrite, use.output].reduce(addCounts, use.input);
}

export function whole(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** Credits come in fractions: `31.4`. */
export function fraction(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 1 }).format(value);
}

/** `two` up to twelve, then figures. */
export function inWords(value: number, { strings, locale }: Voice): string {
  return strings.words[value] ?? whole(value, locale);
}

/** US dollars: `$4.10`, `$1,204`. */
export function dollars(value: number, locale: string): string {
  const digits = value < 100 ? 2 : 0;
  return numberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** `58 %`; a part that is there and rounds to nothing is `under 1 %`. */
export function percent(value: number, { strings, locale }: Voice): string {
  return value === 0 ? strings.underOnePercent : fill(strings.percent, whole(value, locale));
}

/**
 * Whole percentages that add up to 100, by largest remainder; the earlier of two equal remainders gains.
 * All are 0 where the sum is 0.
 * @param weights not negative
 */
export function percentages(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0) return weights.map(() => 0);
  const exact = weights.map(weight => (weight / sum) * 100);
  const rounded = exact.map(Math.floor);
  const missing = 100 - rounded.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((share, i) => ({ i, remainder: share - rounded[i]! }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, missing)) rounded[i]!++;
  return rounded;
}

/** Credits of an agent that counts no tokens: `31.4 credits`. */
export function inCredits(amount: number, { strings, locale }: Voice): string {
  const { creditOne, credits } = strings.row;
  return isOne(amount, locale) ? creditOne : fill(credits, fraction(amount, locale));
}

/** Whether it is written as 1. */
export function isOne(amount: number, locale: string): boolean {
  return fraction(amount, locale) === fraction(1, locale);
}
