import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Agent } from '../../../src/agents/agent.ts';
import { cline } from '../../../src/agents/cline/cline.ts';
import { roo } from '../../../src/agents/cline/roo.ts';
import { kilo } from '../../../src/agents/opencode/kilo.ts';
import { searchReplaceBlocks } from '../../../src/agents/tools/searchReplace.ts';
import { describeFile, Merged, readHome, readOnce, temporaryFolder, writeFile } from '../readingLogs.ts';

const T = 1_790_000_000_000;

function editsOf(merged: Merged) {
  return [...merged.edits.values()].map(({ path, baseline, lines }) => [
    path,
    baseline,
    lines.addedCount,
    lines.removedCount,
  ]);
}

describe('agents/cline: sessions', () => {
  const folder = temporaryFolder();
  const reply = (
    id: string,
    metrics: object | undefined,
    content: object[] = [{ type: 'text', text: 'x' }],
    ts = T,
  ) => ({
    id,
    role: 'assistant',
    ts,
    content,
    modelInfo: { id: 'claude-sonnet-4-6', provider: 'anthropic' },
    metrics,
  });
  const use = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input });
  const result = (id: string, content: unknown, ts = T + 5) => ({
    id: `r${id}`,
    role: 'user',
    ts,
    content: [{ type: 'tool_result', tool_use_id: id, content }],
  });
  const done = (id: string, text: string, success = true) =>
    result(id, JSON.stringify({ query: 'q', result: text, success }));
  const metrics = (inputTokens: number, outputTokens: number, more: object = {}) => ({
    inputTokens,
    outputTokens,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    ...more,
  });

  class Sessions {
    readonly home = join(folder(), crypto.randomUUID());

    put(id: string, messages: object[], manifest: object = {}, file = id, more: object = {}): this {
      const at = join(this.home, '.cline/data/sessions', id);
      const whole = {
        session_id: id,
        cwd: '/w/shop',
        started_at: new Date(T).toISOString(),
        metadata: {},
        ...manifest,
      };
      writeFile(join(at, `${id}.json`), JSON.stringify(whole));
      writeFile(
        join(at, `${file}.messages.json`),
        JSON.stringify({ version: 1, sessionId: file, messages, ...more }),
      );
      return this;
    }

    read(): Promise<Merged> {
      return readHome(cline, this.home);
    }
  }

  it('takes both cache parts out of the input, and adds no sums to messages', async () => {
    const usage = { inputTokens: 35_912, outputTokens: 164, cacheReadTokens: 34_332 };
    const merged = await new Sessions()
      .put(
        's1',
        [reply('m1', metrics(35_912, 164, { cacheReadTokens: 34_332, cacheWriteTokens: 80, cost: 0.065 }))],
        {
          metadata: {
            usage,
            aggregateUsage: usage,
            title: 'A title',
            git: { branch: 'main', url: 'git@x:y/z.git' },
          },
        },
      )
      .read();
    assert.deepEqual(merged.tokens(), {
      input: 1500,
      cacheRead: 34_332,
      cacheWrite: 80,
      output: 164,
      reasoning: 0,
    });
    const [call] = merged.calls.values();
    assert.deepEqual(
      [call?.loggedCost, call?.model, call?.quality, call?.tokens.reasoning],
      [65_000, 'claude-sonnet-4-6', 'exact', null],
    );
    const session = merged.sessions.get('s1');
    assert.deepEqual([session?.cwd, session?.branch, session?.remote], ['/w/shop', 'main', 'git@x:y/z.git']);
  });

  it('reads sub-agents from their own files, once', async () => {
    const sessions = new Sessions().put('s1', [reply('m1', metrics(100, 10))]);
    sessions.put('s1', [reply('m2', metrics(50, 5))], {}, 'agent_2', {
      sessionId: 's1__agent_2',
      origin: { parentThreadId: 's1' },
    });
    writeFile(
      join(sessions.home, '.cline/data/sessions/s1/s1.messages.json'),
      JSON.stringify({ version: 1, sessionId: 's1', messages: [reply('m1', metrics(100, 10))] }),
    );
    const merged = await sessions.read();
    assert.deepEqual([merged.tokens().input, merged.sessions.get('s1__agent_2')?.parent], [150, 's1']);
  });

  it('goes by the file beside a manifest, whatever place the manifest names', async () => {
    const merged = await new Sessions()
      .put('s1', [reply('m1', metrics(100, 10))], { messages_path: '/gone/elsewhere/s1.messages.json' })
      .read();
    assert.equal(merged.tokens().input, 100);
  });

  it('counts what a fork copied once, with its edits', async () => {
    const copied = [
      reply('m1', metrics(100, 10), [
        use('t1', 'editor', { path: '/w/shop/a.ts', old_text: 'x', new_text: 'y' }),
      ]),
      done('t1', 'Edited'),
    ];
    const fork = { metadata: { fork: { forkedFromSessionId: 's1' } } };
    const merged = await new Sessions()
      .put('s1', copied)
      .put('s2', [...copied, reply('m2', metrics(7, 3), undefined, T + 100)], fork)
      .read();
    assert.deepEqual([merged.tokens().input, merged.edits.size], [107, 1]);
    assert.equal(merged.sessions.get('s2')?.forkedFrom, 's1');
  });

  it('keeps replies of two sessions apart whose ids are counters', async () => {
    const sessions = new Sessions()
      .put('s1', [reply('msg_1', metrics(1, 1))])
      .put('s2', [reply('msg_1', metrics(2, 2), undefined, T + 1)]);
    assert.equal((await sessions.read()).tokens().input, 3);
  });

  it('tells edits that succeeded, whatever shape their results have', async () => {
    const edit = (id: string, input: object) =>
      reply(`m${id}`, metrics(1, 1), [use(id, 'editor', input)], T + Number(id.slice(1)));
    const merged = await new Sessions()
      .put('s1', [
        edit('t1', { path: '/w/shop/a.ts', new_text: 'a\nb\n' }),
        done('t1', 'File created successfully at: /w/shop/a.ts'),
        edit('t2', { path: '/w/shop/a.ts', old_text: 'a', new_text: 'a\nc' }),
        done('t2', 'Edited /w/shop/a.ts\n```diff\n+2: c\n```'),
        edit('t3', { path: '/w/shop/a.ts', old_text: 'nowhere', new_text: 'x' }),
        done('t3', '', false),
        edit('t4', { path: '/w/shop/b.ts', new_text: 'p\nq\n' }),
        done('t4', 'Edited /w/shop/b.ts\n```diff\n-1: o\n+1: p\n```'),
        edit('t5', { path: 'c.ts', insert_line: 3, new_text: 'n' }),
        result('t5', [{ query: 'q', result: 'Edited', success: true }]),
        edit('t6', { path: '/w/shop/d.ts', new_text: 'n' }),
        {
          ...result('t6', 'nope'),
          content: [{ type: 'tool_result', tool_use_id: 't6', content: 'nope', is_error: true }],
        },
        reply(
          'm7',
          metrics(1, 1),
          [use('t7', 'run_commands', { commands: ['npm run deploy', 'ls'] })],
          T + 50,
        ),
        result('t7', [{ query: 'npm run deploy', result: '', success: true }]),
      ])
      .read();
    assert.deepEqual(editsOf(merged), [
      ['/w/shop/a.ts', 'created', 2, 0],
      ['/w/shop/a.ts', 'patch', 1, 0],
      ['/w/shop/b.ts', 'patch', 1, 1],
      ['/w/shop/c.ts', 'patch', 1, 0],
    ]);
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => `${act} ${ok}`),
      ['edit true', 'edit true', 'edit false', 'edit true', 'edit true', 'edit false', 'shell true'],
    );
  });

  it('takes counts that are all zero for unknown, and waits for those that have not come', async () => {
    const merged = await new Sessions()
      .put('s1', [reply('m1', metrics(0, 0)), reply('m2', undefined)])
      .read();
    assert.deepEqual(
      [...merged.calls.values()].map(({ tokens, quality }) => [tokens.input, quality]),
      [[null, 'none']],
    );
  });

  it('comes back to a file that is half written, and says so where there are no messages', async () => {
    const sessions = new Sessions().put('s1', [reply('m1', metrics(1, 1))]);
    const path = join(sessions.home, '.cline/data/sessions/s1/s1.messages.json');
    const torn = await readOnce(
      cline.stores[0]!,
      writeFile(path, '{"version": 1, "mess'),
      null,
      new Merged(),
    );
    assert.equal(torn.code, 'damaged');
    const newer = await readOnce(
      cline.stores[0]!,
      writeFile(path, '{"version": 9, "turns": []}'),
      null,
      new Merged(),
    );
    assert.deepEqual([newer.skipped['newer format'], newer.version], [1, '9']);
  });

  it('takes values that are nested without end for nothing', async () => {
    const sessions = new Sessions().put('s1', []);
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const path = join(sessions.home, '.cline/data/sessions/s1/s1.messages.json');
    const use1 = JSON.stringify(
      reply('m1', metrics(1, 1), [use('t1', 'editor', { path: '/w/shop/a.ts', new_text: 'x' })]),
    );
    const use2 = JSON.stringify(
      reply('m2', metrics(1, 1), [use('t2', 'run_commands', { commands: ['git push'] })]),
    );
    for (const depth of [3000, 200_000]) {
      const answer = (id: string) => JSON.stringify(result(id, 'DEEP')).replace('"DEEP"', deep(depth));
      const input = use1.replace('"path":"/w/shop/a.ts"', `"path":"/w/shop/a.ts","more":${deep(depth)}`);
      const messages = [input, answer('t1'), use2, answer('t2')].join(',');
      const merged = new Merged();
      const file = writeFile(path, `{"version":1,"sessionId":"s1","messages":[${messages}]}`);
      const { code } = await readOnce(cline.stores[0]!, file, null, merged);
      assert.deepEqual([code, merged.calls.size, merged.edits.size], ['read', 2, 1]);
    }
  });

  it('is titled as its manifest says', async () => {
    const sessions = new Sessions().put('s1', [], { metadata: { title: 'A title' } });
    assert.equal(
      await cline.title(join(sessions.home, '.cline/data/sessions/s1/s1.messages.json'), 's1'),
      'A title',
    );
  });

  it('leaves what it had another agent do to that one’s own log', async () => {
    const by = (id: string, provider: string) => ({
      ...reply(id, metrics(100, 10), [use('c1', 'editor', { path: 'a.ts', old_text: 'x', new_text: 'y' })]),
      modelInfo: { id: 'sonnet', provider },
    });
    const told = [];
    for (const provider of ['claude-code', 'openai-codex', 'opencode', 'anthropic']) {
      const home = new Sessions().put('s1', [by('m1', provider), done('c1', 'ok')]).home;
      const merged = await readHome(cline, home);
      told.push([merged.calls.size, merged.edits.size]);
    }
    assert.deepEqual(told, [
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
  });
});

describe('agents/cline: tasks of extensions', () => {
  const folder = temporaryFolder();
  const say = (kind: string, text: unknown, ts: number, more: object = {}) => ({
    ts: T + ts,
    type: 'say',
    say: kind,
    text: typeof text === 'string' ? text : JSON.stringify(text),
    ...more,
  });
  const ask = (kind: string, text: unknown, ts: number, more: object = {}) => ({
    ...say(kind, text, ts, more),
    type: 'ask',
    say: undefined,
    ask: kind,
  });
  const request = (ts: number, tokensIn: number, tokensOut: number, more: object = {}) =>
    say(
      'api_req_started',
      { request: 'words', tokensIn, tokensOut, cacheWrites: 0, cacheReads: 0, ...more },
      ts,
    );

  class Task {
    readonly home = join(folder(), crypto.randomUUID());
    readonly path: string;

    constructor(extension: string, user = '.config/Code/User', task = String(T)) {
      this.path = join(this.home, user, 'globalStorage', extension, 'tasks', task, 'ui_messages.json');
    }

    put(messages: unknown, name?: string): this {
      writeFile(name === undefined ? this.path : join(this.path, '..', name), JSON.stringify(messages));
      return this;
    }
  }
  const OLD = 'saoudrizwan.claude-dev';
  const ROO = 'rooveterinaryinc.roo-cline';
  const tokensOf = async (agent: Agent, task: Task) => (await readHome(agent, task.home)).tokens();

  it('has what Roo and old Kilo sent from a cache inside their input, and old Cline beside it', async () => {
    const messages = [request(1, 9000, 300, { cacheWrites: 500, cacheReads: 8000, cost: 0.012 })];
    const inside = { input: 500, cacheRead: 8000, cacheWrite: 500, output: 300, reasoning: 0 };
    assert.deepEqual(await tokensOf(roo, new Task(ROO).put(messages)), inside);
    assert.deepEqual(await tokensOf(kilo, new Task('kilocode.kilo-code').put(messages)), inside);
    assert.deepEqual(await tokensOf(cline, new Task(OLD).put(messages)), { ...inside, input: 9000 });
    const native = [{ ...messages[0], modelInfo: { modelId: 'gpt-5', providerId: 'openai-native' } }];
    assert.deepEqual(await tokensOf(cline, new Task(OLD).put(native)), inside);
  });

  it('leaves what it had Claude Code spend to that one’s own log', async () => {
    const hosted = { modelInfo: { modelId: 'sonnet', providerId: 'claude-code' } };
    const messages = [{ ...request(1, 900, 30), ...hosted }, request(2, 90, 3)];
    assert.equal((await readHome(cline, new Task(OLD).put(messages).home)).calls.size, 0);
  });

  it('takes an input that is smaller than its cache parts for what came beside them', async () => {
    const messages = [request(1, 90, 3, { cacheReads: 8000 })];
    assert.equal((await tokensOf(roo, new Task(ROO).put(messages))).input, 90);
  });

  it('waits for a request’s counts and takes the last', async () => {
    const task = new Task(OLD).put([say('api_req_started', { request: 'words' }, 1), request(2, 0, 0)]);
    const merged = new Merged();
    const store = cline.stores[1]!;
    const first = await readOnce(store, describeFile(task.path), null, merged);
    assert.equal(merged.calls.size, 0);
    task.put([request(1, 10, 1), request(2, 20, 2)]);
    const second = await readOnce(store, describeFile(task.path), first.cursor, merged);
    task.put([request(1, 10, 1), request(2, 20, 5)]);
    await readOnce(store, describeFile(task.path), second.cursor, merged);
    assert.deepEqual([merged.calls.size, merged.tokens().input, merged.tokens().output], [2, 30, 6]);
  });

  it('counts sub-agents, condensing and what was deleted', async () => {
    const merged = await readHome(
      cline,
      new Task(OLD).put([
        request(1, 10, 1, { cost: 0.01 }),
        say('subagent_usage', { source: 'subagents', tokensIn: 100, tokensOut: 20, cost: 0.02 }, 2),
        say('deleted_api_reqs', { tokensIn: 1000, tokensOut: 200, cost: 0.04 }, 3),
        say('condense_context', '', 4, {
          contextCondense: { cost: 0.08, prevContextTokens: 9000, newContextTokens: 900 },
        }),
      ]).home,
    );
    assert.deepEqual([merged.tokens().input, merged.tokens().output], [1110, 221]);
    const costs = [...merged.calls.values()].map(({ loggedCost }) => loggedCost ?? 0);
    assert.equal(
      costs.reduce((sum, cost) => sum + cost, 0),
      150_000,
    );
    const condensed = [...merged.calls.values()].find(({ quality }) => quality === 'lower bound');
    assert.deepEqual([condensed?.loggedCost, condensed?.tokens.input], [80_000, null]);
  });

  it('does not count requests again that were read before they were deleted', async () => {
    const task = new Task(OLD).put([request(1, 10, 1), request(2, 20, 2), request(3, 30, 3)]);
    const merged = new Merged();
    const store = cline.stores[1]!;
    const first = await readOnce(store, describeFile(task.path), null, merged);
    const after = [
      request(1, 10, 1),
      say('deleted_api_reqs', { tokensIn: 57, tokensOut: 9 }, 4),
      request(5, 40, 4),
    ];
    task.put(after);
    const second = await readOnce(store, describeFile(task.path), first.cursor, merged);
    await readOnce(store, describeFile(task.path), second.cursor, merged);
    assert.deepEqual([merged.tokens().input, merged.tokens().output], [107, 14]);
    const late = await readHome(cline, new Task(OLD).put(after).home);
    assert.deepEqual([late.tokens().input, late.tokens().output], [107, 14]);
  });

  it('adds no totals of a task to its requests, and knows where it was', async () => {
    const task = new Task(ROO).put([say('text', 'Do it', 0), request(1, 10, 1)]);
    task.put(
      {
        id: String(T),
        task: 'Do it',
        tokensIn: 999,
        tokensOut: 999,
        workspace: '/w/shop',
        parentTaskId: 'p',
      },
      'history_item.json',
    );
    const merged = await readHome(roo, task.home);
    assert.equal(merged.tokens().input, 10);
    const session = merged.sessions.get(String(T));
    assert.deepEqual([session?.cwd, session?.parent, session?.startedAt], ['/w/shop', 'p', T]);
    assert.equal(await roo.title(task.path, String(T)), 'Do it');
  });

  it('reads where it was from what its model was told, too', async () => {
    const task = new Task(OLD).put([request(1, 10, 1)]);
    const told = '<environment_details>\n# Current Working Directory (/w/shop) Files\na.ts';
    task.put([{ role: 'user', content: [{ type: 'text', text: told }] }], 'api_conversation_history.json');
    assert.equal((await readHome(cline, task.home)).sessions.get(String(T))?.cwd, '/w/shop');
  });

  it('finds tasks where a setting moved them, in settings with comments', async () => {
    for (const [agent, setting] of [
      [roo, 'roo-cline.customStoragePath'],
      [kilo, 'kilo-code.customStoragePath'],
    ] as const) {
      const home = join(folder(), crypto.randomUUID());
      const moved = join(home, 'my "tasks"');
      const settings = `{\n  // "${setting}": "/nowhere",\n  "editor.tabSize": 2,\n  "${setting}": ${JSON.stringify(moved)},\n}`;
      writeFile(join(home, '.config/Code/User/settings.json'), settings);
      writeFile(join(moved, 'tasks', String(T), 'ui_messages.json'), JSON.stringify([request(1, 100, 20)]));
      assert.equal((await readHome(agent, home)).tokens().output, 20);
    }
  });

  it('finds tasks in every editor', async () => {
    for (const user of ['.config/Code - Insiders/User', '.config/Cursor/User', '.vscode-server/data/User'])
      assert.equal((await tokensOf(roo, new Task(ROO, user).put([request(1, 10, 1)]))).input, 10);
  });

  it('tells edits that were accepted, from diffs of either kind', async () => {
    const unified = '--- a\n+++ b\n@@ -1,2 +1,2 @@\n same\n-x\n+y\n';
    const blocks = '<<<<<<< SEARCH\n:start_line:3\n-------\nold\nsame\n=======\nnew\nsame\n>>>>>>> REPLACE';
    const tool = (name: string, path: string, more: object = {}) => ({ tool: name, path, ...more });
    const task = new Task(ROO).put([
      request(1, 10, 1),
      ask('tool', tool('appliedDiff', 'a.ts', { diff: unified, diffStats: { added: 1, removed: 1 } }), 2),
      request(3, 10, 1, { request: "[apply_diff for 'a.ts'] Result: ok" }),
      say('tool', tool('editedExistingFile', 'b.ts', { diff: blocks }), 4),
      request(5, 10, 1),
      ask('tool', tool('newFileCreated', '/w/shop/c.ts', { content: 'one\ntwo\n' }), 6),
      request(7, 10, 1),
      ask('tool', tool('editedExistingFile', 'd.ts', { diff: unified }), 8),
      request(9, 10, 1, { request: 'Result:\n\nThe user denied this operation.' }),
      say('tool', tool('editedExistingFile', 'e.ts', { diff: unified }), 10),
      say('diff_error', 'e.ts', 11),
      request(12, 10, 1),
      ask(
        'tool',
        {
          tool: 'appliedDiff',
          batchDiffs: [
            { path: 'f.ts', diffs: [{ content: blocks }] },
            { path: 'g.ts', content: unified },
          ],
        },
        13,
      ),
      request(14, 10, 1),
      ask('tool', tool('readFile', 'a.ts', { content: '/w/shop/a.ts' }), 15),
      say('tool', tool('fileDeleted', 'h.ts'), 16),
      request(17, 10, 1),
      ask('tool', tool('newFileCreated', 'i.ts', { content: 'x\n' }), 18, { partial: true }),
      ask('tool', tool('newFileCreated', 'j.ts', { content: 'x\n' }), 19),
    ]);
    task.put({ workspace: '/w/shop' }, 'history_item.json');
    const merged = await readHome(roo, task.home);
    assert.deepEqual(
      editsOf(merged).map(([path, ...rest]) => [String(path).slice(8), ...rest]),
      [
        ['a.ts', 'patch', 1, 1],
        ['b.ts', 'patch', 1, 1],
        ['c.ts', 'created', 2, 0],
        ['f.ts', 'patch', 1, 1],
        ['g.ts', 'patch', 1, 1],
        ['h.ts', 'deleted', 0, null],
      ],
    );
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => `${act} ${ok}`),
      [
        'edit true',
        'edit true',
        'edit true',
        'edit false',
        'edit false',
        'edit true',
        'read true',
        'edit true',
        'edit null',
      ],
    );
  });

  it('takes what was asked for and then said for one, and says what shells did', async () => {
    const created = { tool: 'newFileCreated', path: '/w/shop/a.ts', content: 'x\n' };
    const task = new Task(OLD).put([
      request(1, 10, 1),
      ask('tool', created, 2),
      say('tool', created, 3),
      request(4, 10, 1),
      ask('command', 'git commit -m x', 5),
      say('command_output', '[main 1a2b3c4] x', 6),
      request(7, 10, 1),
      say('tool', created, 8),
    ]);
    const merged = await readHome(cline, task.home);
    assert.equal(merged.edits.size, 2);
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => `${act} ${ok}`),
      ['edit true', 'shell true', 'edit true'],
    );
    assert.deepEqual(
      [...merged.links.values()].map(({ target }) => target),
      ['1a2b3c4'],
    );
  });

  it('reads blocks in all the ways in which they have been written', () => {
    const plain = [{ before: 'a\n', after: 'b\nc\n' }];
    assert.deepEqual(searchReplaceBlocks('<<<<<<< SEARCH\na\n=======\nb\nc\n>>>>>>> REPLACE'), plain);
    assert.deepEqual(searchReplaceBlocks('------- SEARCH\na\n=======\nb\nc\n+++++++ REPLACE'), plain);
    assert.deepEqual(searchReplaceBlocks('no blocks'), []);
    assert.deepEqual(searchReplaceBlocks('<<<<<<< SEARCH\na\n=======\nb'), []);
  });

  it('says so where a task is no list', async () => {
    const task = new Task(ROO).put({ version: 2 });
    assert.equal((await readHome(roo, task.home)).skipped[0]?.['newer format'], 1);
  });
});
