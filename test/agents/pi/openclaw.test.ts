import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openclaw } from '../../../src/agents/pi/openclaw.ts';
import { describeFile, Merged, readHome, readLines, readOnce, temporaryFolder } from '../readingLogs.ts';
import { recorded } from '../recordedTruth.ts';

const at = (n: number) => new Date(Date.parse('2026-09-10T08:00:00.000Z') + n * 1000).toISOString();
const message = (id: string, n: number, body: object) => ({
  type: 'message',
  id,
  timestamp: at(n),
  message: { timestamp: Date.parse(at(n)), ...body },
});
const reply = (id: string, n: number, output: number, more: object = {}) =>
  message(id, n, {
    role: 'assistant',
    provider: 'anthropic',
    model: 'claude-sonnet-4-6',
    content: [],
    usage: { input: 10, output, cacheRead: 0, cacheWrite: 0, totalTokens: 10 + output },
    ...more,
  });

describe('agents/openclaw', () => {
  const folder = temporaryFolder();
  let databases = 0;

  function store() {
    const path = join(folder(), `${++databases}`, 'openclaw-agent.sqlite');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(
      'CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT, created_at INTEGER, PRIMARY KEY (session_id, seq)) WITHOUT ROWID',
    );
    const add = (session: string, seq: number, event: object | string) =>
      database
        .prepare('INSERT INTO transcript_events VALUES (?, ?, ?, 0)')
        .run(session, seq, typeof event === 'string' ? event : JSON.stringify(event));
    return { path, database, add };
  }
  const readStore = async (path: string, cursor: unknown = null) => {
    const merged = new Merged();
    const result = await readOnce(openclaw.stores[0]!, describeFile(path), cursor, merged);
    return { merged, result };
  };
  const outputs = (merged: Merged) => [...merged.calls.values()].map(call => call.tokens.output);

  it('asks the database for new events only, session by session, and for all of one that was reset', async () => {
    const { path, database, add } = store();
    add('O1', 0, reply('e1', 1, 1));
    add('O2', 0, reply('f1', 2, 2));
    const first = await readStore(path);
    assert.deepEqual(outputs(first.merged), [1, 2]);
    add('O1', 1, reply('e2', 3, 3));
    const second = await readStore(path, first.result.cursor);
    assert.deepEqual(outputs(second.merged), [3]);
    database.exec("DELETE FROM transcript_events WHERE session_id = 'O1'");
    add('O1', 0, reply('e9', 9, 9));
    database.close();
    const third = await readStore(path, second.result.cursor);
    assert.deepEqual(outputs(third.merged), [9]);
  });

  it('counts an event once that a database has and the log from which it was taken over', async () => {
    const { path, database, add } = store();
    const events = [reply('e1', 1, 1), reply('e2', 2, 2)];
    for (const [n, event] of events.entries()) add('O7', n, event);
    add('O7', 2, reply('e3', 3, 3));
    database.close();
    const { merged } = await readStore(path);
    await readLines(openclaw, join(folder(), 'sessions', 'O7.jsonl.migrated'), events, merged);
    assert.deepEqual(outputs(merged), [1, 2, 3]);
  });

  it('makes an edit of a call and its result that came in two reads', async () => {
    const { path, database, add } = store();
    const call = {
      type: 'toolCall',
      id: 'c1',
      name: 'edit',
      arguments: { path: '/w/a.ts', oldText: 'x', newText: 'y' },
    };
    add('O1', 0, message('e1', 1, { role: 'assistant', content: [call] }));
    const first = await readStore(path);
    assert.deepEqual(
      [...first.merged.acts.values()].map(({ ok }) => ok),
      [null],
    );
    add('O1', 1, message('e2', 2, { role: 'toolResult', toolCallId: 'c1', isError: false, content: [] }));
    database.close();
    const { merged } = await readStore(path, first.result.cursor);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path, lines }) => [path, lines.addedCount, lines.removedCount]),
      [['/w/a.ts', 1, 1]],
    );
  });

  it('leaves what it had Codex or Claude Code do to their own logs', async () => {
    const merged = await readLines(openclaw, join(folder(), 'sessions', 'O3.jsonl'), [
      reply('e1', 1, 1, { provider: 'codex-cli' }),
      reply('e2', 2, 2, { provider: 'openai-codex' }),
    ]);
    assert.deepEqual(outputs(merged), [2]);
  });

  it('takes the model from a snapshot where a message names none', async () => {
    const snapshot = { type: 'custom', customType: 'model-snapshot', data: { modelId: 'kimi-k3' } };
    const merged = await readLines(openclaw, join(folder(), 'sessions', 'O4.jsonl'), [
      snapshot,
      reply('e1', 1, 1, { model: undefined }),
    ]);
    assert.equal([...merged.calls.values()][0]?.model, 'kimi-k3');
  });

  it('finds deleted and reset sessions, under each name that it has had, and no index', () => {
    const [, lines] = openclaw.stores;
    const name = '/h/.openclaw/agents/main/sessions/O1.jsonl';
    for (const end of ['', '.deleted.2026-09-10', '.reset.2026-09-10']) assert.ok(lines?.isLog(name + end));
    for (const end of ['.lock', '.tmp']) assert.ok(!lines?.isLog(name + end));
    assert.ok(!lines?.isLog('/h/.openclaw/agents/main/sessions/sessions.json'));
    const environment = { home: '/h', platform: 'linux' as const, variables: {}, editorFolder: null };
    assert.ok(lines?.roots(environment).includes('/h/.clawdbot/agents'));
  });

  it('says a newer format of a database that it does not know, and counts broken events', async () => {
    const path = join(folder(), 'newer', 'openclaw-agent.sqlite');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE events (id TEXT)');
    database.close();
    assert.equal((await readStore(path)).result.skipped['newer format'], 1);
    const broken = store();
    broken.add('O1', 0, '{oops');
    broken.add('O1', 1, reply('e1', 1, 1));
    broken.database.close();
    const { merged, result } = await readStore(broken.path);
    assert.equal(result.skipped.malformed, 1);
    assert.deepEqual(outputs(merged), [1]);
  });

  it('takes no secret out of the database, nor keeps a text of it', async () => {
    const secret = 'sk-canary0123456789';
    const { path, database, add } = store();
    database.exec(
      `CREATE TABLE auth_profiles (id TEXT, token TEXT); INSERT INTO auth_profiles VALUES ('a', '${secret}')`,
    );
    const call = { type: 'toolCall', id: 'c1', name: 'exec', arguments: { command: `echo ${secret}` } };
    add('O1', 0, message('e1', 1, { role: 'assistant', content: [call] }));
    database.close();
    const { merged, result } = await readStore(path);
    assert.equal(merged.acts.size, 1);
    assert.ok(!JSON.stringify([merged.all(), result]).includes(secret));
  });

  it('titles a session of a database by its first prompt', async () => {
    const { path, database, add } = store();
    add('O1', 0, { type: 'session', id: 'O1', cwd: '/w' });
    add('O1', 1, message('e1', 1, { role: 'user', content: 'Fix  the cart' }));
    database.close();
    assert.equal(await openclaw.title(path, 'O1'), 'Fix the cart');
  });

  for (const version of ['2026.7', '2026.8']) {
    describe(`sessions of ${version}`, () => {
      const day = recorded(openclaw, `openclaw/${version}`);
      it('knows its folder and its prompts', () => {
        const { truth, merged } = day();
        assert.equal(merged.sessions.get('O1')?.cwd, truth.repo);
        assert.ok([...merged.acts.values()].some(({ act }) => act === 'prompt'));
      });
    });
  }

  it('reads nothing where there is nothing', async () => {
    assert.equal((await readHome(openclaw, join(folder(), 'nothing'))).calls.size, 0);
  });
});
