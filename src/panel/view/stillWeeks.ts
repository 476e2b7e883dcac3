import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { Figures, StillThereWeek } from '../../model/figures.ts';
import { relativeFormat } from '../../model/formats.ts';
import { COUNTS_BELOW, rounded } from './figures.ts';
import { whole } from './numbers.ts';
import { fill, type Voice } from './words.ts';

/** From the baseline up, in percent of the tallest week. */
interface Span {
  readonly from: number;
  readonly height: number;
}

export interface StillWeek {
  /** How many weeks ago. */
  readonly key: string;
  /** `5w ago` */
  readonly when: string;
  /** `5 weeks ago` */
  readonly whenLong: string;
  readonly kept: Span;
  readonly gone: Span;
  /** `2 of 3`; empty where nothing shipped. */
  readonly counts: string;
  readonly changesText: string;
  readonly keptText: string;
  /** `85 %` of lines; `null` where there are too few changes for a share. */
  readonly linesText: string | null;
  readonly spoken: string;
}

/** What shipped N weeks ago, and how much of it was there 14 days later. */
export interface StillWeeks {
  /** Oldest first, also those in which nothing shipped, up to the last that is old enough to tell. */
  readonly weeks: readonly StillWeek[];
  readonly spoken: string;
}

/** What ships needs two weeks until it can be told of. */
const FIRST_TOLD = 2;

/** `null` where what can be told is of a single week, or of nothing. */
export function stillWeeksOf(
  { stillThereWeeks, stillThere14 }: Pick<Figures, 'stillThereWeeks' | 'stillThere14'>,
  voice: Voice,
): StillWeeks | null {
  const [oldest] = stillThereWeeks;
  if (stillThere14 === null || oldest === undefined || oldest.weeksAgo <= FIRST_TOLD) return null;
  const known = new Map(stillThereWeeks.map(week => [week.weeksAgo, week]));
  const weeks = Array.from({ length: oldest.weeksAgo - FIRST_TOLD + 1 }, (_, n): StillThereWeek => {
    const weeksAgo = oldest.weeksAgo - n;
    return known.get(weeksAgo) ?? { weeksAgo, kept: 0, oldEnough: 0, lines: 0 };
  });
  const tallest = Math.max(...weeks.map(({ oldEnough }) => oldEnough));
  const height = scaleLinear([0, tallest], [0, 100]);
  const [kept, gone] = stack<unknown, StillThereWeek, 'kept' | 'gone'>()
    .keys(['kept', 'gone'])
    .value((week, key) => (key === 'kept' ? week.kept : week.oldEnough - week.kept))(weeks);
  const span = ({ 0: from, 1: to }: { readonly 0: number; readonly 1: number }) => {
    return { from: height(from), height: height(to - from) };
  };
  const shares = stillThere14.oldEnough >= COUNTS_BELOW;
  return {
    weeks: weeks.map((week, n) => view(week, span(kept![n]!), span(gone![n]!), shares, voice)),
    spoken: summary(stillThere14, voice),
  };
}

function view(week: StillThereWeek, kept: Span, gone: Span, shares: boolean, voice: Voice): StillWeek {
  const { still: words } = voice.strings;
  const ago = (style: 'long' | 'narrow') =>
    relativeFormat(voice.locale, { style }).format(-week.weeksAgo, 'week');
  const whenLong = ago('long');
  const [left, all] = [whole(week.kept, voice.locale), whole(week.oldEnough, voice.locale)];
  const none = week.oldEnough === 0;
  const linesText = shares && !none ? rounded(week.lines, voice) : null;
  const told = none ? words.weekNone : linesText === null ? words.week : words.weekLines;
  return {
    key: String(week.weeksAgo),
    when: ago('narrow'),
    whenLong,
    kept,
    gone,
    counts: none ? '' : fill(words.counts, left, all),
    changesText: all,
    keptText: left,
    linesText,
    spoken: fill(told, whenLong, left, all, linesText ?? ''),
  };
}

function summary({ kept, oldEnough }: NonNullable<Figures['stillThere14']>, voice: Voice): string {
  const { still: words } = voice.strings;
  const all = whole(oldEnough, voice.locale);
  return kept === oldEnough
    ? fill(words.chartAll, all)
    : fill(words.chartSome, whole(kept, voice.locale), all);
}
