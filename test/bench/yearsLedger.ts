import type { DatabaseSync } from 'node:sqlite';
import {
  FINDING,
  type PieceFinding,
  type RepositoryFinding,
  type SessionFinding,
} from '../../src/engine/findingTypes.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { Chance } from './chance.ts';

const DAY = 86_400_000;
const MODELS = ['claude-sonnet-4-5', 'claude-opus-4-1', 'gpt-5-codex', 'claude-haiku-4-5'];
const REPOSITORIES = 12;
const OUTCOMES: readonly Outcome[] = [
  'shipped',
  'shipped',
  'in production',
  'set aside',
  'explored',
  'pushed',
  'rolled back',
];

export interface Years {
  readonly years: number;
  readonly sessions: number;
  readonly callsEach: number;
  readonly now: number;
}

/** A heavy user's ledger: calls as a reader gives them, and what a collector found of each session and piece. */
export function fillYears(database: DatabaseSync, { years, sessions, callsEach, now }: Years): void {
  const chance = new Chance(5);
  const writer = new RecordWriter(database);
  const begin = now - years * 365 * DAY;
  const found: SessionFinding[] = [];
  const pieces: PieceFinding[] = [];
  transaction(database, () => {
    for (let n = 0; n < sessions; n++) {
      const at = begin + ((now - begin) * n) / sessions;
      const name = chance.uuid();
      addSession(writer, chance, name, at, callsEach);
      const shippedAt = at + chance.whole(1, 40) * 3_600_000;
      const counted = chance.pick(OUTCOMES);
      found.push(sessionFinding(n + 1, at, counted, chance));
      pieces.push(pieceFinding(n + 1, name, at, shippedAt, counted, chance));
    }
    writer.settle();
    writer.finish();
    const findings = new Findings(database);
    findings.replace(
      FINDING.session,
      found.map(each => [String(each.session), { ...each, restated: [] }] as const),
    );
    findings.replace(
      FINDING.piece,
      pieces.map(each => [`${each.repository} ${each.id}`, { ...each, restated: [] }] as const),
    );
    findings.replace(
      FINDING.repository,
      Array.from({ length: REPOSITORIES }, (_, n) => [String(n + 1), repositoryFinding(n + 1)] as const),
    );
  });
}

/** One more session, as after a reply. */
export function addSession(
  writer: RecordWriter,
  chance: Chance,
  name: string,
  at: number,
  calls: number,
): void {
  const agent = 'claude-code';
  const put = (record: Parameters<RecordWriter['write']>[0]) => writer.write(record, 1, 1);
  const none = { parent: null, forkedFrom: null, branch: 'main', commit: null, remote: null };
  put({
    kind: 'session',
    agent,
    id: name,
    ...none,
    cwd: `/home/dev/r${chance.whole(1, REPOSITORIES)}`,
    startedAt: at,
    endedAt: at + calls * 20_000,
    log: `/logs/${name}.jsonl`,
  });
  const model = chance.pick(MODELS);
  for (let call = 0; call < calls; call++) {
    put({
      kind: 'call',
      agent,
      key: `${name}|${call}`,
      session: name,
      at: at + call * 20_000,
      model,
      tokens: {
        input: chance.whole(3, 4000),
        cacheRead: chance.whole(10_000, 150_000),
        cacheWrite5m: chance.whole(0, 9000),
        cacheWrite1h: 0,
        output: chance.whole(50, 3000),
        reasoning: null,
      },
      loggedCost: null,
      credits: null,
      quality: 'exact',
      lesser: null,
      sidechain: false,
    });
  }
}

function sessionFinding(session: number, at: number, counted: Outcome, chance: Chance): SessionFinding {
  const share = 0.4 + chance.next() * 0.6;
  return {
    session,
    repository: chance.whole(1, REPOSITORIES),
    outcome: counted,
    counted,
    said: null,
    confidence: 'solid',
    chip: null,
    shipped: { low: share, mid: share, high: share },
    living: { low: share, mid: share, high: share },
    evidence: [
      {
        kind: 'lines',
        commit: chance.id('c'),
        ref: 'refs/remotes/origin/main',
        file: 'src/a.ts',
        lines: 40,
        counting: 31,
        rule: 'shipped-by-lines',
      },
    ],
    files: Array.from({ length: 4 }, () => `src/${chance.id('f', 8)}.ts`),
    linesAdded: 60,
    linesRemoved: 10,
    lastEditAt: at + 600_000,
  };
}

function pieceFinding(
  session: number,
  name: string,
  at: number,
  shippedAt: number,
  counted: Outcome,
  chance: Chance,
): PieceFinding {
  const shipped = counted === 'shipped' || counted === 'in production';
  return {
    id: name,
    repository: chance.whole(1, REPOSITORIES),
    branch: 'main',
    sessions: [session],
    outcome: counted,
    counted,
    confidence: 'solid',
    chip: null,
    startedAt: at,
    lastAt: at + 600_000,
    shippedAt: shipped ? shippedAt : null,
    commits: shipped ? [chance.id('c')] : [],
    mainCommit: null,
    files: [`src/${chance.id('f', 8)}.ts`],
    lines: { counting: 40, shipped: shipped ? 36 : 0 },
    fresh: shipped ? 36 : 0,
    living: shipped ? 30 : 0,
    diagnosed: true,
    still: { oldEnough: shipped ? 36 : 0, kept: shipped ? 30 : 0 },
  };
}

function repositoryFinding(repository: number): RepositoryFinding {
  return {
    repository,
    root: `/home/dev/r${repository}`,
    roots: [`/home/dev/r${repository}`],
    remote: null,
    shippingRef: 'refs/remotes/origin/main',
    lastHeard: null,
    events: [],
    cloud: [],
    toPush: 0,
    problem: null,
    mature: true,
  };
}
