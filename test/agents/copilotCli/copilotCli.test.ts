import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copilotCli } from '../../../src/agents/copilotCli/copilotCli.ts';
import { describeFile, Merged, readHome, readLines, readOnce, temporaryFolder } from '../readingLogs.ts';
import { assertTokens, countedOnce, recorded } from '../recordedTruth.ts';

const START = Date.parse('2026-11-20T09:00:00.000Z');
let clock = START;
let ids = 0;

function event(type: string, data: object, more: object = {}) {
  clock += 1000;
  return { type, data, id: `e${++ids}`, timestamp: new Date(clock).toISOString(), parentId: null, ...more };
}

const context = { cwd: '/w/shop', gitRoot: '/w/shop', branch: 'feat/cart', headCommit: 'abc1234' };
const started = (id = 'C1') => event('session.start', { sessionId: id, copilotVersion: '1.0.102', context });
const counts = (inputTokens: number, outputTokens: number, more: object = {}) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  ...more,
});
const usage = (input: number, output: number, more: object = {}, at: object = {}) =>
  event('session.usage_record', { usage: { model: 'gpt-5.6', ...counts(input, output, more) } }, at);
const ended = (metrics: Record<string, object>) =>
  event('session.shutdown', {
    shutdownType: 'routine',
    modelMetrics: Object.fromEntries(
      Object.entries(metrics).map(([model, spent]) => [model, { requests: { count: 1 }, usage: spent }]),
    ),
  });
const asked = (id: string, name: string, args: unknown) =>
  event('tool.execution_start', { toolCallId: id, toolName: name, arguments: args });
const answered = (id: string, success: boolean | undefined, result: object = {}) =>
  event('tool.execution_complete', { toolCallId: id, ...(success !== undefined && { success }), result });

const COLUMNS =
  'id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, model TEXT, input_tokens INTEGER, output_tokens INTEGER';
const LATER = ', cache_read_tokens INTEGER, cache_write_tokens INTEGER, reasoning_tokens INTEGER';

describe('agents/copilotCli', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged) =>
    readLines(copilotCli, join(folder(), `s${++logs}`, 'events.jsonl'), lines, merged);
  const outputs = (merged: Merged) => countedOnce(merged).map(call => call.tokens.output);
  const edits = (merged: Merged) =>
    [...merged.edits.values()].map(({ key, path, lines, baseline }) => [
      key,
      path,
      lines.addedCount,
      lines.removedCount,
      baseline,
    ]);

  function store(columns: string, use: (database: DatabaseSync) => void) {
    const path = join(folder(), `d${++logs}`, 'session-store.db');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE sessions (id TEXT PRIMARY KEY, cwd TEXT, branch TEXT, summary TEXT,
      created_at TEXT, updated_at TEXT)`);
    if (columns !== '') database.exec(`CREATE TABLE assistant_usage_events (${columns}, created_at TEXT)`);
    use(database);
    database.close();
    return path;
  }
  const add = (database: DatabaseSync, at: string, input: number, output: number, session = 'C1') =>
    database
      .prepare(
        'INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens, created_at) VALUES (?, ?, ?, ?, ?)',
      )
      .run(session, 'gpt-5.6', input, output, at);
  const readStore = async (path: string, merged = new Merged(), cursor: unknown = null) => {
    const result = await readOnce(copilotCli.stores[1]!, describeFile(path), cursor, merged);
    return { merged, result };
  };

  describe('tokens', () => {
    it('takes what was read from and written to the cache out of the input', async () => {
      const parts = { cacheReadTokens: 700, cacheWriteTokens: 200, reasoningTokens: 40 };
      const merged = await readAll([started(), usage(1000, 120, parts)]);
      assert.deepEqual([...merged.calls.values()][0]?.tokens, {
        input: 100,
        cacheRead: 700,
        cacheWrite5m: 200,
        cacheWrite1h: null,
        output: 120,
        reasoning: 40,
      });
    });

    it('never adds the cumulative totals of a shutdown to the records', async () => {
      const merged = await readAll([
        started(),
        usage(10, 1),
        usage(20, 2, {}, { agentId: 'A1' }),
        ended({ 'gpt-5.6': counts(30, 3) }),
        event('session.resume', { context }),
        usage(30, 4),
        ended({ 'gpt-5.6': counts(60, 7) }),
      ]);
      assert.deepEqual(outputs(merged), [1, 2, 4]);
    });

    it('books what each leg added where there are no records, and a counter that fell as a new one', async () => {
      const merged = await readAll([
        started(),
        ended({ 'gpt-5.6': counts(30, 3), 'gpt-4.1': counts(5, 1) }),
        ended({ 'gpt-5.6': counts(60, 7), 'gpt-4.1': counts(5, 1) }),
        ended({ 'gpt-5.6': counts(8, 2), 'gpt-4.1': counts(5, 1) }),
      ]);
      assert.deepEqual(
        countedOnce(merged).map(({ model, tokens }) => [model, tokens.input, tokens.output]),
        [
          ['gpt-5.6', 30, 3],
          ['gpt-4.1', 5, 1],
          ['gpt-5.6', 30, 4],
          ['gpt-5.6', 8, 2],
        ],
      );
    });

    it('keeps the leg from before an update that brought records', async () => {
      const merged = await readAll([
        started(),
        ended({ 'gpt-5.6': counts(30, 3) }),
        usage(10, 2),
        ended({ 'gpt-5.6': counts(40, 5) }),
      ]);
      assert.deepEqual(outputs(merged), [3, 2]);
    });

    it('takes what messages say that they generated where a session ended with nothing else, as a lower bound', async () => {
      const said = (output: number) =>
        event('assistant.message', { messageId: 'm', model: 'gpt-5.6', content: '', outputTokens: output });
      const crashed = await readAll([started(), said(90), said(30)]);
      assert.deepEqual(
        countedOnce(crashed).map(({ tokens, quality, model }) => [
          tokens.input,
          tokens.output,
          quality,
          model,
        ]),
        [
          [null, 90, 'lower bound', 'gpt-5.6'],
          [null, 30, 'lower bound', 'gpt-5.6'],
        ],
      );
      const ends = [started(), said(90), said(30), ended({ 'gpt-5.6': counts(500, 120) })];
      assert.deepEqual(outputs(await readAll(ends)), [120]);
      const records = [started(), usage(500, 90), said(90), said(30), usage(600, 30)];
      assert.deepEqual(outputs(await readAll(records)), [90, 30]);
      clock = START;
      const both = await readAll([started(), said(90)]);
      await readStore(
        store(COLUMNS, database => add(database, '2026-11-20 09:00:02', 500, 90)),
        both,
      );
      assert.deepEqual(outputs(both), [90]);
    });

    it('counts a compaction that only the database tells of, however soon after a reply', async () => {
      clock = START;
      const merged = await readAll([started(), usage(10, 1)]);
      const path = store(`${COLUMNS}, initiator TEXT`, database => {
        add(database, '2026-11-20 09:00:02', 10, 1);
        add(database, '2026-11-20 09:00:12', 900, 50);
        database.exec("UPDATE assistant_usage_events SET initiator = 'compaction' WHERE output_tokens = 50");
      });
      await readStore(path, merged);
      assert.deepEqual(outputs(merged), [1, 50]);
      clock = START;
      const both = [started(), usage(10, 1)];
      clock = START + 11_400;
      const told = await readAll([...both, usage(900, 50)]);
      await readStore(path, told);
      assert.deepEqual(outputs(told), [1, 50], 'once where the log tells of it too');
    });

    it('counts a reply once that the log and the database tell', async () => {
      clock = START;
      const merged = await readAll([started(), usage(10, 1), usage(20, 2)]);
      const path = store(COLUMNS + LATER, database => {
        add(database, '2026-11-20 09:00:02', 10, 1);
        add(database, '2026-11-20T09:00:03.000Z', 20, 2);
        add(database, '2026-11-20 11:00:00', 50, 5);
        add(database, '2026-11-20 09:00:02', 70, 7, 'C2');
      });
      await readStore(path, merged);
      assert.deepEqual(outputs(merged), [1, 2, 5, 7]);
    });

    it('prefers the database to the totals of a shutdown', async () => {
      clock = START;
      const merged = await readAll([started(), ended({ 'gpt-5.6': counts(30, 3) })]);
      await readStore(
        store(COLUMNS, database => add(database, '2026-11-20 09:00:01', 30, 3)),
        merged,
      );
      const [call] = countedOnce(merged);
      assert.equal(countedOnce(merged).length, 1);
      assert.equal(call?.lesser?.rank, 1);
      assert.equal(call?.tokens.cacheRead, null);
    });

    it('asks the database for new rows only, and for all where it was made anew', async () => {
      const path = store(COLUMNS, database => add(database, '2026-11-20 09:00:01', 30, 3));
      const { merged, result } = await readStore(path);
      const again = new DatabaseSync(path);
      add(again, '2026-11-20 09:00:02', 40, 4);
      const second = await readStore(path, new Merged(), result.cursor);
      assert.deepEqual(outputs(merged), [3]);
      assert.deepEqual(outputs(second.merged), [4]);
      again.exec('DELETE FROM assistant_usage_events; DELETE FROM sqlite_sequence');
      add(again, '2026-11-20 09:00:03', 50, 5);
      again.close();
      const third = await readStore(path, new Merged(), second.result.cursor);
      assert.deepEqual(outputs(third.merged), [5]);
    });

    it('takes no secret out of the database that it does not ask for', async () => {
      const secret = 'ghp_canary0123456789';
      const path = store(COLUMNS, database => {
        add(database, '2026-11-20 09:00:01', 30, 3);
        database.exec(`
          INSERT INTO sessions VALUES ('C1', '/w/shop', 'main', '${secret}', '2026-11-20', '2026-11-20');
          CREATE TABLE turns (id INTEGER, session_id TEXT, user_message TEXT);
          INSERT INTO turns VALUES (1, 'C1', '${secret}');
        `);
      });
      const { merged, result } = await readStore(path);
      assert.equal(merged.calls.size, 1);
      assert.ok(!JSON.stringify([merged.all(), result]).includes(secret));
    });

    it('says a newer format of a database that it does not know, and nothing of an early one', async () => {
      const newer = store('id INTEGER PRIMARY KEY, tokens TEXT', database =>
        database.exec('CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (9)'),
      );
      const { result } = await readStore(newer);
      assert.equal(result.skipped['newer format'], 1);
      assert.equal(result.version, '9');
      const early = await readStore(store('', () => {}));
      assert.equal(early.result.skipped['newer format'], 0);
    });
  });

  describe('edits', () => {
    it('reads arguments that are an object or its JSON text', async () => {
      const merged = await readAll([
        started(),
        asked('t1', 'create', { path: '/w/shop/a.py', file_text: 'print(1)\n' }),
        answered('t1', true),
        asked('t2', 'str_replace', JSON.stringify({ path: 'b.py', old_str: 'x\ny', new_str: 'x\nz' })),
        answered('t2', true),
      ]);
      assert.deepEqual(edits(merged), [
        ['t1', '/w/shop/a.py', 1, 0, 'created'],
        ['t2', '/w/shop/b.py', 1, 1, 'patch'],
      ]);
    });

    it('prefers the diff of the result, which has whole lines', async () => {
      const detailedContent =
        '\ndiff --git a/w/shop/b.py b/w/shop/b.py\n--- a/w/shop/b.py\n+++ b/w/shop/b.py\n@@ -1,2 +1,2 @@\n one\n-total = 1\n+total = 2\n';
      const merged = await readAll([
        started(),
        asked('t1', 'edit', { path: '/w/shop/b.py', old_str: '= 1', new_str: '= 2' }),
        answered('t1', true, { content: 'updated', detailedContent }),
      ]);
      const [edit] = [...merged.edits.values()];
      assert.deepEqual([edit?.lines.addedCount, edit?.lines.removedCount], [1, 1]);
      const other = await readAll([
        started(),
        asked('t2', 'edit', { path: '/w/shop/b.py', old_str: 'total = 1', new_str: 'total = 2' }),
        answered('t2', true),
      ]);
      assert.deepEqual(edit?.lines, [...other.edits.values()][0]?.lines);
    });

    it('reads a patch of several files', async () => {
      const input =
        '*** Begin Patch\n*** Update File: a.ts\n@@\n-x\n+y\n*** Add File: n.ts\n+1\n+2\n*** End Patch';
      const merged = await readAll([
        started(),
        asked('t1', 'apply_patch', { input }),
        answered('t1', true),
        asked('t2', 'apply_patch', input),
        answered('t2', true),
      ]);
      assert.deepEqual(edits(merged).slice(0, 2), [
        ['t1#0', '/w/shop/a.ts', 1, 1, 'patch'],
        ['t1#1', '/w/shop/n.ts', 2, 0, 'created'],
      ]);
      assert.equal(merged.edits.size, 4);
    });

    it('counts no edit that failed or whose result never came', async () => {
      const args = { path: '/w/shop/a.py', old_str: 'x', new_str: 'y' };
      const merged = await readAll([
        started(),
        asked('t1', 'edit', args),
        answered('t1', false),
        asked('t2', 'edit', args),
      ]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        [...merged.acts.values()].map(({ key, ok }) => [key, ok]),
        [
          ['t1', false],
          ['t2', null],
        ],
      );
    });

    it('takes an early result by the type that it tells', async () => {
      const merged = await readAll([
        started(),
        asked('t1', 'create', { path: '/w/shop/a.py', file_text: 'print(1)\n' }),
        answered('t1', undefined, { result_type: 'success', text_result_for_llm: 'Created' }),
      ]);
      assert.equal(merged.edits.size, 1);
    });

    it('tells shell commands by what they do, their failures, their files and their commits', async () => {
      const merged = await readAll([
        started(),
        asked('t1', 'bash', { command: 'git commit -m x' }),
        answered('t1', true, {
          content: '[main abc1234] x\n 1 file changed\n<shellId: 0 completed with exit code 0>',
        }),
        asked('t2', 'bash', { command: 'npm test' }),
        answered('t2', true, { content: 'oh\n<shellId: 1 completed with exit code 1>' }),
        asked('t3', 'bash', { command: "cat > n.txt <<'END'\none\ntwo\nEND" }),
        answered('t3', true, { content: '<exited with exit code 0>' }),
      ]);
      assert.deepEqual(
        [...merged.acts.values()].map(({ act, ok }) => [act, ok]),
        [
          ['shell', true],
          ['check', false],
          ['edit', true],
        ],
      );
      assert.deepEqual(edits(merged), [['t3#w0', '/w/shop/n.txt', 2, null, 'unknown']]);
      assert.deepEqual([...merged.links.keys()], ['C1 commit abc1234']);
    });
  });

  describe('sessions', () => {
    it('knows where a session was, and that what a sub-agent is told is no prompt', async () => {
      const merged = await readAll([
        started(),
        event('user.message', { content: 'fix it' }),
        event('user.message', { content: 'help', source: 'agent-C1' }, { agentId: 'A1' }),
        event('session.resume', { context: { ...context, branch: 'main' } }),
      ]);
      const session = merged.sessions.get('C1');
      assert.deepEqual([session?.cwd, session?.commit, session?.branch], ['/w/shop', 'abc1234', 'main']);
      assert.equal([...merged.acts.values()].filter(({ act }) => act === 'prompt').length, 1);
    });

    it('is where its repository is, if that is not above where it was started', async () => {
      const at = async (cwd: string, gitRoot: string) =>
        (
          await readAll([event('session.start', { sessionId: 'C1', context: { cwd, gitRoot } })])
        ).sessions.get('C1')?.cwd;
      assert.equal(await at('/w', '/w/shop'), '/w/shop');
      assert.equal(await at('/w/shop/src', '/w/shop'), '/w/shop/src');
      assert.equal(await at('C:\\w\\shop\\src', 'C:/w/shop'), 'C:\\w\\shop\\src');
    });

    it('finds early sessions, which are files and not folders, and leaves the editor’s pointers to them', () => {
      const { isLog } = copilotCli.stores[0]!;
      assert.ok(isLog('/h/.copilot/session-state/0a1b.jsonl'));
      assert.ok(isLog('/h/.copilot/history-session-state/0a1b.jsonl'));
      assert.ok(
        !isLog('/h/.config/Code/User/globalStorage/github.copilot-chat/copilot.cli.oldSessions.json'),
      );
    });

    it('titles a session by its new name, else by its first prompt, else by the summary in the database', async () => {
      const path = join(folder(), 'titles', 'events.jsonl');
      const lines = [started(), event('user.message', { content: 'fix  it' })];
      await readLines(copilotCli, path, lines);
      assert.equal(await copilotCli.title(path, 'C1'), 'fix it');
      await readLines(copilotCli, path, [...lines, asked('t', 'rename_session', { title: 'Cart' })]);
      assert.equal(await copilotCli.title(path, 'C1'), 'Cart');
      const kept = store(COLUMNS, database =>
        database.exec("INSERT INTO sessions (id, summary) VALUES ('C9', 'By summary')"),
      );
      assert.equal(await copilotCli.title(kept, 'C9'), 'By summary');
    });
  });

  describe('a recorded day of 1.0.102', () => {
    const day = recorded(copilotCli, 'copilot-cli/1.0.102');
    it('reads fourteen replies from the log and the same ones from the database', () => {
      const calls = [...day().merged.calls.values()];
      assert.deepEqual(
        [0, 1, 2].map(rank => calls.filter(({ lesser }) => (lesser?.rank ?? 0) === rank).length),
        [14, 14, 2],
      );
    });
    it('has the same tokens from each of its lesser stores alone', () => {
      const { truth, merged } = day();
      for (const rank of [1, 2]) {
        const alone = new Merged();
        for (const call of merged.calls.values()) if (call.lesser?.rank === rank) alone.add(call);
        assertTokens({ truth, merged: alone });
      }
    });
    it('knows its folder and its prompts', () => {
      const { truth, merged } = day();
      const [session] = [...merged.sessions.values()];
      assert.deepEqual([session?.cwd, session?.branch], [truth.repo, 'main']);
      const acts = [...merged.acts.values()];
      assert.equal(acts.filter(({ act }) => act === 'prompt').length, 2);
      assert.equal(acts.filter(({ act, ok }) => act === 'edit' && ok === false).length, 1);
      assert.ok(acts.some(({ act, ok }) => act === 'shell' && ok === true));
      assert.ok(acts.some(({ act }) => act === 'spawn'));
    });
  });

  it('reads nothing where there is nothing', async () => {
    assert.equal((await readHome(copilotCli, join(folder(), 'nothing'))).calls.size, 0);
  });
});
