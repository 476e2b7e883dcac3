import { formatISO, startOfISOWeek } from 'date-fns';
import { type Figures, STAGE_NAMES } from '../../src/model/figures.ts';
import type { NudgeKind } from '../../src/model/nudge.ts';
import { OPEN, type Outcome, SHIPPED } from '../../src/model/outcome.ts';
import { type OwnRule, ruleId } from '../../src/model/ownRule.ts';
import type { ProductionReport } from '../../src/model/production.ts';
import type {
  Evidence,
  NudgeReport,
  OutcomeUse,
  PieceReport,
  UseCounts,
  WeekReport,
} from '../../src/model/report.ts';
import { NOTHING_LEFT_OUT } from '../../src/model/rest.ts';
import type { PanelReport, PanelState, Resumptions, Titles } from '../../src/panel/protocol.ts';
import { instant } from '../../src/panel/view/ages.ts';
import { tokensOf } from '../../src/panel/view/numbers.ts';
import { keyOf } from '../../src/panel/view/pieceKeys.ts';

/** A made-up month, whose outcomes are the sums over its pieces as the engine makes them. */
export const NOW = new Date('2025-11-23T14:00:00Z');
const REPO = '/home/ada/code/api';
const COMMIT = '4c1d9e2a0b3c4d5e6f708192a3b4c5d6e7f80912';

const LINES: Evidence = {
  kind: 'lines',
  commit: COMMIT,
  ref: 'refs/remotes/origin/main',
  file: 'src/reflog.ts',
  lines: 41,
  rule: 'shipped-by-lines',
};

export function use(tokens: number | null, costUsd: number | null, credits = {}): UseCounts {
  const part = (share: number) => (tokens === null ? null : Math.round(tokens * share));
  return {
    calls: 20,
    input: part(0.1),
    cacheRead: part(0.7),
    cacheWrite: part(0.15),
    output: part(0.05),
    credits,
    costUsd,
  };
}

export const TAGS: ProductionReport = {
  kind: 'release tags',
  branch: null,
  newest: 'refs/tags/v1.2.3',
  count: 15,
  said: null,
  word: null,
};

const LIVE: ProductionReport = {
  ...TAGS,
  kind: 'deploy branch',
  branch: 'production',
  newest: 'refs/remotes/origin/production',
  count: 1,
};

function daysAgo(days: number): string {
  return hoursAgo(24 * days);
}

function hoursAgo(hours: number): string {
  return new Date(NOW.getTime() - hours * 3_600_000).toISOString();
}

interface Given extends Partial<PieceReport> {
  readonly outcome: Outcome;
  readonly agents?: readonly string[];
}

export function pieceOf(id: string, age: number, spent: UseCounts, given: Given): PieceReport {
  const { agents = ['claude-code'], ...rest } = given;
  const shipped = given.outcome === 'shipped' || given.outcome === 'in production';
  return {
    id,
    repo: REPO,
    branch: 'refs/heads/feat/retry',
    sessions: agents.map((agent, i) => ({
      agent,
      id: `${id}-${i}`,
      startedAt: daysAgo(age + 1 - i / agents.length),
      endedAt: daysAgo(age + 1 - (i + 1) / agents.length),
      outcome: given.outcome,
    })),
    confidence: 'solid',
    chip: null,
    restated: [],
    startedAt: daysAgo(age + 1),
    lastAt: daysAgo(age),
    shippedAt: shipped ? daysAgo(age) : null,
    commits: shipped ? [COMMIT] : [],
    mainCommit: shipped ? COMMIT : null,
    evidence: shipped ? [LINES] : [],
    letGo: false,
    tree: given.outcome === 'in progress' ? REPO : null,
    pullRequest: given.outcome === 'in review' ? 'https://github.com/ada/api/pull/7' : null,
    newPullRequest:
      given.outcome === 'pushed' ? 'https://github.com/ada/api/compare/main...feat/retry?expand=1' : null,
    acts: given.outcome === 'explored' ? { read: 6 } : { edit: 4, shell: 1 },
    files: ['src/reflog.ts', 'src/refs.ts'],
    lines: { counting: 46, shipped: shipped ? 41 : 0 },
    use: spent,
    share: null,
    countsAsShipped: shipped,
    ...rest,
  };
}

const PIECES: readonly PieceReport[] = [
  pieceOf('importer', 6, use(1_700_000, 1.7), {
    outcome: 'in review',
    branch: 'refs/heads/refactor/importer',
    agents: ['codex', 'codex', 'codex'],
  }),
  pieceOf('retry', 4, use(900_000, 0.9), { outcome: 'committed', agents: ['claude-code', 'claude-code'] }),
  pieceOf('fixtures', 0, use(1_100_000, 1.1), {
    outcome: 'in progress',
    branch: 'refs/heads/worktree-agent-7',
  }),
  pieceOf('old', 19, use(900_000, 0.9), { outcome: 'committed', branch: 'refs/heads/spike/cache' }),
  pieceOf('reftable', 5, use(4_100_000, 4.1), { outcome: 'in production', agents: ['claude-code', 'codex'] }),
  pieceOf('focus', 6, use(3_000_000, 3.0), { outcome: 'shipped', confidence: 'fair' }),
  pieceOf('exporter', 17, use(3_600_000, 3.6), { outcome: 'shipped' }),
  pieceOf('reaper', 6, use(300_000, 0.9), {
    outcome: 'explored',
    lines: { counting: 0, shipped: 0 },
    files: [],
  }),
  pieceOf('auth', 9, use(500_000, 0.9), {
    outcome: 'explored',
    agents: ['codex'],
    lines: { counting: 0, shipped: 0 },
    files: [],
  }),
  pieceOf('notes', 12, use(60_000, 0.1), {
    outcome: 'outside git',
    repo: null,
    branch: null,
    files: ['/home/ada/notes/plan.md'],
  }),
  pieceOf('cache', 20, use(700_000, 0.7), { outcome: 'set aside', branch: 'refs/heads/try/cache' }),
  pieceOf('flags', 15, use(400_000, 0.4), { outcome: 'rolled back' }),
  pieceOf('poll', 11, use(200_000, 0.2), { outcome: 'repeated itself', files: [] }),
  pieceOf('gateway', 8, use(null, null, { credit: 31.4 }), {
    outcome: 'unclear',
    agents: ['kiro'],
    confidence: 'thin',
  }),
];

export function sum(of: readonly UseCounts[]): UseCounts {
  const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);
  return of.reduce(
    (a, b) => {
      const credits: Record<string, number> = { ...a.credits };
      for (const [unit, amount] of Object.entries(b.credits)) credits[unit] = (credits[unit] ?? 0) + amount;
      return {
        calls: a.calls + b.calls,
        input: add(a.input, b.input),
        cacheRead: add(a.cacheRead, b.cacheRead),
        cacheWrite: add(a.cacheWrite, b.cacheWrite),
        output: add(a.output, b.output),
        costUsd: add(a.costUsd, b.costUsd),
        credits,
      };
    },
    {
      calls: 0,
      input: null,
      cacheRead: null,
      cacheWrite: null,
      output: null,
      costUsd: null,
      credits: {},
    } as UseCounts,
  );
}

/** As though all of a piece had been used in the week in which it was last edited. */
function weeksOver(pieces: readonly PieceReport[]): WeekReport[] {
  const starts = pieces.map(piece =>
    formatISO(startOfISOWeek((instant(piece.lastAt) ?? NOW).toISOString().slice(0, 10)), {
      representation: 'date',
    }),
  );
  return [...new Set(starts)].sort().map(start => {
    const own = pieces.filter((_, i) => starts[i] === start);
    const outcomes = [...new Set(own.map(piece => piece.outcome))].map(outcome => {
      const { calls, costUsd, ...counts } = sum(
        own.filter(piece => piece.outcome === outcome).map(piece => piece.use),
      );
      return [outcome, { calls, tokens: tokensOf(counts), costUsd }];
    });
    return { start, outcomes: Object.fromEntries(outcomes) };
  });
}

/** What the engine would say of them, were all of them ordinary and none old enough. */
function figuresOver(pieces: readonly PieceReport[]): Figures {
  const cost = (of: readonly Outcome[] | null) =>
    pieces
      .filter(({ outcome }) => of === null || of.includes(outcome))
      .reduce((total, piece) => total + Math.max(0, piece.use.costUsd ?? 0), 0);
  const all = cost(null);
  const code = all - cost(['explored', 'outside git']);
  const share = (of: readonly Outcome[]) => (code === 0 ? 0 : cost(of) / code);
  const shipped = share(SHIPPED);
  const open = share(OPEN);
  const deployed = pieces.filter(({ outcome }) => outcome === 'in production').length;
  return {
    shippedAndStillThere: null,
    shippedChangeTook: null,
    shipped: { window: pieces.filter(({ countsAsShipped }) => countsAsShipped).length, lastSevenDays: 0 },
    stillThere14: null,
    stillThereWeeks: [],
    rework14: null,
    inProduction: deployed === 0 ? null : { pieces: deployed },
    window: {
      inCode: all === 0 ? null : cost(SHIPPED) / all,
      stages:
        code === 0
          ? []
          : STAGE_NAMES.map((stage, i) => ({
              stage,
              reached: [1, shipped + open * 0.7, shipped + open * 0.5, shipped, share(['in production']), 0][
                i
              ]!,
              possible: [0, open * 0.3, open * 0.5, open, open, shipped + open][i]!,
            })),
    },
    finished: { pieces: 9, shipped: 7 },
    usual: null,
  };
}

/** A report over these pieces. */
export function reportOf(pieces: readonly PieceReport[], days: number | null = 28): PanelReport {
  const outcomes: Partial<Record<Outcome, OutcomeUse>> = {};
  for (const outcome of new Set(pieces.map(each => each.outcome))) {
    const own = pieces.filter(each => each.outcome === outcome);
    outcomes[outcome] = {
      ...sum(own.map(each => each.use)),
      sessions: own.reduce((n, each) => n + each.sessions.length, 0),
    };
  }
  const all = { ...sum(pieces.map(each => each.use)), reasoning: null };
  const unpriced = pieces.filter(each => each.use.costUsd === null && each.use.calls > 0);
  const unpricedCalls = unpriced.reduce((n, each) => n + each.use.calls, 0);
  return {
    generatedAt: NOW.toISOString(),
    timeZone: 'UTC',
    window: { since: days === null ? null : daysAgo(days), until: null },
    filter: { repository: null, agent: null },
    choices: { repositories: [REPO, '/home/ada/code/gateway'], agents: ['claude-code', 'codex', 'kiro'] },
    sources: [
      {
        agent: 'claude-code',
        status: 'read',
        files: 94,
        skipped: 2,
        reason: null,
        looked: ['~/.claude-code'],
      },
      { agent: 'codex', status: 'read', files: 21, skipped: 0, reason: null, looked: ['~/.codex'] },
      { agent: 'kiro', status: 'read', files: 8, skipped: 0, reason: null, looked: ['~/.kiro'] },
      { agent: 'cursor', status: 'read', files: 1, skipped: 0, reason: null, looked: ['~/.cursor'] },
      { agent: 'opencode', status: 'not found', files: 0, skipped: 0, reason: null, looked: ['~/.opencode'] },
      {
        agent: 'gemini-cli',
        status: 'not found',
        files: 0,
        skipped: 0,
        reason: null,
        looked: ['~/.gemini-cli'],
      },
    ],
    usage: {
      total: { ...all, unpricedCalls, quality: 'exact' },
      byAgent: {
        'claude-code': { ...use(14_100_000, 14), reasoning: null, unpricedCalls: 0, quality: 'exact' },
        codex: { ...use(4_300_000, 4), reasoning: null, unpricedCalls: 0, quality: 'lower bound' },
        kiro: {
          ...use(null, null, { credit: 31.4 }),
          reasoning: null,
          unpricedCalls: 20,
          quality: 'credits',
        },
        cursor: { ...use(null, null), reasoning: null, unpricedCalls: 20, quality: 'none' },
      },
    },
    outcomes,
    weeks: weeksOver(pieces),
    figures: figuresOver(pieces),
    corrections: [],
    nudges: [],
    quietNudges: [],
    coverage: [
      { code: 'last-heard', text: `${REPO}: last heard.`, repo: REPO, at: '2025-11-23T13:35:00Z' },
      { code: 'unclear', text: 'What became of 1 session is unclear.', count: 1 },
      { code: 'prices', text: 'List prices are those of 2025-09-23.', at: '2025-09-23' },
      { code: 'new-code', text: 'Something that this page has no words for.' },
    ],
    pieces,
    rest: NOTHING_LEFT_OUT,
    repos: [
      {
        root: REPO,
        shippingRef: 'refs/remotes/origin/main',
        lastHeard: new Date(NOW.getTime() - 1_200_000).toISOString(),
        production: [TAGS, LIVE],
      },
    ],
    sessions: pieces.flatMap(each =>
      each.sessions.map(({ agent, id, endedAt }) => ({ agent, id, endedAt, corrected: null })),
    ),
  };
}

const REPORT = reportOf(PIECES);

export const READY: PanelState = {
  phase: 'ready',
  progress: null,
  report: {
    ...REPORT,
    figures: {
      ...REPORT.figures,
      stillThere14: { kept: 5, oldEnough: 6 },
      stillThereWeeks: [
        { weeksAgo: 5, kept: 2, oldEnough: 3, lines: 0.8 },
        { weeksAgo: 3, kept: 1, oldEnough: 1, lines: 1 },
        { weeksAgo: 2, kept: 2, oldEnough: 2, lines: 0.95 },
      ],
    },
  },
  earlier: false,
  period: { days: 28, dates: null },
  filter: { repository: null, agent: null },
  shown: {},
  plan: 'unknown',
  trusted: true,
  sample: false,
  keepLogs: false,
  recapPutOff: null,
  rules: [],
  problem: null,
};

const COUNTS: Partial<Record<NudgeKind, NudgeReport['evidence']['counts']>> = {
  'not pushed': { commits: 3, old: 2, days: 4 },
  parked: { lines: 140, files: 2, days: 9 },
  'same ground': { files: 2 },
  'running alone': { turns: 25, alike: 4 },
  'big for one look': { lines: 1100, files: 34, usual: 400 },
  'context grew': { tokens: 400_000, usual: 90_000, turns: 10 },
};

export function nudgeOf(kind: NudgeKind, given: Partial<NudgeReport> = {}): NudgeReport {
  return {
    id: 1,
    kind,
    state: 'shown',
    about: {
      repo: REPO,
      branch: 'refs/heads/feat/retry',
      piece: kind === 'same ground' ? null : 'retry',
      sessions: [],
      tree: REPO,
    },
    rule: 'a-rule',
    since: daysAgo(4),
    shownAt: daysAgo(0),
    evidence: {
      counts: COUNTS[kind] ?? { days: 30 },
      files: [`${REPO}/src/uploader.ts`, `${REPO}/src/refs.ts`],
      commits: ['a'.repeat(40), 'b'.repeat(40)],
    },
    confidence: 'solid',
    ...given,
  };
}

/** With nudges in a row and under the sentence, and kinds that are quiet. */
export const NUDGED: PanelState = {
  ...READY,
  report: {
    ...READY.report!,
    nudges: [nudgeOf('not pushed'), nudgeOf('same ground', { id: 2 })],
    quietNudges: [
      { kind: 'parked', why: 'not useful', until: '2026-02-20T10:00:00.000Z', id: 3 },
      { kind: 'context grew', why: 'never', until: null, id: 4 },
    ],
  },
};

const NAMES: Readonly<Record<string, string>> = {
  importer: 'Split the importer into stages',
  retry: 'Retry with back-off for the uploader',
  fixtures: 'Fixture builder for the ledger tests',
  focus: 'Keep focus when the list refreshes',
  reaper: 'Why does the reaper miss orphaned jobs, and what would it take to notice them sooner?',
  auth: 'Review of the auth change',
};

export const TITLES: Titles = {
  sessions: PIECES.map(({ id, sessions: [session] }) => ({ ...keyOf(session!), title: NAMES[id] ?? null })),
  commits: [],
};

/** One conversation is deleted, one may not be gone on with, and nobody knows how to with Kiro's. */
export const RESUMPTIONS: Resumptions = PIECES.flatMap(({ id, sessions }) =>
  sessions.map(session => {
    const key = keyOf(session);
    if (id === 'old') return { ...key, state: 'gone', by: daysAgo(11) };
    if (id === 'exporter') return { ...key, state: 'folder gone', by: null };
    return { ...key, state: session.agent === 'kiro' ? 'cannot' : 'ready', by: null };
  }),
);

/** Days of one's own, of one repository and one agent, whose remote was never heard and whose git is missing. */
const PART: PanelReport = {
  ...reportOf(PIECES.filter(({ sessions }) => sessions.some(({ agent }) => agent === 'codex'))),
  window: { since: daysAgo(23), until: daysAgo(3) },
  filter: { repository: REPO, agent: 'codex' },
  repos: [{ root: REPO, shippingRef: 'refs/remotes/origin/main', lastHeard: null, production: [] }],
  coverage: [
    { code: 'no-git', text: 'Git was not found.' },
    { code: 'repository-unreadable', text: 'Not to be read.', repo: REPO, reason: 'dubious ownership' },
    { code: 'unpriced-model', text: 'No price.', model: 'made-up-model-1' },
    { code: 'lines-skipped', text: 'Skipped.', agent: 'codex', count: 12 },
  ],
};

/** The person said that one change is not AI work, let another go, linked a commit to a third, and what production is. */
const SAID: PanelReport = {
  ...reportOf(
    PIECES.map(piece => {
      if (piece.id === 'old') return { ...piece, letGo: true };
      if (piece.id === 'retry') return { ...piece, outcome: 'unclear', tree: null };
      return piece.id === 'focus' ? { ...piece, chip: 'mostly yours', confidence: 'thin' } : piece;
    }),
  ),
  repos: [
    {
      ...REPORT.repos[0]!,
      production: [
        { ...TAGS, said: 'not production', word: 1 },
        { ...LIVE, said: 'production', word: 2 },
      ],
    },
  ],
  corrections: [
    { id: 1, agent: 'claude-code', session: 'old-0', said: 'let go', target: null, at: daysAgo(1) },
    { id: 2, agent: 'claude-code', session: 'retry-0', said: 'not AI work', target: null, at: daysAgo(1) },
    { id: 3, agent: 'claude-code', session: 'focus-0', said: 'link', target: COMMIT, at: daysAgo(1) },
  ],
};

/** More rows than are shown at first, with names longer than any line. */
const MANY: PanelReport = reportOf([
  ...PIECES,
  ...Array.from({ length: 14 }, (_, i) =>
    pieceOf(`many-${i}`, i + 1, use(90_000 * (i + 1), 0.1), {
      outcome: 'committed',
      branch: `refs/heads/feature/${'a-branch-whose-name-goes-on-'.repeat(4)}${i}`,
    }),
  ),
]);

const RULE: OwnRule = { if: 'open pieces', than: 3, words: 'I finish one before I begin another' };

const NOTHING: PanelReport = {
  ...reportOf([]),
  usage: { ...reportOf([]).usage, byAgent: {} },
  coverage: [],
};

const UNTOLD: PanelState = { ...READY, report: null };

export const STATES: Readonly<Record<string, PanelState>> = {
  ready: READY,
  nudged: NUDGED,
  earlier: { ...READY, report: { ...READY.report!, generatedAt: hoursAgo(2) }, earlier: true },
  'per use': { ...READY, plan: 'per use' },
  importing: {
    ...READY,
    phase: 'importing',
    report: null,
    progress: { filesDone: 120, filesTotal: 900, oldestDay: '2025-10-03' },
  },
  nothing: { ...READY, report: NOTHING },
  'no logs': {
    ...READY,
    report: {
      ...NOTHING,
      sources: READY.report!.sources.map(source => ({ ...source, status: 'not found', files: 0 })),
    },
  },
  'young logs': { ...READY, keepLogs: true, plan: 'flat' },
  sample: { ...READY, trusted: false, sample: true },
  // A Sunday afternoon in Greenwich is a Monday where the sun rises first.
  recap: { ...READY, report: { ...READY.report!, timeZone: 'Pacific/Kiritimati' } },
  explored: { ...READY, report: reportOf(PIECES.filter(each => each.outcome === 'explored')) },
  paused: { ...READY, phase: 'paused' },
  restricted: { ...READY, phase: 'restricted', trusted: false, report: null },
  unreadable: { ...READY, phase: 'unreadable', report: null },
  off: { ...READY, phase: 'off', report: null },
  starting: { ...UNTOLD, phase: 'starting' },
  'reading on': {
    ...READY,
    phase: 'importing',
    progress: { filesDone: 890, filesTotal: 900, oldestDay: '2025-10-03' },
  },
  part: {
    ...READY,
    report: PART,
    period: { days: 28, dates: { from: '2025-10-31', to: '2025-11-20' } },
    filter: PART.filter,
  },
  said: { ...READY, report: SAID },
  many: { ...READY, report: MANY },
  'own rule': {
    ...READY,
    rules: [RULE],
    report: {
      ...READY.report!,
      nudges: [
        nudgeOf('own rule', {
          rule: ruleId(RULE),
          about: { repo: null, branch: null, piece: null, sessions: [], tree: null },
          evidence: { counts: { pieces: 4, than: 3 }, files: [], commits: [] },
        }),
      ],
    },
  },
  'paused with nothing': { ...UNTOLD, phase: 'paused' },
  'disk full': { ...READY, problem: 'disk full' },
  newer: { ...UNTOLD, phase: 'starting', problem: 'ledger newer' },
  'read-only': { ...UNTOLD, phase: 'starting', problem: 'ledger read-only' },
  busy: { ...UNTOLD, phase: 'starting', problem: 'ledger busy' },
  damaged: { ...UNTOLD, phase: 'unreadable', problem: 'ledger corrupt' },
  'no sqlite': { ...UNTOLD, phase: 'starting', problem: 'no sqlite' },
  failed: { ...UNTOLD, phase: 'starting', problem: 'failed' },
};
