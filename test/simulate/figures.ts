import type { Measured, Tally } from './measure.ts';

/** How well an account of many sessions agrees with the truth; `null` where there was nothing to say. */
export interface Figures {
  readonly sessions: number;
  readonly said: number;
  readonly true: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly pureRecall: number | null;
  /** Said over true, less one. */
  readonly bias: number | null;
}

export interface Account {
  readonly figures: Figures;
  /** Of sessions said to have shipped, those that did not. */
  readonly falseShippings: { readonly count: number; readonly of: number };
  readonly wrongOutcomes: ReadonlyMap<string, number>;
  readonly wrong: number;
}

const SHIPPED = new Set(['shipped', 'in production', 'rolled back']);

export function figuresOf(sessions: readonly Measured[], pick: (each: Measured) => Tally): Figures {
  const sum = (key: keyof Tally) => sessions.reduce((total, each) => total + pick(each)[key], 0);
  const [said, truth, both, pure, pureBoth] = (['said', 'true', 'both', 'pure', 'pureBoth'] as const).map(
    sum,
  );
  return {
    sessions: sessions.length,
    said: said!,
    true: truth!,
    precision: ratio(both!, said!),
    recall: ratio(both!, truth!),
    pureRecall: ratio(pureBoth!, pure!),
    bias: truth === 0 ? null : said! / truth! - 1,
  };
}

export function accountOf(sessions: readonly Measured[], by: 'said' | 'timeWindow'): Account {
  const saidShipped = sessions.filter(({ outcome }) => SHIPPED.has(outcome[by]));
  const falsely = saidShipped.filter(({ outcome }) => !SHIPPED.has(outcome.true));
  const wrongOutcomes = new Map<string, number>();
  let wrong = 0;
  for (const { outcome } of sessions) {
    if (outcome.true === outcome[by]) continue;
    wrong++;
    const key = `${outcome.true} → ${outcome[by]}`;
    wrongOutcomes.set(key, (wrongOutcomes.get(key) ?? 0) + 1);
  }
  return {
    figures: figuresOf(sessions, each => (by === 'said' ? each.lines : each.timeWindow)),
    falseShippings: { count: falsely.length, of: saidShipped.length },
    wrongOutcomes: new Map([...wrongOutcomes].sort((a, b) => b[1] - a[1])),
    wrong,
  };
}

export interface Intervals {
  /** Sessions with lines, and those of them whose true share lies in what was said. */
  readonly of: number;
  readonly within: number;
  readonly medianWidth: number | null;
}

/** A share that is right to the last digit of its fraction is within. */
const EQUAL = 1e-9;

export function intervalsOf(sessions: readonly Measured[]): Intervals {
  const known = sessions.flatMap(({ share }) =>
    share.true === null ? [] : [{ ...share, true: share.true }],
  );
  const within = known.filter(({ true: real, low, high }) => real >= low - EQUAL && real <= high + EQUAL);
  const widths = known.map(({ low, high }) => high - low).sort((a, b) => a - b);
  return {
    of: known.length,
    within: within.length,
    medianWidth: widths[Math.floor(widths.length / 2)] ?? null,
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Sessions by each thing that they went through. */
export function byMark(sessions: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const session of sessions) {
    for (const mark of session.marks) groups.set(mark, [...(groups.get(mark) ?? []), session]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
