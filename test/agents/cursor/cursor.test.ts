import assert from 'node:assert/strict';
import { appendFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cursor } from '../../../src/agents/cursor/cursor.ts';
import { findLogs } from '../../../src/agents/stores/logFiles.ts';
import { describeFile, Merged, readHome, readOnce, temporaryFolder, writeFile } from '../readingLogs.ts';

const T = Date.parse('2026-11-20T09:00:00.000Z');
const CANARY = 'zaunkoenigtoken';
const NOTHING = { malformed: 0, 'too long': 0, 'newer format': 0 };

describe('agents/cursor: transcripts', () => {
  const folder = temporaryFolder();
  const use = (name: string, input: object) => ({ type: 'tool_use', name, input });
  const said = (role: string, ...content: object[]) => ({ role, message: { content } });
  const text = (words: string) => ({ type: 'text', text: words });

  function write(lines: object[], name = 'c1/c1.jsonl'): [home: string, path: string] {
    const home = join(folder(), crypto.randomUUID());
    const path = join(home, '.cursor/projects/w-my-shop/agent-transcripts', name);
    writeFile(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    utimesSync(path, T / 1000, T / 1000);
    return [home, path];
  }

  it('tells what its tools changed, dated by the file, and not one call or token', async () => {
    const [home] = write([
      said('user', text('<user_query>\nDo it\n</user_query>')),
      said('assistant', text('[REDACTED]'), use('Read', { path: '/w/my-shop/a.ts' })),
      said('assistant', use('Write', { path: '/w/my-shop/a.ts', contents: 'export const a = 1\n' })),
      said(
        'assistant',
        use('StrReplace', { path: '/w/my-shop/b.ts', old_string: 'x\n', new_string: 'y\nz\n' }),
        use('ApplyPatch', { patch: '*** Begin Patch\n*** Update File: c.ts\n@@\n-p\n+q\n*** End Patch' }),
      ),
      said(
        'assistant',
        use('Delete', { path: '/w/my-shop/d.ts' }),
        use('Shell', { command: 'npm run deploy' }),
      ),
      { type: 'turn_ended', status: 'success' },
    ]);
    const merged = await readHome(cursor, home);
    assert.equal(merged.calls.size, 0);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path, baseline, lines, at }) => [
        path,
        baseline,
        lines.addedCount,
        lines.removedCount,
        at,
      ]),
      [
        ['/w/my-shop/a.ts', 'unknown', 1, null, T],
        ['/w/my-shop/b.ts', 'patch', 2, 1, T],
        ['/w/my-shop/c.ts', 'patch', 1, 1, T],
        ['/w/my-shop/d.ts', 'deleted', 0, null, T],
      ],
    );
    assert.deepEqual(
      [...merged.acts.values()].map(act => [act.act, act.ok]),
      [
        ['prompt', null],
        ['read', null],
        ['edit', null],
        ['edit', null],
        ['edit', null],
        ['edit', null],
        ['shell', null],
      ],
    );
    assert.deepEqual(merged.skipped, [NOTHING]);
    const session = merged.sessions.get('c1');
    assert.deepEqual([session?.cwd, session?.startedAt, session?.endedAt], ['/w/my-shop', T, T]);
  });

  it('dates what is added by when it was added, and keeps the time of what was read before', async () => {
    const [, path] = write([said('assistant', use('Write', { path: '/w/my-shop/a.ts', contents: 'a\n' }))]);
    const merged = new Merged();
    const first = await readOnce(cursor.stores[0]!, describeFile(path), null, merged);
    appendFileSync(
      path,
      `${JSON.stringify(said('assistant', use('Write', { path: '/w/my-shop/b.ts', contents: 'b\n' })))}\n`,
    );
    utimesSync(path, T / 1000 + 60, T / 1000 + 60);
    await readOnce(cursor.stores[0]!, describeFile(path), first.cursor, merged);
    assert.deepEqual(
      [...merged.edits.values()].map(edit => edit.at),
      [T, T + 60_000],
    );
    assert.equal(new Set(merged.edits.keys()).size, 2);
  });

  it('names the conversation that started a sub-agent, and titles by what was asked', async () => {
    const lines = [said('user', text('<user_query>\nHelp a bit\n</user_query>'))];
    const [home, path] = write(lines, 'c1/subagents/s1.jsonl');
    assert.equal((await readHome(cursor, home)).sessions.get('s1')?.parent, 'c1');
    assert.equal(await cursor.title(path, 's1'), 'Help a bit');
  });

  it('reads no other file of a project', () => {
    const [home] = write([], 'c1/c1.jsonl');
    writeFile(join(home, '.cursor/projects/w-my-shop/other/c2.jsonl'), '{}\n');
    writeFile(join(home, '.cursor/projects/w-my-shop/agent-transcripts/c3.txt'), 'x');
    const environment = { home, platform: 'linux', variables: {}, editorFolder: null } as const;
    assert.equal(findLogs(cursor.stores[0]!, environment).files.length, 1);
  });
});

describe('agents/cursor: databases', () => {
  const folder = temporaryFolder();
  const [, tracking, state] = cursor.stores;

  function trackingAt(name: string): [DatabaseSync, string] {
    const path = join(folder(), name, 'ai-code-tracking.db');
    writeFile(path, '');
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode = wal;
      CREATE TABLE scored_commits (commitHash TEXT, branchName TEXT, scoredAt INTEGER, linesAdded INTEGER,
        tabLinesAdded INTEGER, composerLinesAdded INTEGER, humanLinesAdded INTEGER, commitMessage TEXT, commitDate TEXT,
        v2AiPercentage TEXT, PRIMARY KEY (commitHash, branchName));
      CREATE TABLE ai_code_hashes (hash TEXT PRIMARY KEY, source TEXT, fileExtension TEXT, fileName TEXT, requestId TEXT,
        conversationId TEXT, timestamp INTEGER, model TEXT, createdAt INTEGER);
      CREATE TABLE conversation_summaries (conversationId TEXT, title TEXT)`);
    return [database, path];
  }
  let n = 0;
  const wrote = (database: DatabaseSync, conversation: string | null, second: number, source = 'composer') =>
    database
      .prepare("INSERT INTO ai_code_hashes VALUES (?, ?, 'ts', '/w/a.ts', 'r', ?, ?, 'default', 0)")
      .run(`h${n++}`, source, conversation, T + second * 1000);
  const commit = (database: DatabaseSync, hash: string, second: number, lines: number, branch = 'main') =>
    database
      .prepare("INSERT INTO scored_commits VALUES (?, ?, ?, 9, 0, ?, 1, 'words', NULL, '88.9')")
      .run(hash.repeat(40), branch, T + second * 1000, lines);
  const read = async (path: string, cursorOf: unknown = null) => {
    const merged = new Merged();
    const result = await readOnce(tracking!, describeFile(path), cursorOf, merged);
    return {
      merged,
      cursor: result.cursor,
      links: [...merged.links.values()].map(({ session, target }) => `${session} ${target[0]}`),
    };
  };

  it('ties a conversation to the commit that only it wrote lines for, however many branches have it', async () => {
    const [database, path] = trackingAt('a');
    wrote(database, 'c1', 1);
    wrote(database, 'c1', 2);
    wrote(database, null, 3, 'tab');
    commit(database, 'a', 10, 5);
    commit(database, 'a', 20, 5, 'feature');
    commit(database, 'e', 12, 0);
    wrote(database, 'c2', 15);
    commit(database, 'b', 20, 3);
    const { merged, links, cursor: after } = await read(path);
    assert.deepEqual(links, ['c1 a', 'c2 b']);
    assert.equal(merged.calls.size, 0);
    assert.deepEqual(
      [merged.sessions.get('c1')?.startedAt, merged.sessions.get('c1')?.endedAt],
      [T + 1000, T + 2000],
    );
    assert.equal((await read(path, after)).merged.sessions.size, 0);
    wrote(database, 'c3', 30);
    commit(database, 'c', 31, 3);
    assert.deepEqual((await read(path, after)).links, ['c1 a', 'c2 b', 'c3 c']);
    database.close();
  });

  it('ties none where two conversations may have written it, or nobody did', async () => {
    const [database, path] = trackingAt('b');
    wrote(database, 'c1', 1);
    wrote(database, 'c2', 2);
    commit(database, 'a', 10, 5);
    commit(database, 'b', 20, 5);
    wrote(database, 'c1', 30);
    assert.deepEqual((await read(path)).links, []);
    database.close();
  });

  it('goes by when a commit was made, in git’s way of writing it', async () => {
    const [database, path] = trackingAt('c');
    wrote(database, 'c1', 1);
    wrote(database, 'c2', 100);
    database.exec(`INSERT INTO scored_commits VALUES ('${'a'.repeat(40)}', 'main', ${T + 200_000}, 9, 0, 5, 1, 'w',
      'Fri Nov 20 17:00:30 2026 +0800', '88')`);
    assert.deepEqual((await read(path)).links, ['c1 a']);
    database.close();
  });

  it('titles a conversation where one is kept', async () => {
    const [database, path] = trackingAt('d');
    database.exec("INSERT INTO conversation_summaries VALUES ('c1', 'A name')");
    assert.equal(await cursor.title(path, 'c1'), 'A name');
    assert.equal(await cursor.title(path, 'c2'), null);
    database.close();
  });

  function stateAt(name: string): [DatabaseSync, string] {
    const path = join(folder(), name, 'globalStorage', 'state.vscdb');
    writeFile(path, '');
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode = wal;
      CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
      CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
      INSERT INTO ItemTable VALUES ('cursorAuth/accessToken', '${CANARY}'), ('cursorAuth/cachedEmail', '${CANARY}')`);
    return [database, path];
  }
  const kept = (database: DatabaseSync, key: string, value: object) =>
    database.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)').run(key, Buffer.from(JSON.stringify(value)));

  it('knows when conversations were, takes no gauge for tokens, and nothing of who is signed in', async () => {
    const [database, path] = stateAt('e');
    kept(database, 'composerData:c1', {
      name: 'A name',
      createdAt: T,
      lastUpdatedAt: T + 5,
      contextTokensUsed: 9000,
      secret: CANARY,
    });
    kept(database, 'bubbleId:c1:b1', {
      type: 2,
      tokenCount: { inputTokens: 11, outputTokens: 12 },
      text: CANARY,
    });
    kept(database, 'composerData:task-call_1\nfc_2', { createdAt: T });
    database.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)').run('composerData:torn', '{"createdAt":');
    const merged = new Merged();
    const first = await readOnce(state!, describeFile(path), null, merged);
    assert.deepEqual([...merged.sessions.keys()], ['c1']);
    assert.equal(merged.sessions.get('c1')?.endedAt, T + 5);
    assert.equal(merged.calls.size, 0);
    kept(database, 'composerData:c1', { name: 'A name', createdAt: T, lastUpdatedAt: T + 9 });
    const again = new Merged();
    const second = await readOnce(state!, describeFile(path), first.cursor, again);
    assert.equal(again.sessions.get('c1')?.endedAt, T + 9);
    const idle = new Merged();
    const third = await readOnce(state!, describeFile(path), second.cursor, idle);
    assert.deepEqual([idle.sessions.size, third.cursor], [0, second.cursor]);
    assert.equal(await cursor.title(path, 'c1'), 'A name');
    assert.ok(!JSON.stringify([merged.all(), first, again.all(), second]).includes(CANARY));
    database.close();
  });

  it('reads the headers where there are any, and the folder of their workspace', async () => {
    const [database, path] = stateAt('f');
    writeFile(join(path, '../../workspaceStorage/w1/workspace.json'), '{"folder": "file:///w/my%20shop"}');
    database.exec(`CREATE TABLE composerHeaders (composerId TEXT, workspaceId TEXT, createdAt INTEGER, lastUpdatedAt INTEGER,
        isSubagent INTEGER, value TEXT);
      INSERT INTO composerHeaders VALUES ('c1', 'w1', ${T}, ${T + 1}, 0, '${CANARY}'), ('c2', NULL, ${T}, ${T + 1}, 0, '')`);
    kept(database, 'composerData:c3', { createdAt: T });
    const merged = new Merged();
    const { cursor: after } = await readOnce(state!, describeFile(path), null, merged);
    assert.deepEqual(
      [...merged.sessions.values()].map(({ id, cwd }) => [id, cwd]),
      [
        ['c1', '/w/my shop'],
        ['c2', null],
      ],
    );
    assert.ok(!JSON.stringify([merged.all(), after]).includes(CANARY));
    database.close();
  });

  it('says so where neither database is what it was', async () => {
    for (const store of [tracking!, state!]) {
      const path = join(folder(), crypto.randomUUID(), 'x.db');
      writeFile(path, '');
      const database = new DatabaseSync(path);
      database.exec('CREATE TABLE something (else_ TEXT)');
      const { skipped } = await readOnce(store, describeFile(path), null, new Merged());
      assert.deepEqual(skipped, { ...NOTHING, 'newer format': 1 });
      database.close();
    }
  });

  it('takes only Cursor’s own state for its state', () => {
    const environment = {
      home: '/h',
      platform: 'linux',
      variables: {},
      editorFolder: '/h/.config/Code/User',
    } as const;
    assert.deepEqual(state!.roots(environment), [
      '/h/.config/Cursor/User/globalStorage',
      '/h/.cursor-server/data/User/globalStorage',
    ]);
  });
});
