import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { AGENTS } from '../../src/agents/registry.ts';
import { Days } from '../../src/engine/days.ts';
import { LogCollector } from '../../src/engine/logCollector.ts';
import { buildReport } from '../../src/engine/reportBuilder.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { CodexRollout } from './codexRollout.ts';

const START = Date.parse('2026-11-02T09:00:00Z');
const NOW = Date.parse('2026-11-20T09:00:00Z');
const id = (n: number) => `e0000000-0000-4000-8000-00000000000${n}`;

/** One log: where it lies below the home folder, and its lines. */
interface Log {
  readonly path: string;
  readonly lines: readonly string[];
}

describe('engine: any order of reading gives one account', () => {
  let root: string;
  let home: string;
  let logs: Log[];
  let packer: Packer;
  let expected: unknown;
  const prices = new PriceBook();

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'ai-impact-order-'));
    packer = await createPacker(Uint8Array.from({ length: 32 }, (_, i) => i * 3 + 1));
    logs = makeLogs(join(root, 'origin'));
    home = join(root, 'home');
    expected = await read(
      [
        { log: 0, window: 0 },
        { log: 1, window: 0 },
        { log: 2, window: 0 },
        { log: 3, window: 0 },
        { log: 4, window: 0 },
      ].map(step => ({ ...step, until: Number.POSITIVE_INFINITY })),
    );
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /** Two sessions of Claude Code, of which the second is a fork of the first, a sub-agent, a thread of Codex and its fork. */
  function makeLogs(folder: string): Log[] {
    const cwd = join(root, 'work');
    mkdirSync(cwd);
    const first = new ClaudeSession(folder, cwd, START, id(1));
    first
      .prompt()
      .write('src/a.ts', 'const a = one(1);\nconst b = two(2);\n')
      .shell('npm test', 'ok')
      .reply();
    const firstLines = linesOf(first.log);
    const fork = new ClaudeSession(folder, cwd, START + 3_600_000, id(2));
    fork.prompt('And now?').edit('src/a.ts', 'const b = two(2);', 'const b = three(3);').reply();
    const copied = firstLines.map(line =>
      JSON.stringify({ ...JSON.parse(line), sessionId: id(2), forkedFrom: { sessionId: id(1) } }),
    );
    const forkLines = [...copied, ...linesOf(fork.log)];
    const agent = new ClaudeSession(folder, cwd, START + 60_000, id(3));
    agent.prompt('Look.').read('src/a.ts').write('src/c.ts', 'const c = four(4, 5);\n').reply();
    const agentLines = linesOf(agent.log).map(line =>
      JSON.stringify({ ...JSON.parse(line), sessionId: id(1), isSidechain: true, agentId: 'abc' }),
    );
    const thread = new CodexRollout(folder, cwd, START + 7_200_000, id(4));
    thread
      .prompt('Change it.')
      .change('src/a.ts', '@@ -1 +1 @@\n-const a = one(1);\n+const a = six(6, 7);\n')
      .reply(1000, 40)
      .shell('ls', 'a.ts')
      .reply(2000, 60);
    const threadLines = linesOf(thread.log);
    const later = new CodexRollout(folder, cwd, START + 10_800_000, id(5), { forked_from_id: id(4) });
    const [header = '', ...own] = linesOf(later.log);
    const more = new CodexRollout(folder, cwd, START + 10_800_000, id(6))
      .prompt('Go on.')
      .change('src/d.ts', '@@ -0,0 +1 @@\n+const d = seven(7, 8);\n')
      .reply(3000, 80);
    const added = linesOf(more.log)
      .slice(2)
      .map(line => line.replaceAll(id(6), id(5)));
    const projects = join('.claude', 'projects', '-work');
    return [
      { path: join(projects, `${id(1)}.jsonl`), lines: firstLines },
      { path: join(projects, `${id(2)}.jsonl`), lines: forkLines },
      { path: join(projects, id(1), 'subagents', 'agent-abc.jsonl'), lines: agentLines },
      { path: thread.log.slice(folder.length + 1), lines: threadLines },
      { path: later.log.slice(folder.length + 1), lines: [header, ...threadLines, ...own, ...added] },
    ];
  }

  const linesOf = (log: string) => readFileSync(log, 'utf8').trimEnd().split('\n');

  interface Step {
    readonly log: number;
    /** So many lines are there when it is read; half a line more where it is not whole. */
    readonly until: number;
    readonly window: number;
  }

  /** Lets logs grow step by step, each step read by one of two windows; at the end both read all. */
  async function read(steps: readonly Step[]): Promise<unknown> {
    rmSync(home, { recursive: true, force: true });
    const ledger = await openLedger(':memory:', { now: new Date(NOW) });
    const { database } = ledger;
    const environment = { home, platform: 'linux' as const, variables: {}, editorFolder: null };
    const open = () =>
      new LogCollector({ database, agents: AGENTS, environment, packer, keyId: 1, now: () => NOW });
    const windows = [open(), open()];
    const written = logs.map(() => 0);
    const grow = (index: number, until: number) => {
      const { path, lines } = logs[index]!;
      const count = Math.min(Math.max(Math.floor(until), written[index]!), lines.length);
      written[index] = count;
      if (count === 0) return;
      const torn = until % 1 > 0 ? (lines[count] ?? '').slice(0, 57) : '';
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), `${lines.slice(0, count).join('\n')}\n${torn}`);
    };
    for (const { log, until, window } of steps) {
      grow(log, until);
      await windows[window]!.sweep();
    }
    for (const [log, { lines }] of logs.entries()) grow(log, lines.length);
    for (const window of windows) await window.sweep();
    const options = { now: NOW, since: null, until: null, days: new Days('UTC'), prices, damaged: [] };
    const report = buildReport(database, options);
    const seen = database.prepare('SELECT kind, id FROM seen ORDER BY kind, id, session').all();
    const rows = (table: string, columns: string, order: string) =>
      database.prepare(`SELECT ${columns} FROM ${table} ORDER BY ${order}`).all();
    const account = {
      usage: report.usage,
      sessions: report.sessions,
      edits: rows(
        'edit JOIN session ON session.id = edit.session JOIN path ON path.id = edit.path',
        'edit.id, session.name AS session, edit.at, path.path AS path, baseline, added, removed, hex(lines) AS lines',
        'edit.id',
      ),
      calls: rows(
        'call JOIN session ON session.id = call.session',
        'call.id, session.name AS session, call.at, input, output',
        'call.id',
      ),
      acts: rows(
        'act JOIN session ON session.id = act.session',
        'act.id, session.name AS session, act.at, act, human, args, result, ok',
        'act.id',
      ),
      conversations: rows('session', 'name, parent, forked, started, ended, cwd, branch, log', 'name'),
      seen: seen.length,
    };
    database.close();
    return JSON.parse(JSON.stringify(account));
  }

  it('holds what it is about: forks are counted once, sub-agents with their session', () => {
    const { usage, sessions, calls } = expected as {
      usage: { total: { calls: number } };
      sessions: { id: string; calls: number }[];
      calls: unknown[];
    };
    assert.equal(calls.length, 3 + 2 + 3 + 2 + 1);
    assert.equal(usage.total.calls, calls.length);
    assert.deepEqual(sessions.map(session => [session.id, session.calls]).sort(), [
      [id(1), 6],
      [id(2), 2],
      [id(4), 2],
      [id(5), 1],
    ]);
  });

  it('for every cut between two reads, by one window and by two', async () => {
    for (const [log, { lines }] of logs.entries()) {
      for (let cut = 1; cut < lines.length; cut++) {
        for (const second of [0, 1]) {
          const steps = [
            { log, until: cut + (cut % 2) / 2, window: 0 },
            { log, until: lines.length, window: second },
          ];
          assert.deepEqual(await read(steps), expected, `log ${log} cut after line ${cut}, window ${second}`);
        }
      }
    }
  }).timeout(120_000);

  it('for any order of files, cuts and windows', async () => {
    const step = fc.record({
      log: fc.nat({ max: 4 }),
      until: fc.integer({ min: 0, max: 60 }).map(half => half / 2),
      window: fc.nat({ max: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
        assert.deepEqual(await read(steps), expected);
      }),
      { numRuns: 150 },
    );
  }).timeout(120_000);
});
