import { compactNumber, inMillions } from '../../model/compactNumber.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { WeekReport, WeekUse } from '../../model/report.ts';
import { addCounts } from '../../model/tokens.ts';
import { shortDay } from './ages.ts';
import { LEDGER_ORDER, type Ledger } from './ledger.ts';
import { percent, percentages } from './numbers.ts';
import { fill, list, type Voice } from './words.ts';

const WEEK = 7 * 86_400_000;
/** More columns than this are too thin to be told apart. */
const MOST_DRAWN = 52;
const MOST_LABELLED = 12;

export interface WeekPart {
  readonly outcome: Outcome;
  /** Both in percent of the tallest week, from the baseline up. */
  readonly from: number;
  readonly height: number;
}

export interface WeekView {
  /** Its Monday, `YYYY-MM-DD`. */
  readonly key: string;
  /** `27 Oct` */
  readonly day: string;
  /** `3.8 M`, empty where nothing was used; `null` where its column is too narrow for that and the day beneath. */
  readonly tokensText: string | null;
  readonly parts: readonly WeekPart[];
  /** `80 % shipped and 20 % explored` */
  readonly became: string;
  /** `Week of 27 Oct: 3.8 M tokens, 80 % shipped and 20 % explored` */
  readonly spoken: string;
  readonly tokens: number | null;
}

export interface Weeks {
  readonly basis: 'price' | 'tokens';
  /** From the first to the last, also those without use. */
  readonly count: number;
  /** The latest of them, as many as can be told apart. */
  readonly drawn: readonly WeekView[];
  /** All of them, worked out when asked for: there can be years of them. */
  all(): readonly WeekView[];
}

/** The ledger by week; `null` where a single week, or nothing that could be weighed, is all there is. */
export function weeksOf(weeks: readonly WeekReport[], { basis }: Ledger, voice: Voice): Weeks | null {
  const all = withoutGaps(weeks);
  if (basis === 'none' || all.length < 2) return null;
  const weight = (use: WeekUse) => Math.max(0, (basis === 'price' ? use.costUsd : use.tokens) ?? 0);
  const drawn = all.slice(-MOST_DRAWN);
  const tallest = Math.max(...drawn.map(week => sum(usesOf(week).map(([, use]) => weight(use)))));
  const every = Math.ceil(drawn.length / MOST_LABELLED);
  const views = (some: readonly WeekReport[]) =>
    some.map((week, i) => view(week, weight, tallest, (some.length - 1 - i) % every === 0, voice));
  return { basis, count: all.length, drawn: views(drawn), all: () => views(all) };
}

function withoutGaps(weeks: readonly WeekReport[]): WeekReport[] {
  const [first] = weeks;
  const last = weeks.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Map(weeks.map(week => [week.start, week]));
  const count = Math.round((Date.parse(last.start) - Date.parse(first.start)) / WEEK) + 1;
  return Array.from({ length: count }, (_, i) => {
    const start = new Date(Date.parse(first.start) + i * WEEK).toISOString().slice(0, 10);
    return known.get(start) ?? { start, outcomes: {} };
  });
}

function view(
  week: WeekReport,
  weight: (use: WeekUse) => number,
  tallest: number,
  labelled: boolean,
  voice: Voice,
): WeekView {
  const { weeks: words } = voice.strings;
  const uses = usesOf(week);
  const weights = uses.map(([, use]) => weight(use));
  const scale = tallest > 0 ? 100 / tallest : 0;
  let top = 0;
  const parts = uses.map(([outcome], i) => {
    const height = weights[i]! * scale;
    top += height;
    return { outcome, from: top - height, height };
  });
  const date = shortDay(new Date(week.start), { ...voice, timeZone: 'UTC' });
  const none = uses.length === 0;
  const tokens = none ? 0 : uses.map(([, use]) => use.tokens).reduce(addCounts, null);
  const became = shares(uses, weights, voice);
  const said = none ? words.unused : list([inAll(tokens, voice), ...became], voice);
  return {
    key: week.start,
    day: date,
    tokensText: !labelled ? null : none ? '' : tokensBeneath(tokens, voice),
    parts: parts.filter(({ height }) => height > 0),
    became: none ? words.unused : list(became, voice),
    spoken: fill(words.week, date, said),
    tokens,
  };
}

function tokensBeneath(tokens: number | null, { strings, locale }: Voice): string {
  return tokens === null ? strings.unknown : inMillions(tokens, locale);
}

function inAll(tokens: number | null, { strings: { weeks }, locale }: Voice): string {
  return tokens === null ? weeks.tokensUnknown : fill(weeks.tokens, compactNumber(tokens, locale));
}

function shares(
  uses: readonly (readonly [Outcome, WeekUse])[],
  weights: readonly number[],
  voice: Voice,
): string[] {
  const { outcomes, weeks, unknown } = voice.strings;
  const percents = percentages(weights);
  return uses.map(([outcome], i) => {
    const word = outcomes[outcome].toLocaleLowerCase(voice.locale);
    return fill(weeks.part, weights[i] === 0 ? unknown : percent(percents[i]!, voice), word);
  });
}

function usesOf({ outcomes }: WeekReport): (readonly [Outcome, WeekUse])[] {
  return LEDGER_ORDER.flatMap(outcome => {
    const use = outcomes[outcome];
    return use === undefined ? [] : [[outcome, use] as const];
  });
}

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}
