import type { Texts } from './texts.ts';

/** A number in a text, and which way is better; `null` where neither is. */
interface Told {
  readonly name: string;
  readonly kind: 'share' | 'fact' | 'count' | 'part';
  readonly better: 'more' | 'less' | null;
  readonly inPercent?: boolean;
  /** Its first group is the number, or what is read as one. */
  readonly find: RegExp;
  readonly read?: (text: string) => number;
}

const number = (text: string) => Number(text.replaceAll(',', ''));
const percent = (text: string) => Number(text) / 100;
/** Use tells nothing by being more or less; of open work neither is better, and of dates neither. */
const plain = (find: RegExp): Told => ({ name: '', kind: 'count', better: null, find });
const count = (name: string, find: RegExp): Told => ({ name, kind: 'count', better: 'more', find });
const part = (name: string, kind: 'share' | 'fact', find: RegExp): Told => ({
  ...{ name, kind, better: 'more', find },
  inPercent: true,
  read: percent,
});

const BADGE: readonly Told[] = [
  count('shipped', /Last 7 days: (\d+) shipped/),
  {
    name: 'days since it shipped',
    kind: 'count',
    better: 'less',
    find: /Work last shipped ([^.]+)\./,
    read: daysAgo,
  },
  plain(/Last 7 days: unknown shipped/),
  plain(/(\d+) open now/),
  plain(/(\d+) commits here are not pushed/),
  plain(/(\d+) changes are open/),
  plain(/It took [^ ]+ tokens in ([\d,]+|one) calls?/),
  plain(/No AI use was seen in the last (7) days/),
];

const TOOL: readonly Told[] = [
  count('shipped', /changes shipped: (\d+)/),
  count('shipped in 7 days', /\((\d+) in the last 7 days\)/),
  plain(/in the last (\d+) days:/),
  plain(/pieces of work open: (\d+)/),
  part('within the usual', 'fact', /within the usual: (\d+) %/),
  // What it took beside that: more of it is no better.
  plain(/beyond the usual: (\d+) %/),
  // Parts of a whole: each becomes smaller where another grows.
  plain(/ {2}- [a-z ]+: (?:(?:\d+ %|unknown), )?\d+ sessions/g),
  part('share', 'share', /about (\d+) %/),
  part('share, low', 'share', /range (\d+) %/),
  // The upper end tells how much is not known: more of that is no better.
  plain(/ to (\d+) %/),
  count('finished', /not enough yet, (\d+) of 12/),
  plain(/\((90) days\)/),
];

const RECAP: readonly Told[] = [
  {
    name: 'shipped',
    kind: 'count',
    better: 'more',
    find: /### Shipped\n\n((?:- .*\n)+)/,
    read: listed,
  },
  plain(/### Waiting for you\n\n((?:- .*\n)+)/),
  {
    name: 'held',
    kind: 'part',
    better: 'more',
    find: /- ((?:\d+ of|All) \d+) changes that shipped at least 14 days ago are still there/,
    read: ofAll,
  },
  plain(/## Last week, (.*)/),
];

const TEXTS: readonly {
  readonly name: string;
  readonly text: (texts: Texts) => string;
  readonly told: readonly Told[];
}[] = [
  { name: 'tooltip', text: ({ tooltip }) => tooltip, told: BADGE },
  { name: 'spoken', text: ({ spoken }) => spoken, told: BADGE },
  ...[7, 28, 90].map(days => ({
    name: `chat, ${days} days`,
    text: ({ tool }: Texts) => tool.get(days) ?? '',
    told: TOOL,
  })),
  { name: 'recap', text: ({ recap }) => recap, told: RECAP },
];

/** A number that may be told, in whatever account. */
interface ToldNumber {
  readonly name: string;
  readonly kind: Told['kind'];
  readonly better: 'more' | 'less';
  readonly inPercent: boolean;
}

export const TOLD: readonly ToldNumber[] = TEXTS.flatMap(({ name, told }) =>
  told.flatMap(({ name: what, kind, better, inPercent = false }) =>
    better === null ? [] : [{ name: `${name}: ${what}`, kind, better, inPercent }],
  ),
);

/**
 * The numbers of all texts, by what they are.
 * @throws {Error} at a number of which nobody has said which way is better
 */
export function numbersIn(texts: Texts): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { name, text, told } of TEXTS) {
    let rest = text(texts);
    for (const { name: what, better, find, read = number } of told) {
      const match = rest.match(find);
      if (match === null) continue;
      if (better !== null) found.set(`${name}: ${what}`, read(match[1]!));
      rest = rest.replace(find, '');
    }
    if (/\d/.test(rest)) throw new Error(`A number of which nobody said what is better, in ${name}: ${rest}`);
  }
  return found;
}

/** Five at most, and how many more there are. */
function listed(items: string): number {
  const more = items.match(/- and (\d+) more/);
  const lines = items.trim().split('\n').length;
  return more === null ? lines : lines - 1 + Number(more[1]);
}

function ofAll(text: string): number {
  const match = text.match(/(\d+) of (\d+)/);
  return match === null ? 1 : Number(match[1]) / Number(match[2]);
}

const DAYS: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
};
const NAMED: Readonly<Record<string, number>> = {
  now: 0,
  yesterday: 1,
  'last week': 7,
  'last month': 30,
  'last quarter': 91,
  'last year': 365,
};

function daysAgo(text: string): number {
  const [, amount, unit] = text.match(/^(\d+) ([a-z]+?)s? ago$/) ?? [];
  const days = amount === undefined ? NAMED[text] : Number(amount) * DAYS[unit!]!;
  if (days === undefined) throw new Error(`no time ago: ${text}`);
  return days;
}
