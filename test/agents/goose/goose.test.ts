import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { goose } from '../../../src/agents/goose/goose.ts';
import { describeFile, Merged, readHome, readOnce, temporaryFolder, writeFile } from '../readingLogs.ts';

const S = 1_795_165_200;

describe('agents/goose', () => {
  const folder = temporaryFolder();
  let database: DatabaseSync;
  let path = '';
  beforeEach(() => {
    path = join(folder(), crypto.randomUUID(), 'sessions.db');
    writeFile(path, '');
    database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode = wal;
      CREATE TABLE sessions (id TEXT, name TEXT, working_dir TEXT, created_at TEXT, updated_at TEXT, input_tokens INTEGER,
        accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER, accumulated_cost REAL,
        model_config_json TEXT, parent_session_id TEXT);
      CREATE TABLE messages (session_id TEXT, role TEXT, content_json TEXT, created_timestamp INTEGER);
      INSERT INTO sessions VALUES ('s1', 'A name', '/w/shop', '2026-11-20 09:00:00', '2026-11-20 10:00:00', 9,
        1000, 200, 0.5, '{"model_name":"m"}', NULL), ('s2', 'B', '/w/shop', NULL, NULL, 9, NULL, NULL, NULL, NULL, 's1')`);
  });
  afterEach(() => database.close());
  const ledger = () =>
    database.exec(`CREATE TABLE usage_ledger (id INTEGER PRIMARY KEY, session_id TEXT, created_timestamp INTEGER,
      model TEXT, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
      cost REAL, cost_source TEXT)`);
  const used = (
    id: number,
    input: number,
    output: number,
    read: number,
    write: number,
    model: string | null = 'm',
  ) =>
    database
      .prepare("INSERT INTO usage_ledger VALUES (?, 's1', ?, ?, ?, ?, ?, ?, 0.25, 'estimated')")
      .run(id, S + id, model, input, output, read, write);
  const read = (merged: Merged, cursor: unknown = null) =>
    readOnce(goose.stores[0]!, describeFile(path), cursor, merged);
  const said = (role: string, content: object[]) =>
    database
      .prepare(
        "INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES ('s1', ?, ?, ?)",
      )
      .run(role, JSON.stringify(content), S);

  it('takes both cache parts out of the input, and keeps what was carried over without a model', async () => {
    ledger();
    used(1, 500, 50, 0, 0, null);
    used(2, 9000, 300, 8000, 400);
    const merged = new Merged();
    const first = await read(merged);
    assert.deepEqual(merged.tokens(), {
      input: 1100,
      cacheRead: 8000,
      cacheWrite: 400,
      output: 350,
      reasoning: 0,
    });
    assert.deepEqual(
      [...merged.calls.values()].map(({ model, loggedCost }) => [model, loggedCost]),
      [
        [null, 250_000],
        ['m', 250_000],
      ],
    );
    used(3, 10, 1, 0, 0);
    const second = await read(merged, first.cursor);
    assert.equal(merged.tokens().output, 351);
    const idle = new Merged();
    assert.deepEqual((await read(idle, second.cursor)).cursor, second.cursor);
    assert.equal(idle.calls.size + idle.sessions.size, 0);
  });

  it('leaves what it had Claude Code or Codex do to their own logs', async () => {
    ledger();
    used(1, 500, 50, 0, 0);
    database.exec('ALTER TABLE sessions ADD COLUMN provider_name TEXT');
    const outputsBy = async (provider: string) => {
      database.prepare('UPDATE sessions SET provider_name = ?').run(provider);
      const merged = new Merged();
      await read(merged);
      return merged.tokens().output;
    };
    assert.deepEqual([await outputsBy('anthropic'), await outputsBy('claude-code')], [50, 0]);
    database.exec('DELETE FROM usage_ledger');
    assert.deepEqual([await outputsBy('cursor-agent'), await outputsBy('codex')], [200, 0]);
  });

  it('tells a prompt once where a compaction has written all messages anew', async () => {
    database.exec('ALTER TABLE messages ADD COLUMN message_id TEXT');
    said('user', [{ type: 'text', text: 'Add a total' }]);
    database.exec("UPDATE messages SET message_id = 'm0'");
    const merged = new Merged();
    const { cursor } = await read(merged);
    said('user', [{ type: 'text', text: 'Add a total' }]);
    database.exec("DELETE FROM messages WHERE rowid = 1; UPDATE messages SET message_id = 'm0'");
    said('user', [{ type: 'text', text: 'Now a test' }]);
    await read(merged, cursor);
    assert.equal(merged.acts.size, 2);
  });

  it('takes the sums of a session that no ledger knows, not its last turn, and gives way to a ledger', async () => {
    const merged = new Merged();
    const first = await read(merged);
    assert.deepEqual([merged.tokens().input, merged.tokens().output, merged.calls.size], [1000, 200, 1]);
    const [call] = merged.calls.values();
    assert.deepEqual(
      [call?.lesser?.rank, call?.at, call?.model],
      [1, Date.parse('2026-11-20T10:00:00Z'), 'm'],
    );
    database.exec("UPDATE sessions SET accumulated_output_tokens = 260 WHERE id = 's1'");
    const second = await read(merged, first.cursor);
    assert.deepEqual([merged.tokens().output, merged.calls.size], [260, 1]);
    ledger();
    used(1, 1000, 260, 0, 0, null);
    await read(merged, second.cursor);
    assert.deepEqual(
      [...merged.calls.values()].filter(({ lesser }) => lesser === null).map(({ tokens }) => tokens.output),
      [260],
    );
  });

  it('reads the files from before there was a database, and none of them where there is one', async () => {
    const home = join(folder(), crypto.randomUUID());
    const at = join(home, '.local/share/goose/sessions');
    const about = {
      working_dir: '/w/shop',
      description: 'Cart total',
      message_count: 3,
      total_tokens: 90,
      input_tokens: 80,
      output_tokens: 10,
      accumulated_total_tokens: 1200,
      accumulated_input_tokens: 1000,
      accumulated_output_tokens: 200,
    };
    const value = {
      name: 'developer__text_editor',
      arguments: { command: 'str_replace', path: '/w/shop/a.ts', old_str: 'x', new_str: 'y' },
    };
    const lines = [
      about,
      { role: 'user', created: S, content: [{ type: 'text', text: 'Do it' }] },
      {
        role: 'assistant',
        created: S + 1,
        content: [{ type: 'toolRequest', id: 't1', toolCall: { status: 'success', value } }],
      },
      {
        role: 'user',
        created: S + 2,
        content: [{ type: 'toolResponse', id: 't1', toolResult: { status: 'success', value: [] } }],
      },
    ];
    writeFile(join(at, '20250801_1.jsonl'), `${lines.map(line => JSON.stringify(line)).join('\n')}\n`);
    const merged = await readHome(goose, home);
    const [call] = [...merged.calls.values()];
    assert.deepEqual(
      [call?.tokens.input, call?.tokens.output, call?.at],
      [1000, 200, (S + 2) * 1000],
      'the sum and not the last turn',
    );
    assert.deepEqual(
      [...merged.acts.values()].map(({ act }) => act),
      ['prompt', 'edit'],
    );
    assert.deepEqual([...merged.edits.keys()], ['20250801_1/t1']);
    assert.equal(merged.sessions.get('20250801_1')?.cwd, '/w/shop');
    assert.equal(await goose.title(join(at, '20250801_1.jsonl'), '20250801_1'), 'Cart total');
    writeFile(join(at, 'sessions.db'), '');
    assert.equal((await readHome(goose, home)).calls.size, 0);
  });

  it('tells edits whose results come in the next message, or the next read', async () => {
    const use = (id: string, input: object) => ({
      type: 'toolRequest',
      id,
      toolCall: { status: 'success', value: { name: 'developer__text_editor', arguments: input } },
    });
    const done = (id: string, status = 'success') => ({
      type: 'toolResponse',
      id,
      toolResult: { status, value: { content: [] } },
    });
    said('user', [{ type: 'text', text: 'Do it' }]);
    said('assistant', [
      use('t1', { command: 'str_replace', path: '/w/shop/a.ts', old_str: 'x', new_str: 'y' }),
      use('t2', { command: 'write', path: '/w/shop/b.ts', file_text: 'a\nb\n' }),
      use('t3', { command: 'view', path: '/w/shop/a.ts' }),
      use('t4', { command: 'str_replace', path: '/w/shop/a.ts', old_str: 'x', new_str: 'y' }),
    ]);
    said('user', [done('t1'), done('t2'), done('t3'), done('t4', 'error')]);
    const merged = new Merged();
    const { cursor } = await read(merged);
    said('assistant', [
      use('t5', { command: 'str_replace', path: '/w/shop/c.ts', old_str: 'amsel', new_str: 'zaun\nkoenig' }),
    ]);
    const asked = await read(merged, cursor);
    assert.ok(!/amsel|koenig/.test(JSON.stringify(asked.cursor)));
    said('user', [done('t5')]);
    await read(merged, asked.cursor);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path: at, baseline, lines }) => [at, baseline, lines.addedCount]),
      [
        ['/w/shop/a.ts', 'patch', 1],
        ['/w/shop/b.ts', 'unknown', 2],
        ['/w/shop/c.ts', 'patch', 2],
      ],
    );
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => `${act} ${ok}`),
      ['prompt null', 'edit true', 'edit true', 'read true', 'edit false', 'edit true'],
    );
    assert.equal(await goose.title(path, 's1'), 'A name');
  });
});
