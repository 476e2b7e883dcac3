import type { Shown } from './judge.ts';
import { TOLD } from './told.ts';
import { DAY, HOUR, NOW, type World } from './world.ts';

/** One number that a person is shown, and which way is better. */
export interface Measure {
  readonly name: string;
  /** `fact` is a share of the use of a few weeks; `part` one of pieces or of lines. */
  readonly kind: 'share' | 'fact' | 'cost' | 'count' | 'part';
  readonly better: 'more' | 'less';
  /** It is told in whole per cent. */
  readonly inPercent?: boolean;
  /** `null` where it is not shown. */
  read(shown: Shown): number | null;
}

const stage = (name: string) => (shown: Shown) =>
  shown.figures.window.stages.find(each => each.stage === name)?.reached ?? null;

/** Those that stand in the table. */
export const FIGURES: readonly Measure[] = [
  {
    name: 'share',
    kind: 'share',
    better: 'more',
    read: ({ figures }) => figures.shippedAndStillThere?.value ?? null,
  },
  {
    name: 'median',
    kind: 'cost',
    better: 'less',
    read: ({ figures }) => figures.shippedChangeTook?.medianUsd ?? null,
  },
  {
    name: 'mean',
    kind: 'cost',
    better: 'less',
    read: ({ figures }) => figures.shippedChangeTook?.meanUsd ?? null,
  },
  { name: 'sentence', kind: 'fact', better: 'more', read: ({ sentence }) => sentence?.shipped ?? null },
  { name: 'stages', kind: 'fact', better: 'more', read: stage('shipped') },
  { name: 'still', kind: 'fact', better: 'more', read: stage('still there') },
  { name: 'shipped', kind: 'count', better: 'more', read: ({ figures }) => figures.shipped.window },
  { name: '7 days', kind: 'count', better: 'more', read: ({ badge }) => badge.shipped },
  {
    name: 'in prod.',
    kind: 'count',
    better: 'more',
    read: ({ figures }) => figures.inProduction?.pieces ?? null,
  },
  { name: 'rework', kind: 'part', better: 'less', read: ({ figures }) => figures.rework14?.value ?? null },
];

/** Those that are named where they do not hold. */
const OTHERS: readonly Measure[] = [
  {
    name: 'median in tokens',
    kind: 'cost',
    better: 'less',
    read: ({ figures }) => figures.shippedChangeTook?.medianTokens ?? null,
  },
  {
    name: 'mean in tokens',
    kind: 'cost',
    better: 'less',
    read: ({ figures }) => figures.shippedChangeTook?.meanTokens ?? null,
  },
  {
    name: 'part of finished pieces that shipped',
    kind: 'part',
    better: 'more',
    read: ({ figures: { shippedAndStillThere: share } }) =>
      share === null ? null : share.shippedPieces / share.pieces,
  },
  {
    name: 'part of lines that stayed',
    kind: 'part',
    better: 'more',
    read: ({ figures }) => {
      const weeks = figures.stillThereWeeks;
      const all = weeks.reduce((sum, { oldEnough }) => sum + oldEnough, 0);
      return all === 0 ? null : weeks.reduce((sum, { lines, oldEnough }) => sum + lines * oldEnough, 0) / all;
    },
  },
  { name: 'nudges about nothing new', kind: 'count', better: 'more', read: ({ held }) => held },
  ...TOLD.map(
    ({ name, kind, better, inPercent }): Measure => ({
      ...{ name, kind, better, inPercent },
      read: ({ told }) => told.get(name) ?? null,
    }),
  ),
];

export const MEASURES: readonly Measure[] = [...FIGURES, ...OTHERS];

/** What others count, of the same world. */
export interface Rival {
  readonly name: string;
  read(world: World): number;
}

const WINDOW = 100 * DAY;

export const RIVALS: readonly Rival[] = [
  { name: 'tokens', read: ({ sessions }) => sum(sessions.filter(inWindow), ({ tokens }) => tokens) },
  { name: 'sessions', read: ({ sessions }) => sessions.filter(inWindow).length },
  {
    name: 'commits',
    read: ({ sessions }) =>
      sum(sessions.filter(inWindow), ({ fate, commits }) => (fate === 'shipped' ? commits : 0)),
  },
  {
    // Credits a session with any commit that anybody made within an hour after it.
    name: 'yield',
    read: ({ sessions }) => {
      const commits = sessions
        .filter(({ fate, lines, byShell }) => fate !== 'gone' && fate !== 'working' && (lines > 0 || byShell))
        .map(({ at, lasted }) => at + lasted)
        .sort((a, b) => a - b);
      const inTime = sessions.filter(inWindow).filter(({ at, lasted }) => {
        const next = commits.find(commit => commit >= at);
        return next !== undefined && next <= at + lasted + HOUR;
      });
      return sum(inTime, ({ usd }) => usd) / sum(sessions.filter(inWindow), ({ usd }) => usd);
    },
  },
];

function inWindow({ at }: { at: number }): boolean {
  return at >= NOW - WINDOW;
}

function sum<T>(of: readonly T[], pick: (each: T) => number): number {
  return of.reduce((total, each) => total + pick(each), 0);
}
