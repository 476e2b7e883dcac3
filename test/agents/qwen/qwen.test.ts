import assert from 'node:assert/strict';
import { join } from 'node:path';
import { qwen } from '../../../src/agents/qwen/qwen.ts';
import { type Merged, readHome, readLines, temporaryFolder, writeFile } from '../readingLogs.ts';
import { recorded } from '../recordedTruth.ts';

let rows = 0;
let clock = Date.parse('2026-11-20T09:00:00.000Z');

function row(type: string, more: object = {}) {
  clock += 1000;
  return {
    uuid: `u${++rows}`,
    sessionId: 'Q1',
    timestamp: new Date(clock).toISOString(),
    type,
    cwd: '/w/shop',
    version: '0.24.4',
    gitBranch: 'main',
    ...more,
  };
}
const usage = (prompt: number, candidates: number, more: object = {}) => ({
  promptTokenCount: prompt,
  candidatesTokenCount: candidates,
  thoughtsTokenCount: 0,
  totalTokenCount: prompt + candidates,
  cachedContentTokenCount: 0,
  ...more,
});
const reply = (usageMetadata: object | null, more: object = {}) =>
  row('assistant', {
    model: 'qwen3-coder-plus',
    message: { role: 'model', parts: [] },
    ...(usageMetadata && { usageMetadata }),
    ...more,
  });
const asked = (id: string, name: string, args: object, more: object = {}) =>
  row('assistant', { message: { parts: [{ functionCall: { id, name, args } }] }, ...more });
const answered = (id: string, response: object, result: object = { status: 'success' }, more: object = {}) =>
  row('tool_result', {
    message: { parts: [{ functionResponse: { id, name: 'x', response } }] },
    toolCallResult: { callId: id, ...result },
    ...more,
  });
const said = (text: string, more: object = {}) => row('user', { message: { parts: [{ text }] }, ...more });

describe('agents/qwen', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged) =>
    readLines(qwen, join(folder(), `p${++logs}`, 'chats', `s${logs}.jsonl`), lines, merged);
  const edits = (merged: Merged) =>
    [...merged.edits.values()].map(({ path, lines, baseline }) => [
      path,
      lines.addedCount,
      lines.removedCount,
      baseline,
    ]);
  const tokens = (merged: Merged) => [...merged.calls.values()].map(call => call.tokens);

  describe('tokens', () => {
    it('takes cached tokens out of the prompt and leaves thoughts inside candidates', async () => {
      const spent = usage(1000, 220, { thoughtsTokenCount: 40, cachedContentTokenCount: 600 });
      assert.deepEqual(tokens(await readAll([reply(spent)])), [
        {
          input: 400,
          cacheRead: 600,
          cacheWrite5m: null,
          cacheWrite1h: null,
          output: 220,
          reasoning: 40,
        },
      ]);
    });

    it('adds thoughts where the total has them beside candidates', async () => {
      const spent = usage(1000, 220, { thoughtsTokenCount: 40, totalTokenCount: 1260 });
      assert.equal(tokens(await readAll([reply(spent)]))[0]?.output, 260);
    });

    it('counts nothing of what the telemetry in the log says again', async () => {
      const uiEvent = {
        'event.name': 'qwen-code.api_response',
        input_token_count: 100,
        output_token_count: 20,
        total_token_count: 120,
      };
      const merged = await readAll([
        row('system', { subtype: 'ui_telemetry', systemPayload: { uiEvent } }),
        reply(usage(100, 20)),
      ]);
      assert.equal(merged.calls.size, 1);
    });

    it('counts a row once that a branch of the session copied, and one that is told again', async () => {
      const first = reply(usage(100, 20));
      const merged = await readAll([reply(usage(100, 5), { uuid: first.uuid }), first, first]);
      const forked = { sessionId: 'Q2', forkedFrom: { sessionId: 'Q1', messageUuid: first.uuid } };
      await readAll([{ ...first, ...forked }, reply(usage(200, 30), { sessionId: 'Q2' })], merged);
      assert.deepEqual(
        tokens(merged).map(({ output }) => output),
        [20, 30],
      );
      assert.equal(merged.sessions.get('Q2')?.forkedFrom, 'Q1');
    });

    it('reads its first sessions, which were documents, and leaves thoughts where the total has them', async () => {
      const home = join(folder(), 'first');
      const path = join(home, '.qwen/tmp/0a1b/chats/session-2025-09-20T09-00-q9.json');
      const reply = (id: string, total: number) => ({
        id,
        timestamp: '2025-09-20T09:00:05.000Z',
        type: 'qwen',
        model: 'qwen3-coder-plus',
        content: 'ok',
        tokens: { input: 1000, output: 220, cached: 600, thoughts: 40, tool: 0, total },
      });
      const messages = [
        { id: 'm1', timestamp: '2025-09-20T09:00:00.000Z', type: 'user', content: 'Add a test' },
        reply('m2', 1220),
        reply('m3', 1260),
      ];
      writeFile(path, JSON.stringify({ sessionId: 'Q9', startTime: '2025-09-20T09:00:00.000Z', messages }));
      const merged = await readHome(qwen, home);
      assert.deepEqual(
        [...merged.calls.values()].map(({ agent, session, model, tokens }) => [
          agent,
          session,
          model,
          tokens.input,
          tokens.cacheRead,
          tokens.output,
        ]),
        [
          ['qwen', 'Q9', 'qwen3-coder-plus', 400, 600, 220],
          ['qwen', 'Q9', 'qwen3-coder-plus', 400, 600, 260],
        ],
      );
      assert.equal(await qwen.title(path, 'Q9'), 'Add a test');
    });

    it('says a newer format of a session whose entries are managed elsewhere', async () => {
      const merged = await readAll([row('system', { subtype: 'managed_session_header_v1' })]);
      assert.equal(merged.skipped[0]?.['newer format'], 1);
    });

    it('says a newer format of a usage that it does not know', async () => {
      const merged = await readAll([reply({ sum: 9 }), { uuid: 'x' }]);
      assert.equal(merged.calls.size, 0);
      assert.equal(merged.skipped[0]?.['newer format'], 2);
    });
  });

  describe('edits', () => {
    const args = { file_path: '/w/shop/a.ts', old_string: 'old\nkeep', new_string: 'new\nmore\nkeep' };

    it('reads the diff of a result', async () => {
      const fileDiff = '--- a.ts\n+++ a.ts\n@@ -1,2 +1,3 @@\n-old\n+new\n+more\n keep\n';
      const resultDisplay = { fileDiff, originalContent: 'old\nkeep\n' };
      const merged = await readAll([
        asked('c1', 'edit', args),
        answered('c1', { output: 'ok' }, { status: 'success', resultDisplay }),
      ]);
      assert.deepEqual(edits(merged), [['/w/shop/a.ts', 2, 1, 'patch']]);
    });

    it('does not count the two lines that stand for a diff which was cut', async () => {
      const resultDisplay = {
        fileDiff: '@@ -1 +1 @@\n-[truncated]\n+[truncated, 90000 characters]\n',
        originalContent: '[truncated]',
        newContent: '[truncated]',
        truncatedForSession: true,
        fileDiffLength: 90_000,
      };
      const merged = await readAll([
        asked('c1', 'edit', args),
        answered('c1', { output: 'ok' }, { status: 'success', resultDisplay }),
        asked('c2', 'write_file', { file_path: '/w/shop/n.ts', content: '1\n2\n3\n' }),
        answered(
          'c2',
          { output: 'Successfully created and wrote to new file: /w/shop/n.ts.' },
          { status: 'success', resultDisplay },
        ),
      ]);
      assert.deepEqual(edits(merged), [
        ['/w/shop/a.ts', 2, 1, 'patch'],
        ['/w/shop/n.ts', 3, 0, 'created'],
      ]);
    });

    it('takes the arguments in a sub-agent’s log, whose results have neither status nor diff', async () => {
      const agent = { isSidechain: true, agentId: 'A1' };
      const path = join(folder(), 'subagents', 'Q1', 'agent-A1.jsonl');
      const merged = await readLines(qwen, path, [
        said('Do it.', agent),
        reply(usage(10, 1), agent),
        asked('c1', 'edit', args, agent),
        answered('c1', { output: 'ok' }, {}, agent),
        asked('c2', 'edit', args, agent),
        answered('c2', { error: 'no match' }, {}, agent),
      ]);
      assert.deepEqual(edits(merged), [['/w/shop/a.ts', 2, 1, 'patch']]);
      assert.deepEqual([...merged.sessions.keys()], ['Q1']);
      assert.deepEqual(
        [...merged.acts.values()].map(({ act, ok }) => [act, ok]),
        [
          ['edit', true],
          ['edit', false],
        ],
      );
    });

    it('counts no edit that failed or was cancelled', async () => {
      const merged = await readAll([
        asked('c1', 'edit', args),
        answered('c1', { error: 'no match' }, { status: 'error', resultDisplay: 'no match' }),
        asked('c2', 'edit', args),
        answered('c2', { error: 'cancelled' }, { status: 'cancelled' }),
      ]);
      assert.equal(merged.edits.size, 0);
    });

    it('keeps calls apart whose ids come again, and those of a copy together', async () => {
      const calls = (n: number, more: object = {}) => [
        { ...asked('call_0', 'edit', { ...args, new_string: `${n}` }, more), uuid: `a${n}` },
        answered('call_0', { output: 'ok' }, {}, more),
      ];
      const merged = await readAll([...calls(1), ...calls(2)]);
      await readAll([...calls(1, { sessionId: 'Q2', forkedFrom: 'Q1' })], merged);
      assert.deepEqual([...merged.edits.keys()], ['a1|call_0', 'a2|call_0']);
    });
  });

  it('knows where a session was, and which rows are prompts', async () => {
    const merged = await readAll([
      said('Add a test.', { provenance: 'real_user' }),
      row('user', { message: { parts: [{ functionResponse: {} }] } }),
      said('A task has ended.', { provenance: 'system', gitBranch: 'feat' }),
    ]);
    const session = merged.sessions.get('Q1');
    assert.deepEqual([session?.cwd, session?.branch], ['/w/shop', 'feat']);
    assert.deepEqual(
      [...merged.acts.values()].map(({ human }) => human),
      [null, false],
    );
  });

  it('titles a session by its name, else by its first prompt', async () => {
    const path = join(folder(), 'titles', 'chats', 't.jsonl');
    await readLines(qwen, path, [said('Add  a test')]);
    assert.equal(await qwen.title(path, 'Q1'), 'Add a test');
    const named = row('system', { subtype: 'custom_title', systemPayload: { customTitle: 'Cart' } });
    await readLines(qwen, path, [said('Add'), named]);
    assert.equal(await qwen.title(path, 'Q1'), 'Cart');
  });

  it('counts a line that is broken and reads on', async () => {
    const merged = await readAll(['{oops', reply(usage(10, 1))]);
    assert.equal(merged.calls.size, 1);
    assert.equal(merged.skipped[0]?.malformed, 1);
  });

  describe('a recorded day of 0.24.4', () => {
    const day = recorded(qwen, 'qwen/0.24.4');
    it('knows its folder and its prompts, and folds its sub-agent in', () => {
      const { truth, merged } = day();
      const [session, ...others] = [...merged.sessions.values()];
      assert.deepEqual([session?.cwd, session?.branch, others.length], [truth.repo, 'main', 0]);
      const acts = [...merged.acts.values()];
      assert.equal(acts.filter(({ act }) => act === 'prompt').length, 2);
      assert.equal(acts.filter(({ act, ok }) => act === 'edit' && ok === false).length, 1);
      assert.ok(acts.some(({ act, ok }) => act === 'shell' && ok === true));
      assert.ok(acts.some(({ act }) => act === 'spawn'));
    });
  });
});
