import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import type { Agent, Store } from '../../../src/agents/agent.ts';
import { crush } from '../../../src/agents/crush/crush.ts';
import { droid } from '../../../src/agents/droid.ts';
import { zed } from '../../../src/agents/zed/zed.ts';
import { describeFile, Merged, readOnce, temporaryFolder, writeFile } from '../readingLogs.ts';

const storeOf = (agent: Agent, form: Store['form']) => agent.stores.find(store => store.form === form)!;

describe('agents: stores that keep sums only', () => {
  const folder = temporaryFolder();

  /** Each look at the store gives what has been used since the one before. */
  async function looks(store: Store, path: string, times: readonly (() => void)[]): Promise<Merged> {
    const merged = new Merged();
    let cursor: unknown = null;
    for (const change of times) {
      change();
      const result = await readOnce(store, describeFile(path), cursor, merged);
      assert.equal(result.code, 'read');
      cursor = JSON.parse(JSON.stringify(result.cursor));
    }
    return merged;
  }

  it('books what a session of Droid used since the last look, and begins anew where its sum fell', async () => {
    const path = join(folder(), 'd1.settings.json');
    const sum = (inputTokens: number, outputTokens: number) => () =>
      void writeFile(
        path,
        JSON.stringify({ model: 'claude-opus-5', tokenUsage: { inputTokens, outputTokens } }),
      );
    const merged = await looks(storeOf(droid, 'document'), path, [
      sum(100, 10),
      sum(100, 10),
      sum(250, 30),
      sum(40, 5),
    ]);
    assert.deepEqual(
      [...merged.calls.values()].map(({ tokens }) => [tokens.input, tokens.output]),
      [
        [100, 10],
        [150, 20],
        [40, 5],
      ],
    );
    assert.ok([...merged.calls.values()].every(({ quality }) => quality === 'lower bound'));
  });

  it('tells nothing of a Droid session that has used nothing yet', async () => {
    const path = join(folder(), 'd2.settings.json');
    const merged = await looks(storeOf(droid, 'document'), path, [
      () => void writeFile(path, JSON.stringify({ model: 'gpt-6', autonomyMode: 'low' })),
    ]);
    assert.equal(merged.calls.size, 0);
  });

  it('takes Droid’s thinking for no output beside its output, and the names of models as they are', async () => {
    const modelOf = async (model: string) => {
      const path = join(folder(), `${crypto.randomUUID()}.settings.json`);
      const tokenUsage = { inputTokens: 10, outputTokens: 1450, thinkingTokens: 1088 };
      const merged = await looks(storeOf(droid, 'document'), path, [
        () => void writeFile(path, JSON.stringify({ model, tokenUsage })),
      ]);
      const [call] = [...merged.calls.values()];
      assert.deepEqual([call?.tokens.output, call?.tokens.reasoning], [1450, 1088]);
      return call?.model;
    };
    assert.equal(await modelOf('custom:BYOK-GPT-5-MINI-0'), 'BYOK-GPT-5-MINI');
    assert.equal(await modelOf('custom:Kimi-K3-[Proxy]-12'), 'Kimi-K3');
    assert.equal(await modelOf('claude-opus-4-0'), 'claude-opus-4-0');
  });

  it('tells Crush’s edits by the versions of files that it keeps, each version against the one before', async () => {
    const path = join(folder(), 'versions', 'crush.db');
    writeFile(path, '');
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE sessions (id, parent_session_id, cost REAL, updated_at INTEGER, created_at INTEGER);
      CREATE TABLE files (id TEXT, session_id TEXT, path TEXT, content TEXT, version INTEGER, created_at INTEGER);
      INSERT INTO sessions VALUES ('s', NULL, 0, 1789000600, 1789000000)`);
    const keep = (file: string, content: string, version: number) => () =>
      void database
        .prepare("INSERT INTO files VALUES (?, 's', ?, ?, ?, 1789000100)")
        .run(`${file}${version}`, file, content, version);
    const merged = await looks(storeOf(crush, 'database'), path, [
      keep('/w/a.ts', 'one\ntwo\n', 0),
      keep('/w/a.ts', 'one\n2\n', 1),
      keep('/w/a.ts', 'one\n2\nthree\n', 2),
      keep('/w/n.ts', '', 0),
      keep('/w/n.ts', 'new\n', 1),
    ]);
    database.close();
    assert.deepEqual(
      [...merged.edits.values()].map(({ key, at, lines, baseline }) => [
        key,
        at,
        lines.addedCount,
        lines.removedCount,
        baseline,
      ]),
      [
        ['/w/a.ts1', 1_789_000_100_000, 1, 1, 'patch'],
        ['/w/a.ts2', 1_789_000_100_000, 1, 0, 'patch'],
        ['/w/n.ts1', 1_789_000_100_000, 1, 0, 'created'],
      ],
    );
  });

  it('takes neither Crush’s last step for its tokens, nor a sub-agent’s cost twice, nor 0 for free', async () => {
    const path = join(folder(), 'crush.db');
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE sessions (id, parent_session_id, title, prompt_tokens, completion_tokens, cost REAL,
      updated_at INTEGER, created_at INTEGER);
      INSERT INTO sessions VALUES ('main', NULL, 't', 41000, 320, 0.5, 1789000600, 1789000000),
        ('sub', 'main', 't', 900, 20, 0.1, 1789000500, 1789000400),
        ('flat', NULL, 't', 800, 10, 0, 1789000700, 1789000650)`);
    const merged = await looks(storeOf(crush, 'database'), path, [
      () => {},
      () => database.exec("UPDATE sessions SET cost = 0.75, updated_at = 1789001600 WHERE id = 'main'"),
      () => {},
    ]);
    database.close();
    assert.deepEqual(
      [...merged.calls.values()].map(({ session, loggedCost, tokens, at }) => [
        session,
        loggedCost,
        tokens.input,
        tokens.output,
        at,
      ]),
      [
        ['main', 500_000, null, null, 1_789_000_600_000],
        ['main', 250_000, null, null, 1_789_001_600_000],
      ],
    );
    assert.equal(merged.sessions.get('sub')?.parent, 'main');
    assert.equal(
      merged.sessions.get('flat')?.startedAt,
      1_789_000_650_000,
      'seconds, whatever its comments say',
    );
  });

  it('reads a packed thread of Zed, by its whole sum and not by the requests it lists', async () => {
    const path = join(folder(), 'threads.db');
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE threads (id, summary, updated_at, data_type, data)');
    const thread = (output: number) =>
      zstdCompressSync(
        JSON.stringify({
          version: '0.3.0',
          model: { provider: 'anthropic', model: 'claude-opus-5' },
          cumulative_token_usage: { input_tokens: 10, output_tokens: output, cache_read_input_tokens: 900 },
          request_token_usage: { u1: { input_tokens: 3, output_tokens: 4 } },
          messages: [],
        }),
      );
    const put = (output: number, at: string) => () => {
      database.exec('DELETE FROM threads');
      database.prepare("INSERT INTO threads VALUES ('t', 's', ?, 'zstd', ?)").run(at, thread(output));
    };
    const merged = await looks(storeOf(zed, 'database'), path, [
      put(40, '2026-09-10T08:05:00.000Z'),
      put(70, '2026-09-10T09:05:00.000Z'),
    ]);
    database.exec("INSERT INTO threads VALUES ('u', 's', '2026-09-11T08:00:00.000Z', 'zstd', x'0011')");
    const broken = await readOnce(storeOf(zed, 'database'), describeFile(path), null, new Merged());
    database.close();
    assert.deepEqual(
      [...merged.calls.values()].map(({ tokens, model }) => [tokens.output, tokens.cacheRead, model]),
      [
        [40, 900, 'claude-opus-5'],
        [30, 0, 'claude-opus-5'],
      ],
    );
    assert.equal(broken.skipped.malformed, 1);
  });
});
