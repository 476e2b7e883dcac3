import { joined, NOTHING_ASKED } from './asking.ts';
import { accountOf, byMark, figuresOf, intervalsOf } from './figures.ts';
import { COMMITS, FORMATTING, HANDS, OPERATIONS } from './plan.ts';
import type { SeedResult } from './runSeed.ts';
import type { Strangers } from './strangers.ts';

export interface Gate {
  readonly name: string;
  readonly passed: boolean;
  readonly figure: string;
}

const LEAST_SEEDS = 50;
const SHARE_OF_SEEDS = 0.2;
/** Fewer lines of a scenario say nothing about it. */
const SAMPLE = 200;

/** Everything that has to occur in a fifth of the seeds. */
export const MUST_OCCUR: readonly string[] = [
  ...OPERATIONS,
  ...COMMITS.map(each => `commits: ${each}`),
  ...HANDS.map(each => `hand: ${each}`),
  ...new Set(FORMATTING.map(each => `format: ${each}`)),
  'prettier',
  'biome',
  'ruff',
  'ts',
  'py',
  'claude-code',
  'codex',
  'parallel',
  'prune',
  'gc',
  'shallow',
];

export function gatesOf(results: readonly SeedResult[], strangers: readonly Strangers[]): Gate[] {
  const sessions = results.flatMap(each => each.sessions);
  const { figures, falseShippings } = accountOf(sessions, 'said');
  const intervals = intervalsOf(sessions);
  const leaked = sessions.reduce((sum, each) => sum + each.leaked, 0);
  const scenarios = [...byMark(sessions)]
    .map(([mark, of]) => ({ mark, ...figuresOf(of, each => each.lines) }))
    .filter(each => each.true >= SAMPLE);
  const worst = (key: 'precision' | 'recall') =>
    scenarios.reduce((low, each) => ((each[key] ?? 1) < (low?.[key] ?? 1) ? each : low), scenarios[0]);
  const rare = MUST_OCCUR.filter(
    mark =>
      results.filter(({ occurred }) => occurred.includes(mark)).length <
      Math.floor(results.length * SHARE_OF_SEEDS),
  );
  const asked = results.map(each => each.asked).reduce(joined, NOTHING_ASKED);
  const unlike = results.filter(({ unlikeGit }) => unlikeGit.length > 0);
  const [p, r] = [worst('precision'), worst('recall')];
  const least = (name: string, value: number | null | undefined, limit: number, of = ''): Gate => ({
    name: `${name} ≥ ${limit}`,
    passed: value !== null && value !== undefined && value >= limit,
    figure: `${shown(value)}${of}`,
  });
  const most = (name: string, value: number | null, limit: number, of = ''): Gate => ({
    name: `${name} ≤ ${limit}`,
    passed: value !== null && value <= limit,
    figure: `${shown(value)}${of}`,
  });
  return [
    least('seeds', results.length, LEAST_SEEDS),
    {
      name: 'the model is as git is',
      passed: unlike.length === 0,
      figure: unlike.map(each => each.seed).join(' '),
    },
    { name: 'each thing in a fifth of the seeds', passed: rare.length === 0, figure: rare.join(', ') },
    least('pooled line precision', figures.precision, 0.98),
    least('pooled line recall', figures.recall, 0.95),
    least('recall of lines purely the agent’s', figures.pureRecall, 0.98),
    least('precision of the worst scenario', p?.precision, 0.95, ` ${p?.mark}`),
    least('recall of the worst scenario', r?.recall, 0.92, ` ${r?.mark}`),
    most('total bias, either way,', figures.bias === null ? null : Math.abs(figures.bias), 0.03),
    most(
      'false shippings',
      falseShippings.of === 0 ? null : falseShippings.count / falseShippings.of,
      0.01,
      ` (${falseShippings.count} of ${falseShippings.of})`,
    ),
    least(
      'true share within [low, high]',
      intervals.of === 0 ? null : intervals.within / intervals.of,
      0.95,
      ` (${intervals.within} of ${intervals.of})`,
    ),
    most('median width of [low, high]', intervals.medianWidth, 0.15),
    most('lines of excluded files that count', leaked, 0),
    most(
      'lines credited in commits of teammates and bots',
      results.reduce((sum, each) => sum + each.othersCredited, 0),
      0,
    ),
    ...['solid' as const, 'fair' as const].map(key => {
      const { right, wrong } = asked.said[key];
      const limit = key === 'solid' ? 0.98 : 0.9;
      return least(
        `lines said with ${key} certainty to be a session’s that are`,
        ratio(right, right + wrong),
        limit,
      );
    }),
    least('lines of sessions that are found when asked about', ratio(asked.found, asked.written), 0.85),
    ...strangers.map(({ name, lines, credited }) =>
      most(name, credited / lines, 0.001, ` (${credited} of ${lines})`),
    ),
  ];
}

function ratio(part: number, of: number): number | null {
  return of === 0 ? null : part / of;
}

export function shown(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
