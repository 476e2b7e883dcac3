import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Desk, feature } from './desk.ts';

const UNKNOWN = {
  calls: 0,
  input: null,
  cacheRead: null,
  cacheWrite: null,
  output: null,
  credits: {},
  costUsd: null,
};

describe('engine: sessions of which no call is told', () => {
  let desk: Desk;
  before(() => {
    desk = new Desk();
  });
  after(() => desk.remove());

  /** A conversation of Cursor's that wrote one file. */
  function converse(root: string, id: string, file: string, text: string): void {
    const path = join(desk.workshop.home, '.cursor/projects/p/agent-transcripts', id, `${id}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    const input = { path: join(root, file), contents: text };
    const line = { role: 'assistant', message: { content: [{ type: 'tool_use', name: 'Write', input }] } };
    writeFileSync(path, `${JSON.stringify(line)}\n`);
    utimesSync(path, desk.now() / 1000, desk.now() / 1000);
  }

  it('are listed with their pieces and outcomes, their use unknown and never zero', async () => {
    const repository = desk.workshop.published();
    converse(repository.root, 'shipped', 'src/a.ts', feature('a'));
    desk.workshop.second += 10;
    repository.commit('Work', { 'src/a.ts': feature('a') });
    repository.run('push', '-q', 'origin', 'main');
    desk.workshop.second += 10;
    converse(repository.root, 'open', 'src/b.ts', feature('b'));
    writeFileSync(join(repository.root, 'src/b.ts'), feature('b'));
    // Talk only: nothing is to be said of it.
    const idle = join(desk.workshop.home, '.cursor/projects/p/agent-transcripts/idle/idle.jsonl');
    mkdirSync(dirname(idle), { recursive: true });
    writeFileSync(
      idle,
      `${JSON.stringify({ role: 'user', message: { content: [{ type: 'text', text: 'Hi' }] } })}\n`,
    );
    await desk.collect();
    const report = await desk.report();
    assert.deepEqual(
      report.sessions.map(({ id, agent, outcome }) => [id, agent, outcome]),
      [
        ['open', 'cursor', report.sessions[0]?.outcome],
        ['shipped', 'cursor', 'shipped'],
      ],
    );
    for (const session of report.sessions) {
      const { calls, input, cacheRead, cacheWrite, output, credits, costUsd, quality, reasoning } = session;
      assert.deepEqual({ calls, input, cacheRead, cacheWrite, output, credits, costUsd }, UNKNOWN);
      assert.deepEqual([quality, reasoning, session.models], ['none', null, []]);
    }
    assert.deepEqual(report.outcomes.shipped, { sessions: 1, ...UNKNOWN });
    const piece = report.pieces.find(({ sessions }) => sessions.some(({ id }) => id === 'shipped'));
    assert.deepEqual([piece?.outcome, piece?.use, piece?.share], ['shipped', UNKNOWN, null]);
    assert.deepEqual([report.usage.total.calls, report.usage.total.quality], [0, 'exact']);
  });

  it('leave what is known as it is, beside sessions whose calls are told', async () => {
    const repository = desk.workshop.at(desk.workshop.path('work'));
    desk.session(repository.root).prompt().write('src/c.ts', feature('c')).reply();
    desk.workshop.second += 10;
    repository.commit('More', { 'src/c.ts': feature('c') });
    repository.run('push', '-q', 'origin', 'main');
    await desk.collect();
    const { sessions, outcomes, usage } = await desk.report();
    const told = sessions.find(({ agent }) => agent === 'claude-code');
    assert.ok(told !== undefined && told.quality === 'exact' && (told.output ?? 0) > 0);
    // What lay open is in that commit too.
    assert.equal(outcomes.shipped?.sessions, 3);
    assert.equal(outcomes.shipped?.output, told.output);
    assert.equal(usage.total.output, told.output);
    assert.equal(usage.total.quality, 'exact');
  });

  it('are those of a window by when they were', async () => {
    const reader = desk.reader();
    try {
      const inside = await reader.report({ days: null });
      assert.ok(inside.ok && inside.report.sessions.length === 3);
      desk.skew = 40 * 86_400_000;
      const later = await reader.report({ days: 30 });
      assert.ok(later.ok);
      assert.deepEqual(later.report.sessions, []);
    } finally {
      desk.skew = 0;
      reader.close();
    }
  });

  it('count a commit that Cursor itself says a conversation wrote', async () => {
    const repository = desk.workshop.at(desk.workshop.path('work'));
    const hash = repository.commit('By hand', { 'src/d.ts': feature('d') });
    repository.run('push', '-q', 'origin', 'main');
    const path = join(desk.workshop.home, '.cursor/ai-tracking/ai-code-tracking.db');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    const at = desk.now();
    database.exec(`
      CREATE TABLE scored_commits (commitHash TEXT, branchName TEXT, scoredAt INTEGER, composerLinesAdded INTEGER);
      CREATE TABLE ai_code_hashes (hash TEXT, source TEXT, conversationId TEXT, timestamp INTEGER);
      INSERT INTO ai_code_hashes VALUES ('h', 'composer', 'tied', ${at - 5000});
      INSERT INTO scored_commits VALUES ('${hash}', 'main', ${at}, 8), ('${hash}', 'other', ${at}, 8)`);
    database.close();
    await desk.collect();
    const { sessions } = await desk.report();
    const tied = sessions.find(({ id }) => id === 'tied');
    assert.deepEqual([tied?.outcome, tied?.quality, tied?.output], ['shipped', 'none', null]);
  });
});

describe('engine: sessions of which only the use is told', () => {
  let desk: Desk;
  before(() => {
    desk = new Desk();
  });
  after(() => desk.remove());

  it('are unclear, for Aider tells nowhere what it did, and no questions that changed nothing', async () => {
    const log = join(desk.workshop.home, '.aider', 'analytics.jsonl');
    mkdirSync(dirname(log), { recursive: true });
    const properties = { main_model: 'gpt-5', prompt_tokens: 100, completion_tokens: 10 };
    const time = desk.now() / 1000;
    writeFileSync(log, `${JSON.stringify({ event: 'message_send', properties, time })}\n`);
    await desk.collect();
    const { sessions } = await desk.report();
    assert.deepEqual(
      sessions.map(({ agent, outcome, evidence }) => [agent, outcome, evidence[0]?.rule]),
      [['aider', 'unclear', 'log-cut']],
    );
  });
});
