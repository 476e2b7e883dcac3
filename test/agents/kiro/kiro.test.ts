import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { amazonQ } from '../../../src/agents/kiro/amazonQ.ts';
import { kiro } from '../../../src/agents/kiro/kiro.ts';
import { findLogs } from '../../../src/agents/stores/logFiles.ts';
import { describeFile, Merged, readHome, readOnce, temporaryFolder, writeFile } from '../readingLogs.ts';

const T = Date.parse('2026-11-20T09:00:00.000Z');
const EXECUTION = '0f8fad5b-d9cb-469f-a165-70867728950e';

function creditsOf(merged: Merged): number | null {
  let sum: number | null = null;
  for (const { credits, tokens, quality } of merged.calls.values()) {
    assert.deepEqual(new Set(Object.values(tokens)), new Set([null]));
    assert.ok(quality === 'credits');
    if (credits !== null) sum = (sum ?? 0) + credits.amount;
    assert.ok(credits === null || credits.unit === 'credit');
  }
  return sum === null ? null : Math.round(sum * 1e6) / 1e6;
}

function editsOf(merged: Merged) {
  return [...merged.edits.values()].map(({ path, baseline, lines }) => [
    path,
    baseline,
    lines.addedCount,
    lines.removedCount,
  ]);
}

describe('agents/kiro: events of the editor and the command line', () => {
  const folder = temporaryFolder();
  let n = 0;
  const event = (second: number, type: string, payload: object, id = `e${n++}`) => ({
    id,
    timestamp: new Date(T + second * 1000).toISOString(),
    payload: { type, executionId: 'E1', ...payload },
  });
  const call = (id: string, toolName: string, args: object, more: object = {}) =>
    event(10, 'tool_call', { toolCallId: id, toolName, args, status: 'approved', ...more });
  const result = (id: string, success = true, more: object = {}) =>
    event(11, 'tool_result', { toolCallId: id, content: 'done', success, ...more });
  const usage = (amount: number | null, executionId = 'E1') =>
    event(30, 'usage_summary', {
      executionId,
      promptTurnSummaries: amount === null ? null : [{ unit: 'credit', usage: amount, usedTools: ['x'] }],
      status: 'success',
    });
  const log = (home: string, session = 'sess_1') =>
    join(home, '.kiro', 'sessions', '0123456789abcdef', session, 'messages.jsonl');
  const home = () => join(folder(), crypto.randomUUID());

  function write(
    at: string,
    events: object[],
    manifest: object | null = { autopilot: true },
    session = 'sess_1',
  ) {
    writeFile(log(at, session), events.map(each => `${JSON.stringify(each)}\n`).join(''));
    if (manifest === null) return;
    const whole = {
      id: session,
      title: 'A title',
      workspacePaths: ['/w/shop'],
      modelId: 'auto',
      ...manifest,
    };
    writeFile(join(at, '.kiro/sessions/0123456789abcdef', session, 'session.json'), JSON.stringify(whole));
  }

  async function read(events: object[], manifest: object | null = { autopilot: true }): Promise<Merged> {
    const at = home();
    write(at, events, manifest);
    return readHome(kiro, at);
  }

  it('tells credits as credits, each turn once, and no tokens', async () => {
    const merged = await read([usage(0.7), usage(0.2, 'E2')]);
    assert.equal(creditsOf(merged), 0.9);
    assert.equal(merged.calls.size, 2);
    assert.equal(merged.sessions.get('sess_1')?.cwd, '/w/shop');
  });

  it('assigns what an execution cost where it is told again, and does not add it up', async () => {
    assert.equal(creditsOf(await read([usage(0.4), usage(0.7)])), 0.7);
  });

  it('adds up the parts of one turn, of credits only', async () => {
    const parts = [
      { unit: 'credit', usage: 0.5 },
      { unit: 'credit', usage: 0.25 },
      { unit: 'request', usage: 4 },
    ];
    assert.equal(creditsOf(await read([event(30, 'usage_summary', { promptTurnSummaries: parts })])), 0.75);
  });

  it('takes credits that are not told for unknown, not for none', async () => {
    const merged = await read([usage(null)]);
    assert.equal(merged.calls.size, 1);
    assert.equal(creditsOf(merged), null);
  });

  it('keeps turns of two sessions apart whose executions have counters for ids', async () => {
    const at = home();
    write(at, [usage(1)], {}, 'sess_1');
    write(at, [usage(2)], {}, 'sess_2');
    assert.equal(creditsOf(await readHome(kiro, at)), 3);
  });

  it('counts an execution once that was moved to a newer store', async () => {
    const at = home();
    write(at, [usage(1.5, EXECUTION)], {}, 'sess_1');
    const record = {
      executionId: EXECUTION,
      chatSessionId: 'old',
      startTime: T,
      usageSummary: [{ usage: 1.5, unit: 'credit' }],
    };
    writeFile(
      join(at, '.config/Kiro/User/globalStorage/kiro.kiroagent', 'a'.repeat(32), 'b1', 'c1'),
      JSON.stringify(record),
    );
    assert.equal(creditsOf(await readHome(kiro, at)), 1.5);
  });

  it('reads every edit that succeeded, in old and new names', async () => {
    const merged = await read([
      call('t1', 'str_replace', {
        path: '/w/shop/a.py',
        oldStr: 'a\nx',
        newStr: 'a\ny\nz',
        replace_all: false,
      }),
      result('t1'),
      call('t2', 'fs_write', { path: 'new.py', text: 'one\ntwo\n' }, { actionType: 'create' }),
      result('t2', true, {
        _meta: { kiro: { checkpoint: { modified: 'kiro-snapshot-v2://x', local: true } } },
      }),
      call('t3', 'fsWrite', { path: '/w/shop/b.py', text: 'one\n' }, { actionType: 'create' }),
      result('t3', true, { _meta: { kiro: { checkpoint: { original: 'o', modified: 'm' } } } }),
      call('t4', 'fs_append', { path: '/w/shop/b.py', text: 'two\n' }),
      result('t4'),
      call('t5', 'delete_file', { targetFile: '/w/shop/c.py' }),
      result('t5'),
      call('t6', 'strReplace', { path: '/w/shop/a.py', oldStr: 'p', newStr: 'q' }),
      result('t6', false),
      call('t7', 'editFile', { path: '/w/shop/a.py', oldStr: 'p', newStr: 'q' }),
    ]);
    assert.deepEqual(editsOf(merged), [
      ['/w/shop/a.py', 'patch', 2, 1],
      ['/w/shop/new.py', 'created', 2, 0],
      ['/w/shop/b.py', 'unknown', 1, null],
      ['/w/shop/b.py', 'patch', 1, 0],
      ['/w/shop/c.py', 'deleted', 0, null],
    ]);
    assert.deepEqual(
      [...merged.acts.values()].map(act => act.ok),
      [true, true, true, true, true, false, null],
    );
  });

  it('has no edit where its person rejected it, before it was made or after', async () => {
    const edit = (id: string, path: string) => call(id, 'str_replace', { path, oldStr: 'x', newStr: 'y' });
    const merged = await read(
      [
        edit('t1', '/w/shop/kept.py'),
        result('t1'),
        edit('t2', '/w/shop/gone.py'),
        result('t2'),
        event(12, 'pending_interaction', { files: ['/w/shop/kept.py'] }, 'p1'),
        event(13, 'interaction_resolved', { interactionId: 'p1', selectedOption: 'accept' }),
        event(12, 'pending_interaction', { files: [{ path: '/w/shop/gone.py' }] }, 'p2'),
        event(13, 'interaction_resolved', { interactionId: 'p2', selectedOption: 'reject' }),
        event(14, 'pending_interaction', { toolCallId: 't3' }, 'p3'),
        edit('t3', '/w/shop/never.py'),
        event(15, 'interaction_resolved', { toolCallId: 't3', selectedOption: 'reject' }),
        result('t3'),
        edit('t4', '/w/shop/always.py'),
        event(16, 'pending_interaction', { toolCallId: 't4' }, 'p4'),
        event(16, 'interaction_resolved', { toolCallId: 't4', selectedOption: 'always-accept' }),
        result('t4'),
        event(20, 'turn_end', { stopReason: 'end' }),
      ],
      { autopilot: false },
    );
    assert.deepEqual(
      editsOf(merged).map(([path]) => path),
      ['/w/shop/kept.py', '/w/shop/always.py'],
    );
    assert.equal(merged.acts.get('t2')?.ok, false);
    assert.equal(merged.acts.get('t3')?.ok, false);
  });

  it('takes all of a turn back where a rejection names nothing', async () => {
    const merged = await read(
      [
        call('t1', 'str_replace', { path: '/w/shop/a.py', oldStr: 'x', newStr: 'y' }),
        result('t1'),
        event(12, 'pending_interaction', {}, 'p1'),
        event(20, 'turn_end', {}),
        event(21, 'interaction_resolved', { selectedOption: 'reject' }),
      ],
      null,
    );
    assert.deepEqual(editsOf(merged), []);
  });

  it('says what shells wrote and which commits they printed, and counts a prompt once', async () => {
    const merged = await read([
      event(1, 'user', { content: 'Please do' }, 'u1'),
      event(1, 'session_start', { content: 'the system prompt, 18 KB of it' }),
      call('t1', 'execute_bash', { command: "cat > /w/shop/s.py <<'END'\na\nb\nEND" }, { kind: 'execute' }),
      result('t1'),
      call('t2', 'executeBash', { command: 'git commit -qm x && git log -1' }, { kind: 'execute' }),
      result('t2', true, { content: [{ type: 'text', text: '[main 1a2b3c4] x' }] }),
    ]);
    assert.deepEqual(editsOf(merged), [['/w/shop/s.py', 'unknown', 2, null]]);
    assert.deepEqual(
      [...merged.links.values()].map(link => link.target),
      ['1a2b3c4'],
    );
    assert.equal([...merged.acts.values()].filter(act => act.act === 'prompt').length, 1);
  });

  it('gives the same records at any cut between two reads, with edits that wait', async () => {
    const events = [
      event(1, 'user', { content: 'go' }),
      call('t1', 'str_replace', { path: '/w/shop/a.py', oldStr: 'x', newStr: 'y' }),
      result('t1'),
      call('t2', 'fs_write', { path: '/w/shop/b.py', text: 'x\n' }),
      event(11, 'pending_interaction', { files: ['/w/shop/b.py'] }, 'p1'),
      result('t2'),
      event(12, 'interaction_resolved', { interactionId: 'p1', selectedOption: 'reject' }),
      event(20, 'turn_end', {}),
      usage(0.7),
    ];
    for (const autopilot of [true, false]) {
      const whole = await read(events, { autopilot });
      const text = events.map(each => `${JSON.stringify(each)}\n`).join('');
      for (let cut = 1; cut < text.length; cut += 37) {
        const at = home();
        write(at, [], { autopilot });
        const path = log(at);
        const store = kiro.stores[0]!;
        const merged = new Merged();
        writeFileSync(path, text.slice(0, cut));
        const first = await readOnce(store, describeFile(path), null, merged);
        appendFileSync(path, text.slice(cut));
        await readOnce(store, describeFile(path), JSON.parse(JSON.stringify(first.cursor)), merged);
        assert.deepEqual(editsOf(merged), editsOf(whole), `cut at ${cut}`);
        assert.deepEqual([...merged.calls.values()], [...whole.calls.values()]);
        assert.equal(merged.acts.size, whole.acts.size);
      }
    }
  });

  it('keeps no word of an edit in a cursor', async () => {
    const at = home();
    write(at, [
      call('t1', 'str_replace', { path: '/w/shop/a.py', oldStr: 'zaunkoenig', newStr: 'amselwort' }),
    ]);
    const { cursor } = await readOnce(kiro.stores[0]!, describeFile(log(at)), null, new Merged());
    assert.ok(!/zaunkoenig|amselwort/.test(JSON.stringify(cursor)));
  });

  it('counts lines that break, and those of another shape', async () => {
    const at = home();
    writeFile(log(at), `${JSON.stringify(usage(1))}\n{"id": "x\n\n{"id":"y","data":{}}\n`);
    const merged = await readHome(kiro, at);
    assert.deepEqual(merged.skipped, [{ malformed: 1, 'too long': 0, 'newer format': 1 }]);
    assert.equal(creditsOf(merged), 1);
  });

  it('is titled by its own name', async () => {
    const at = home();
    write(at, [usage(1)]);
    assert.equal(await kiro.title(log(at), 'sess_1'), 'A title');
    write(at, [event(1, 'user', { content: [{ text: 'The first words' }] })], { title: '' });
    assert.equal(await kiro.title(log(at), 'sess_1'), 'The first words');
  });

  it('finds its sessions where KIRO_HOME is', () => {
    const at = home();
    write(at, [usage(1)]);
    const environment = {
      home: '/nowhere',
      platform: 'linux',
      variables: { KIRO_HOME: join(at, '.kiro') },
      editorFolder: null,
    } as const;
    assert.equal(findLogs(kiro.stores[0]!, environment).files.length, 1);
  });
});

describe('agents/kiro: flat files of the command line', () => {
  const folder = temporaryFolder();
  const ID = 'aaaaaaaa-1111-4524-95d0-000000000001';
  const turn = (first: string, amount: number | null, more: object = {}) => ({
    message_ids: [first, `${first}-reply`],
    input_token_count: 0,
    output_token_count: 0,
    end_timestamp: '2026-11-20T09:01:00.123456789Z',
    metering_usage: amount === null ? [] : [{ value: amount, unit: 'credit', unitPlural: 'credits' }],
    ...more,
  });
  const document = (turns: object[] | undefined, more: object = {}) => ({
    session_id: ID,
    cwd: '/w/shop',
    created_at: '2026-11-20T09:00:00.000000000Z',
    updated_at: '2026-11-20T09:02:00.000000000Z',
    title: 'Fix it',
    session_state: {
      conversation_metadata: { user_turn_metadatas: turns },
      rts_model_state: { model_info: { model_id: 'claude-sonnet-4.5' } },
    },
    ...more,
  });
  const line = (kind: string, data: object) => JSON.stringify({ version: 'v1', kind, data });
  const prompt = (id: string, seconds = T / 1000) =>
    line('Prompt', { message_id: id, content: [{ kind: 'text', data: 'do' }], meta: { timestamp: seconds } });
  const use = (toolUseId: string, name: string, input: unknown) =>
    line('AssistantMessage', {
      message_id: `m${toolUseId}`,
      content: [{ kind: 'toolUse', data: { toolUseId, name, input } }],
    });
  const done = (toolUseId: string, status = 'success') =>
    line('ToolResults', {
      message_id: `r${toolUseId}`,
      content: [{ kind: 'toolResult', data: { toolUseId, content: [{ kind: 'text', data: 'ok' }], status } }],
    });

  async function read(
    lines: string[],
    turns: object[] | undefined,
    more: object = {},
  ): Promise<[Merged, string]> {
    const at = join(folder(), crypto.randomUUID());
    const cli = join(at, '.kiro/sessions/cli');
    writeFile(join(cli, `${ID}.jsonl`), lines.map(each => `${each}\n`).join(''));
    writeFile(join(cli, `${ID}.json`), JSON.stringify(document(turns, more)));
    writeFile(join(cli, `${ID}.history`), 'do');
    return [await readHome(kiro, at), at];
  }

  it('adds up the credits of its turns, whose counts of tokens are no counts', async () => {
    const [merged] = await read([prompt('u1')], [turn('u1', 0.25), turn('u2', 0.5)]);
    assert.equal(creditsOf(merged), 0.75);
    const [first] = merged.calls.values();
    assert.equal(first?.model, 'claude-sonnet-4.5');
    assert.equal(first?.at, Date.parse('2026-11-20T09:01:00.123Z'));
    assert.equal(merged.sessions.get(ID)?.cwd, '/w/shop');
  });

  it('waits for a turn that goes on, and tells it once', async () => {
    const live = turn('u1', null, { end_timestamp: null });
    const [merged, at] = await read([prompt('u1')], [live]);
    assert.equal(merged.calls.size, 0);
    writeFile(join(at, '.kiro/sessions/cli', `${ID}.json`), JSON.stringify(document([turn('u1', 0.3)])));
    assert.equal(creditsOf(await readHome(kiro, at)), 0.3);
    const [absent] = await read([prompt('u1')], undefined);
    assert.equal(absent.calls.size, 0);
    assert.deepEqual(new Set(absent.skipped.flatMap(each => Object.values(each))), new Set([0]));
  });

  it('keeps what was spent before the person cleared the screen', async () => {
    const lines = [
      prompt('u1'),
      use('t1', 'write', { command: 'create', path: 'a.py', content: 'x\n' }),
      done('t1'),
    ];
    const [merged] = await read(
      [...lines, line('Clear', {}), prompt('u2')],
      [turn('u1', 0.25), turn('u2', 0.5)],
    );
    assert.equal(creditsOf(merged), 0.75);
    assert.equal(merged.edits.size, 1);
  });

  it('reads its write tool in every spelling', async () => {
    const [merged] = await read(
      [
        prompt('u1'),
        use('t1', 'write', {
          command: 'strReplace',
          path: '/w/shop/a.py',
          oldStr: 'x',
          newStr: 'y',
          __tool_use_purpose: 'fix',
        }),
        done('t1'),
        use('t2', 'fs_write', {
          command: 'str_replace',
          file_path: 'b.py',
          old_str: 'x\n',
          new_str: 'x\ny\n',
        }),
        done('t2'),
        use('t3', 'write', { command: 'create', path: 'c.py', fileText: 'a\nb\n' }),
        done('t3'),
        use('t4', 'write', { command: 'insert', path: 'c.py', insertLine: 1, newStr: 'n\n' }),
        done('t4'),
        use('t5', 'write', { command: 'append', path: 'c.py', text: 'n\n' }),
        done('t5'),
        use('t6', 'write', { command: 'create', path: 'd.py', content: 'n\n' }),
        done('t6', 'error'),
      ],
      [],
    );
    assert.deepEqual(editsOf(merged), [
      ['/w/shop/a.py', 'patch', 1, 1],
      ['/w/shop/b.py', 'patch', 1, 0],
      ['/w/shop/c.py', 'unknown', 2, null],
      ['/w/shop/c.py', 'patch', 1, 0],
      ['/w/shop/c.py', 'patch', 1, 0],
    ]);
    assert.deepEqual(new Set([...merged.edits.values()].map(edit => edit.at)), new Set([T]));
  });

  it('knows of an edit whose text was too long to be kept no more than its file', async () => {
    const [merged] = await read(
      [
        prompt('u1'),
        use('t1', 'write', { command: 'create', path: '/w/shop/a.py', note: 'too complicated' }),
        done('t1'),
      ],
      [],
    );
    assert.deepEqual(editsOf(merged), [['/w/shop/a.py', 'unknown', 0, null]]);
  });

  it('names the session that started a sub-agent', async () => {
    const [merged] = await read([prompt('u1')], [turn('u1', 1)], {
      parent_session_id: 'p',
      session_created_reason: 'subagent',
    });
    assert.equal(merged.sessions.get(ID)?.parent, 'p');
  });

  it('counts a broken line and reads those around it', async () => {
    const [merged] = await read(
      [prompt('u1'), '{"version":"v1","kind":"Prompt","data":{"message_id":"BR', prompt('u2')],
      [],
    );
    assert.equal(
      merged.skipped.reduce((sum, each) => sum + each.malformed, 0),
      1,
    );
    assert.equal(merged.acts.size, 2);
  });
});

describe('agents/kiro: the editor before its second version', () => {
  const folder = temporaryFolder();
  const HASH = createHash('sha256').update('/w/shop').digest('hex').slice(0, 32);
  const NAME = Buffer.from('/w/shop').toString('base64').replaceAll('=', '_');

  async function read(files: Record<string, object>): Promise<Merged> {
    const at = join(folder(), crypto.randomUUID());
    for (const [name, value] of Object.entries(files))
      writeFile(join(at, '.config/Kiro/User/globalStorage/kiro.kiroagent', name), JSON.stringify(value));
    return readHome(kiro, at);
  }
  const spine = {
    sessionId: 's1',
    title: 'Shop',
    workspaceDirectory: '/w/shop',
    history: [
      { message: { role: 'user', content: 'Do it' } },
      { message: { role: 'assistant', content: 'On it.' }, executionId: EXECUTION },
    ],
  };
  const action = (actionId: string, actionType: string, input: object, more: object = {}) => ({
    actionId,
    actionType,
    input,
    ...more,
  });
  const record = (more: object = {}) => ({
    executionId: EXECUTION,
    chatSessionId: 's1',
    startTime: T / 1000,
    status: 'succeed',
    context: { messages: [{ role: 'user', content: 'Do it' }] },
    usageSummary: [
      { usage: 0.5, unit: 'credit', usedTools: [] },
      { usage: 0.25, unit: 'credit', usedTools: [] },
    ],
    ...more,
  });

  it('counts an execution by its own record and not by the message that stands for it', async () => {
    const merged = await read({
      [`workspace-sessions/${NAME}/s1.json`]: spine,
      [`workspace-sessions/${NAME}/sessions.json`]: [{ sessionId: 's1' }],
      [`${HASH}/index1`]: {
        executions: [{ executionId: EXECUTION, type: 'chat', status: 'succeed', startTime: T }],
      },
      [`${HASH}/b1/c1`]: record(),
      'dev_data/tokens_generated.jsonl': {
        model: 'agent',
        provider: 'kiro',
        promptTokens: 7483,
        generatedTokens: 0,
      },
    });
    assert.equal(creditsOf(merged), 0.75);
    assert.equal(merged.calls.size, 1);
    assert.equal([...merged.acts.values()].filter(act => act.act === 'prompt').length, 1);
    assert.deepEqual([...merged.sessions.keys()], ['s1']);
    assert.equal(merged.sessions.get('s1')?.startedAt, T);
    assert.deepEqual(new Set(merged.skipped.flatMap(each => Object.values(each))), new Set([0]));
  });

  it('leaves a prompt that waits for its answer to the execution that will tell it', async () => {
    const told = async (history: object[]) => {
      const merged = await read({ [`workspace-sessions/${NAME}/s1.json`]: { ...spine, history } });
      return merged.acts.size;
    };
    const user = { message: { role: 'user', content: 'Fix it' } };
    const said = { message: { role: 'assistant', content: 'Done' } };
    assert.deepEqual(
      [await told([user]), await told([user, said]), await told([user, said, user])],
      [0, 1, 1],
    );
    assert.equal(await told([user, { ...said, executionId: EXECUTION }]), 0);
  });

  it('tells edits by the texts before and after, in either spelling, where they were done', async () => {
    const merged = await read({
      [`workspace-sessions/${NAME}/s1.json`]: spine,
      [`${HASH}/b1/c1`]: record({
        actions: [
          action('a1', 'create', { file: 'new.py', originalContent: '', modifiedContent: 'a\nb\n' }),
          action('a2', 'replace', {
            file: '/w/shop/a.py',
            originalContent: 'a\nx\n',
            modifiedContent: 'a\ny\nz\n',
          }),
          action('a3', 'append', { file: 'a.py', originalContent: 'a\n', modifiedContent: 'a\nb\n' }),
          action(
            'a4',
            'fs_write',
            { file: 'a.py', originalContent: 'p\n', modifiedContent: 'q\n' },
            { actionState: 'Rejected' },
          ),
          action(
            'a5',
            'strReplace',
            { file: 'a.py', originalContent: 'p\n', modifiedContent: 'q\n' },
            { actionState: 'Accepted' },
          ),
          action('a6', 'delete_file', { file: 'b.py', originalContent: 'p\nq\n' }),
          action('a7', 'runCommand', { command: 'npm run generate' }),
          action('a8', 'say', { text: 'done' }),
        ],
      }),
    });
    assert.deepEqual(editsOf(merged), [
      ['/w/shop/new.py', 'created', 2, 0],
      ['/w/shop/a.py', 'patch', 2, 1],
      ['/w/shop/a.py', 'patch', 1, 0],
      ['/w/shop/a.py', 'patch', 1, 1],
      ['/w/shop/b.py', 'patch', 0, 2],
    ]);
    const kinds = [...merged.acts.values()].map(act => act.act).filter(act => act !== 'prompt');
    assert.deepEqual(kinds, ['edit', 'edit', 'edit', 'edit', 'edit', 'edit', 'shell']);
  });

  it('takes all snapshots of an execution for one, and its record before them', async () => {
    const chat = (n: number) => ({
      executionId: EXECUTION,
      actionId: `a${n}`,
      chat: Array.from({ length: n + 1 }, () => ({ role: 'human', content: 'Do it' })),
      metadata: { modelId: 'claude-sonnet-4', workflowId: 'w1', startTime: T, endTime: T + n * 1000 },
    });
    const snapshots = {
      [`${HASH}/${'1'.repeat(32)}.chat`]: chat(1),
      [`${HASH}/${'2'.repeat(32)}.chat`]: chat(2),
    };
    const alone = await read(snapshots);
    assert.equal(alone.calls.size, 1);
    assert.equal(creditsOf(alone), null);
    assert.equal([...alone.acts.values()].length, 1);
    const [told] = (await read({ ...snapshots, [`${HASH}/b1/c1`]: record() })).calls.values();
    assert.deepEqual([told?.lesser, told?.credits?.amount], [null, 0.75]);
  });

  it('says so where nothing in a file is where it used to be', async () => {
    const merged = await read({ [`${HASH}/b1/c1`]: { version: '9', steps: [] } });
    assert.equal(merged.skipped[0]?.['newer format'], 1);
  });
});

describe('agents/kiro and Amazon Q: conversations in databases', () => {
  const folder = temporaryFolder();
  const CANARY = 'zaunkoenigtoken';
  const entry = (id: string, content: object, uses: object[], more: object = {}) => ({
    user: { content, timestamp: null, env_context: { env_state: { current_working_directory: '/w/shop' } } },
    assistant: { ToolUse: { message_id: `m${id}`, content: '', tool_uses: uses } },
    request_metadata: {
      request_id: `r${id}`,
      message_id: `m${id}`,
      request_start_timestamp_ms: T,
      stream_end_timestamp_ms: T + 1000,
      model_id: 'auto',
      total_tokens: null,
    },
    ...more,
  });
  const use = (id: string, args: object, name = 'fs_write') => ({ id, name, orig_name: name, args });
  const results = (...ids: [string, string][]) => ({
    ToolUseResults: {
      tool_use_results: ids.map(([id, status]) => ({ tool_use_id: id, status, content: [{ Text: 'ok' }] })),
    },
  });
  const conversation = (id: string) => ({
    conversation_id: id,
    history: [
      entry(`${id}1`, { Prompt: { prompt: 'Make a file' } }, [
        use(`${id}a`, { command: 'create', path: '/w/shop/a.txt', file_text: 'one\ntwo\n' }),
        use(`${id}b`, { command: 'str_replace', path: 'b.txt', old_str: 'x', new_str: 'y' }),
        use(`${id}c`, { command: 'append', path: '/w/shop/b.txt', new_str: 'z\n' }),
        use(`${id}d`, { command: 'insert', path: '/w/shop/b.txt', insert_line: 0, new_str: 'p\nq\n' }),
        use(`${id}e`, { command: 'str_replace', path: '/w/shop/c.txt', old_str: 'x', new_str: 'y' }),
      ]),
      entry(
        `${id}2`,
        results(
          [`${id}a`, 'Success'],
          [`${id}b`, 'Success'],
          [`${id}c`, 'Success'],
          [`${id}d`, 'Success'],
          [`${id}e`, 'Error'],
        ),
        [use(`${id}f`, { command: 'npm install' }, 'execute_bash')],
      ),
      entry(
        `${id}3`,
        {
          CancelledToolUses: { tool_use_results: [{ tool_use_id: `${id}f`, status: 'Error', content: [] }] },
        },
        [],
      ),
    ],
  });

  function open(path: string): DatabaseSync {
    writeFile(path, '');
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode = wal;
      CREATE TABLE auth_kv (key TEXT PRIMARY KEY, value TEXT); CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB);
      CREATE TABLE history (id INTEGER PRIMARY KEY, command TEXT);
      CREATE TABLE conversations (key TEXT PRIMARY KEY, value TEXT);
      INSERT INTO auth_kv VALUES ('codewhisperer:odic:token', '{"access_token":"${CANARY}"}');
      INSERT INTO state VALUES ('profile', '${CANARY}'); INSERT INTO history VALUES (1, '${CANARY}')`);
    return database;
  }

  it('takes `auto` for no model: it says that another one will be chosen, not which', async () => {
    const home = join(folder(), 'auto');
    const database = open(join(home, '.local/share/amazon-q/data.sqlite3'));
    const text = JSON.stringify(conversation('k'));
    database.prepare('INSERT INTO conversations VALUES (?, ?)').run('/w/shop', text);
    const merged = await readHome(amazonQ, home);
    database.close();
    assert.equal(merged.calls.size, 3);
    assert.ok([...merged.calls.values()].every(({ model }) => model === null));
  });

  it('keeps what a folder held before its conversation was written over', async () => {
    const home = join(folder(), 'q');
    const path = join(home, '.local/share/amazon-q/data.sqlite3');
    const database = open(path);
    const put = (id: string) =>
      database
        .prepare('INSERT OR REPLACE INTO conversations VALUES (?, ?)')
        .run('/w/shop', JSON.stringify(conversation(id)));
    put('one');
    const merged = new Merged();
    const [store] = amazonQ.stores;
    const first = await readOnce(store!, describeFile(path), null, merged);
    put('two');
    const second = await readOnce(store!, describeFile(path), first.cursor, merged);
    assert.deepEqual([...merged.sessions.keys()], ['one', 'two']);
    assert.equal(merged.calls.size, 6);
    assert.deepEqual(
      new Set(
        [...merged.calls.values()].map(call => `${call.quality} ${call.credits} ${call.tokens.output}`),
      ),
      new Set(['none null null']),
    );
    assert.deepEqual(editsOf(merged).slice(0, 4), [
      ['/w/shop/a.txt', 'unknown', 2, null],
      ['/w/shop/b.txt', 'patch', 1, 1],
      ['/w/shop/b.txt', 'patch', 1, 0],
      ['/w/shop/b.txt', 'patch', 2, 0],
    ]);
    assert.equal(merged.edits.size, 8);
    assert.equal(merged.acts.get('onef')?.ok, false);
    const again = new Merged();
    const third = await readOnce(store!, describeFile(path), second.cursor, again);
    assert.deepEqual([again.all().sessions.length, third.cursor], [0, second.cursor]);
    assert.equal(await amazonQ.title(path, 'two'), 'Make a file');
    assert.ok(!JSON.stringify([merged.all(), second.cursor]).includes(CANARY));
    database.close();
  });

  it('reads each of Kiro’s conversations when it changes, and nothing of who is signed in', async () => {
    const home = join(folder(), 'k');
    const path = join(home, '.local/share/kiro-cli/data.sqlite3');
    const database = open(path);
    database.exec(
      'CREATE TABLE conversations_v2 (key TEXT, conversation_id TEXT, value TEXT, created_at INTEGER, updated_at INTEGER)',
    );
    const put = (id: string, at: number, value: object = conversation(id)) =>
      database
        .prepare('INSERT INTO conversations_v2 VALUES (?, ?, ?, ?, ?)')
        .run('/w/shop', id, JSON.stringify(value), T, at);
    put('one', T + 5);
    const merged = new Merged();
    const store = kiro.stores[4]!;
    const first = await readOnce(store, describeFile(path), null, merged);
    put('two', T + 5);
    const second = await readOnce(store, describeFile(path), first.cursor, merged);
    assert.deepEqual([...merged.sessions.keys()], ['one', 'two']);
    assert.equal(creditsOf(merged), null);
    const again = new Merged();
    await readOnce(store, describeFile(path), second.cursor, again);
    assert.equal(again.calls.size, 0);
    database.exec('DELETE FROM conversations_v2');
    put('three', T + 1);
    await readOnce(store, describeFile(path), second.cursor, again);
    assert.deepEqual([...again.sessions.keys()], ['three']);
    assert.equal(await kiro.title(path, 'three'), 'Make a file');
    assert.ok(!JSON.stringify([merged.all(), again.all(), second.cursor]).includes(CANARY));
    database.close();
  });

  it('says that a database without conversations is of a newer format', async () => {
    const path = join(folder(), 'x/data.sqlite3');
    writeFile(path, '');
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE chats (id TEXT)');
    const { skipped } = await readOnce(kiro.stores[4]!, describeFile(path), null, new Merged());
    assert.equal(skipped['newer format'], 1);
    database.close();
  });
});
