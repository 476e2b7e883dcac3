import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { kilo } from '../../../src/agents/opencode/kilo.ts';
import { opencode } from '../../../src/agents/opencode/opencode.ts';
import { opencodeTokens } from '../../../src/agents/opencode/opencodeTokens.ts';
import { findLogs } from '../../../src/agents/stores/logFiles.ts';
import type { AgentRecord } from '../../../src/model/records.ts';
import {
  describeFile,
  Merged,
  readHome,
  readInto,
  readOnce,
  temporaryFolder,
  writeFile,
} from '../readingLogs.ts';

const T = Date.parse('2026-11-20T09:00:00.000Z');
const CANARY = 'zaunkoenigtoken';
const counts = (input: number, output: number, more: object = {}) => ({
  input,
  output,
  reasoning: 0,
  cache: { read: 0, write: 0 },
  ...more,
});

/** An id as it is made at a time. */
const idAt = (kind: string, at: number, tail: string) =>
  `${kind}_${(((BigInt(at) * 0x1000n + 1n) & 0xffffffffffffn) as bigint).toString(16).padStart(12, '0')}${tail}`;

class World {
  readonly path: string;
  readonly home: string;
  readonly database: DatabaseSync;
  updated = T;

  constructor(home: string, name = '.local/share/opencode/opencode.db') {
    this.home = home;
    this.path = join(home, name);
    writeFile(this.path, '');
    this.database = new DatabaseSync(this.path);
    this.database.exec(`PRAGMA journal_mode = wal;
      CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, fork_session_id TEXT, directory TEXT, title TEXT,
        version TEXT, tokens_input INTEGER, tokens_output INTEGER, time_created INTEGER, time_updated INTEGER);
      CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
      CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER,
        time_updated INTEGER, data TEXT);
      CREATE TABLE session_message (id TEXT PRIMARY KEY, session_id TEXT, type TEXT, seq INTEGER, time_created INTEGER,
        time_updated INTEGER, data TEXT);
      CREATE TABLE account (id TEXT, access_token TEXT); CREATE TABLE control_account (email TEXT, access_token TEXT);
      CREATE TABLE credential (id TEXT, value TEXT);
      INSERT INTO account VALUES ('a', '${CANARY}'); INSERT INTO control_account VALUES ('a', '${CANARY}');
      INSERT INTO credential VALUES ('a', '${CANARY}')`);
  }

  session(id: string, parent: string | null = null, fork: string | null = null, version = '1.18.33'): this {
    this.database
      .prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, 999, 999, ?, ?)')
      .run(id, parent, fork, '/w/shop', `Title of ${id}`, version, T, T);
    return this;
  }

  message(id: string, session: string, data: object, at = T): this {
    const time = { created: at, completed: at + 500 };
    this.database
      .prepare('INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?)')
      .run(id, session, at, ++this.updated, JSON.stringify({ time, ...data }));
    return this;
  }

  assistant(id: string, session: string, tokens: object, more: object = {}, at = T): this {
    return this.message(
      id,
      session,
      { role: 'assistant', modelID: 'gpt-5', cost: 0.25, finish: 'stop', tokens, ...more },
      at,
    );
  }

  newer(id: string, session: string, type: string, data: object, at = T): this {
    this.database
      .prepare('INSERT OR REPLACE INTO session_message VALUES (?, ?, ?, 1, ?, ?, ?)')
      .run(id, session, type, at, ++this.updated, JSON.stringify(data));
    return this;
  }

  part(id: string, message: string, session: string, data: object): this {
    this.database
      .prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, message, session, T, ++this.updated, JSON.stringify(data));
    return this;
  }

  tool(call: string, tool: string, input: object, state: object = {}): this {
    const time = { start: T + 100, end: T + 200 };
    return this.part(`prt_${call}`, 'msg_1', 'ses_1', {
      type: 'tool',
      tool,
      callID: call,
      state: { status: 'completed', input, output: 'ok', metadata: {}, time, ...state },
    });
  }

  read(merged = new Merged(), cursor: unknown = null) {
    return readOnce(opencode.stores[0]!, describeFile(this.path), cursor, merged);
  }
}

describe('agents/opencode', () => {
  const folder = temporaryFolder();
  const open: DatabaseSync[] = [];
  const world = (name?: string) => {
    const made = new World(join(folder(), crypto.randomUUID()), name);
    open.push(made.database);
    return made;
  };
  afterEach(() => {
    for (const database of open.splice(0)) database.close();
  });
  const all = async (made: World) => {
    const merged = new Merged();
    const { skipped } = await made.read(merged);
    merged.skipped.push(skipped);
    return merged;
  };

  it('counts messages only: steps and sessions hold the same counts again', async () => {
    const tokens = counts(100, 20, { cache: { read: 50, write: 7 } });
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', tokens);
    made.part('prt_1', 'msg_1', 'ses_1', { type: 'step-finish', tokens, cost: 0.25 });
    const merged = await all(made);
    assert.deepEqual(merged.tokens(), { input: 100, cacheRead: 50, cacheWrite: 7, output: 20, reasoning: 0 });
    const [call] = merged.calls.values();
    assert.deepEqual([call?.model, call?.loggedCost, call?.quality], ['gpt-5', 250_000, 'lower bound']);
  });

  it('takes reasoning for a part of the output or for one beside it, as the total says', () => {
    const thought = { reasoning: 30 };
    const output = (tokens: object, version: string | null = null) => opencodeTokens(tokens, version)?.output;
    assert.equal(output(counts(100, 50, { ...thought, total: 180 })), 80);
    assert.equal(output(counts(100, 50, { ...thought, total: 150 })), 50);
    assert.equal(output(counts(100, 50, thought), '1.3.9'), 50);
    assert.equal(output(counts(100, 50, thought), '1.18.33'), 80);
    assert.equal(output(counts(100, 50, thought), '7.7.7'), 80);
    assert.equal(output(counts(100, 50, thought)), 50);
    assert.equal(output(counts(100, 20, thought), '1.1.0'), 50);
    assert.equal(opencodeTokens(counts(0, 0), '1.18.33'), null);
    assert.equal(opencodeTokens({ output: 5 }, null)?.cacheRead, null);
  });

  it('takes a cost of zero for one that is not known', async () => {
    const merged = await all(world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2), { cost: 0 }));
    assert.equal([...merged.calls.values()][0]?.loggedCost, null);
  });

  it('waits for counts that have not come, and takes none for none only where all is over', async () => {
    const made = world().session('ses_1');
    made.assistant('msg_1', 'ses_1', counts(0, 0), { finish: undefined });
    made.assistant('msg_2', 'ses_1', counts(0, 0), { error: { name: 'APIError' } });
    made.assistant('msg_3', 'ses_1', counts(0, 0));
    const merged = await all(made);
    assert.deepEqual(
      [...merged.calls.values()].map(({ key, tokens }) => [key, tokens.input]),
      [['msg_3', null]],
    );
  });

  it('counts a message once that stands in both shapes, and one of the newer shape alone', async () => {
    const data = {
      agent: 'build',
      model: { id: 'gpt-5', providerID: 'openai' },
      tokens: counts(100, 20),
      cost: 0.25,
      finish: 'stop',
      time: { created: T, completed: T + 500 },
    };
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(100, 20));
    made.newer('msg_1', 'ses_1', 'assistant', { ...data, content: [] });
    made.newer('msg_2', 'ses_1', 'assistant', {
      ...data,
      content: [
        { type: 'text', text: 'words' },
        {
          type: 'tool',
          id: 'call_1',
          name: 'edit',
          state: {
            status: 'completed',
            input: { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' },
            content: [{ type: 'text', text: 'ok' }],
          },
        },
      ],
    });
    made.newer('msg_3', 'ses_1', 'compaction', {
      tokens: counts(1000, 30),
      cost: 0.1,
      finish: 'stop',
      time: { created: T + 9 },
    });
    made.newer('msg_4', 'ses_1', 'user', { text: 'Do it', time: { created: T + 10 } });
    made.newer('msg_5', 'ses_1', 'agent-switched', { agent: 'plan', time: { created: T + 11 } });
    const merged = await all(made);
    assert.deepEqual([merged.calls.size, merged.tokens().input, merged.tokens().output], [3, 1200, 70]);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path }) => path),
      ['/w/shop/a.ts'],
    );
    assert.equal([...merged.acts.values()].filter(act => act.act === 'prompt').length, 1);
  });

  it('counts what a fork copied once', async () => {
    const first = idAt('msg', T, 'AAAA');
    const copied = idAt('msg', T + 3_600_000, 'BBBB');
    const own = idAt('msg', T + 3_700_000, 'CCCC');
    const made = world().session('ses_1').session('ses_2', null, 'ses_1');
    const edit = (id: string, message: string, session: string) =>
      made.part(id, message, session, {
        type: 'tool',
        tool: 'edit',
        callID: 'call_1',
        state: { status: 'completed', input: { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' } },
      });
    made.assistant(first, 'ses_1', counts(100, 20), {}, T);
    edit('prt_1', first, 'ses_1');
    made.assistant(copied, 'ses_2', counts(100, 20), {}, T);
    edit('prt_2', copied, 'ses_2');
    made.assistant(own, 'ses_2', counts(7, 3), {}, T + 3_700_000);
    const merged = await all(made);
    assert.deepEqual([merged.calls.size, merged.tokens().input, merged.edits.size], [2, 107, 1]);
    assert.equal(merged.sessions.get('ses_2')?.forkedFrom, 'ses_1');
    made.database.exec("DELETE FROM message WHERE session_id = 'ses_1'");
    assert.equal((await all(made)).calls.size, 2);
  });

  it('folds sub-agents into the session that started them, whose prompts are no person’s', async () => {
    const made = world().session('ses_1').session('ses_2', 'ses_1');
    made.message('msg_1', 'ses_1', { role: 'user' }).message('msg_2', 'ses_2', { role: 'user' });
    made.assistant('msg_3', 'ses_2', counts(5, 6));
    made.tool('c1', 'task', { description: 'x', prompt: 'y' });
    const merged = await all(made);
    assert.equal(merged.sessions.get('ses_2')?.parent, 'ses_1');
    assert.deepEqual([...merged.acts.values()].map(act => act.act).sort(), ['prompt', 'spawn']);
  });

  it('tells edits by their diffs, else by what was asked for, where they were done', async () => {
    const diff = '--- a\n+++ b\n@@ -1,2 +1,3 @@\n same\n-x\n+y\n+z\n';
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
    made.tool(
      'c1',
      'edit',
      { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' },
      { metadata: { diff, filediff: { file: '/w/shop/a.ts', patch: diff } } },
    );
    made.tool(
      'c2',
      'edit',
      { filePath: 'b.ts', oldString: 'x\n', newString: 'y\n' },
      { metadata: { filediff: { file: '/w/shop/b.ts', before: 'a\nx\n', after: 'a\ny\n' } } },
    );
    made.tool('c3', 'edit', { filePath: '/w/shop/c.ts', oldString: 'x\n', newString: 'y\n' });
    made.tool(
      'c4',
      'write',
      { filePath: '/w/shop/d.ts', content: 'a\nb\n' },
      { metadata: { exists: false } },
    );
    made.tool('c5', 'write', { filePath: '/w/shop/d.ts', content: 'a\nb\n' }, { metadata: { exists: true } });
    made.tool('c6', 'apply_patch', {
      patchText:
        '*** Begin Patch\n*** Add File: e.ts\n+one\n*** Update File: f.ts\n@@\n-p\n+q\n*** End Patch',
    });
    made.tool('c7', 'multiedit', {
      filePath: '/w/shop/g.ts',
      edits: [
        { oldString: 'x', newString: 'y' },
        { oldString: 'p', newString: 'q\nr' },
      ],
    });
    made.tool(
      'c8',
      'edit',
      { filePath: '/w/shop/h.ts', oldString: 'x', newString: 'y' },
      { status: 'error', error: 'not found' },
    );
    made.tool(
      'c9',
      'edit',
      { filePath: '/w/shop/i.ts', oldString: 'x', newString: 'y' },
      { status: 'running' },
    );
    made.tool('c10', 'invalid', { tool: 'edit', error: 'unknown' });
    made.tool(
      'c11',
      'apply_patch',
      { patchText: '*** Begin Patch\n*** Delete File: j.ts\n*** End Patch' },
      {
        metadata: { files: [{ filePath: '/w/shop/j.ts', type: 'delete', before: 'a\nb\n', after: '' }] },
      },
    );
    const merged = await all(made);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path, baseline, lines }) => [
        path.slice(8),
        baseline,
        lines.addedCount,
        lines.removedCount,
      ]),
      [
        ['a.ts', 'patch', 2, 1],
        ['b.ts', 'patch', 1, 1],
        ['c.ts', 'patch', 1, 1],
        ['d.ts', 'created', 2, 0],
        ['d.ts', 'unknown', 2, null],
        ['e.ts', 'created', 1, 0],
        ['f.ts', 'patch', 1, 1],
        ['g.ts', 'patch', 1, 1],
        ['g.ts', 'patch', 2, 1],
        ['j.ts', 'patch', 0, 2],
      ],
    );
    assert.deepEqual(new Set([...merged.edits.values()].map(({ at }) => at)), new Set([T + 200]));
    const acts = new Map([...merged.acts.values()].map(({ key, act, ok }) => [key, `${act} ${ok}`]));
    assert.equal(acts.get('msg_1/c8'), 'edit false');
    assert.equal(acts.get('msg_1/c9'), 'edit null');
    assert.equal(acts.get('msg_1/c10'), 'other true');
    assert.equal(merged.skipped[0]?.['newer format'], 0);
  });

  it('says what shells did, and which commits they printed', async () => {
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
    made.tool(
      'c1',
      'bash',
      { command: 'git commit -m x' },
      { output: '[main 1a2b3c4] x\n', metadata: { exit: 0 } },
    );
    made.tool('c2', 'bash', { command: './deploy.sh' }, { metadata: { exit: 2 } });
    made.tool('c3', 'shop_read', { id: 1 });
    const merged = await all(made);
    assert.deepEqual(
      [...merged.links.values()].map(({ target }) => target),
      ['1a2b3c4'],
    );
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => `${act} ${ok}`),
      ['shell true', 'shell false', 'other true'],
    );
  });

  it('reads again what was updated in place, and nothing that was not', async () => {
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(0, 0), { finish: undefined });
    made.tool(
      'c1',
      'edit',
      { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' },
      { status: 'running' },
    );
    const merged = new Merged();
    const first = await made.read(merged);
    assert.deepEqual([merged.calls.size, merged.edits.size], [0, 0]);
    made.assistant('msg_1', 'ses_1', counts(10, 20));
    made.tool('c1', 'edit', { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' });
    const second = await made.read(merged, JSON.parse(JSON.stringify(first.cursor)));
    assert.deepEqual([merged.tokens().output, merged.edits.size], [20, 1]);
    const idle = new Merged();
    const third = await made.read(idle, second.cursor);
    assert.deepEqual(third.cursor, second.cursor);
    assert.equal(idle.all().sessions.length + idle.calls.size + idle.acts.size, 0);
    made.database.exec('DELETE FROM message; DELETE FROM part');
    made.updated = T - 1000;
    await made.assistant('msg_9', 'ses_1', counts(1, 2)).read(idle, second.cursor);
    assert.deepEqual([...idle.calls.keys()], ['msg_9']);
  });

  it('reads what was imported later and is older, once, however little it tells at a time', async () => {
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
    const merged = new Merged();
    let { cursor } = await made.read(merged);
    const now = made.updated;
    made.updated = T - 90_000_000;
    for (const id of ['msg_2', 'msg_3', 'msg_4']) made.assistant(id, 'ses_1', counts(3, 4));
    made.updated = now;
    made.assistant('msg_5', 'ses_1', counts(5, 6));
    let told = 0;
    for (let reads = 0, done = false; !done; reads++) {
      assert.ok(reads < 20, 'comes to an end');
      const add = (record: AgentRecord) => {
        if (record.kind === 'call') told++;
        merged.add(record);
      };
      const read = await readInto(opencode.stores[0]!, describeFile(made.path), cursor, add, 1);
      ({ done, cursor } = read);
    }
    assert.deepEqual([...merged.calls.keys()].sort(), ['msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_5']);
    assert.equal(told, 4);
  });

  it('sees changes of one moment, and keeps nothing of who is signed in', async () => {
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
    const merged = new Merged();
    const first = await made.read(merged);
    made.updated--;
    made.assistant('msg_2', 'ses_1', counts(3, 4));
    const second = await made.read(merged, first.cursor);
    assert.deepEqual([...merged.calls.keys()], ['msg_1', 'msg_2']);
    assert.ok(!JSON.stringify([merged.all(), second.cursor]).includes(CANARY));
    assert.equal(await opencode.title(made.path, 'ses_1'), 'Title of ses_1');
  });

  it('reads the databases of other channels, and Kilo’s', async () => {
    const channel = world('.local/share/opencode/opencode-dev.db')
      .session('ses_1')
      .assistant('msg_1', 'ses_1', counts(1, 2));
    assert.equal((await readHome(opencode, channel.home)).calls.size, 1);
    const other = world('.local/share/kilo/kilo.db')
      .session('ses_1')
      .assistant('msg_1', 'ses_1', counts(1, 2));
    const merged = await readHome(kilo, other.home);
    assert.deepEqual(
      [...merged.calls.values()].map(({ agent }) => agent),
      ['kilo'],
    );
  });

  it('reads the database that its person named, whatever its name and place, and no tree beside it', async () => {
    for (const [own, at] of [
      ['work.sqlite', '.local/share/opencode/work.sqlite'],
      ['/elsewhere/oc.db', 'elsewhere/oc.db'],
    ] as const) {
      const made = world(at).session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
      writeFile(join(made.home, '.local/share/opencode/storage/message/ses_1/msg_0.json'), '{}');
      const variables = { OPENCODE_DB: own.startsWith('/') ? join(made.home, at) : own };
      const environment = { home: made.home, platform: 'linux', variables, editorFolder: null } as const;
      const found = opencode.stores.flatMap(store => findLogs(store, environment).files);
      assert.deepEqual(
        found.map(({ path }) => path),
        [made.path],
      );
    }
  });

  it('reads the tree of files only where there is no database', async () => {
    const home = join(folder(), crypto.randomUUID());
    const storage = join(home, '.local/share/opencode/storage');
    const put = (name: string, value: object) => writeFile(join(storage, name), JSON.stringify(value));
    put('session/p1/ses_1.json', {
      id: 'ses_1',
      directory: '/w/shop',
      title: 'Old',
      time: { created: T, updated: T + 9 },
    });
    put('message/ses_1/msg_1.json', {
      id: 'msg_1',
      sessionID: 'ses_1',
      role: 'assistant',
      modelID: 'gpt-5',
      path: { cwd: '/w/shop' },
      tokens: counts(100, 20),
      finish: 'stop',
      time: { created: T, completed: T + 5 },
    });
    put('part/msg_1/prt_1.json', {
      id: 'prt_1',
      messageID: 'msg_1',
      sessionID: 'ses_1',
      type: 'tool',
      tool: 'edit',
      callID: 'c1',
      state: {
        status: 'completed',
        input: { filePath: '/w/shop/a.ts', oldString: 'x', newString: 'y' },
        time: { start: T, end: T + 1 },
      },
    });
    put('session_diff/ses_1.json', { not: 'read' });
    const merged = await readHome(opencode, home);
    assert.deepEqual(
      [merged.tokens().input, merged.edits.size, merged.sessions.get('ses_1')?.cwd],
      [100, 1, '/w/shop'],
    );
    assert.equal(merged.skipped.length, 3);
    const made = new World(home).session('ses_1').assistant('msg_1', 'ses_1', counts(100, 20));
    open.push(made.database);
    const both = await readHome(opencode, home);
    assert.deepEqual([both.tokens().input, both.skipped.length], [100, 1]);
  });

  it('counts a row that breaks, and says where nothing is where it used to be', async () => {
    const made = world().session('ses_1').assistant('msg_1', 'ses_1', counts(1, 2));
    made.database.exec("INSERT INTO message VALUES ('msg_0', 'ses_1', 1, 1, '{\"role\":')");
    assert.deepEqual((await all(made)).skipped, [{ malformed: 1, 'too long': 0, 'newer format': 0 }]);
    made.database.exec('DROP TABLE message; DROP TABLE session_message');
    assert.equal((await all(made)).skipped[0]?.['newer format'], 1);
  });
});
