import assert from 'node:assert/strict';
import { join } from 'node:path';
import { codex } from '../../../src/agents/codex/codex.ts';
import { Merged, PACKER, readLines, temporaryFolder } from '../readingLogs.ts';

let clock = Date.parse('2026-11-20T09:00:00.000Z');

function line(type: string, payload: object, at: number | null = null) {
  clock += 1000;
  return { timestamp: new Date(at ?? clock).toISOString(), type, payload };
}

const event = (type: string, payload: object = {}, at: number | null = null) =>
  line('event_msg', { type, ...payload }, at);
const item = (type: string, payload: object) => line('response_item', { type, ...payload });
const context = (model = 'gpt-5.6-sol', cwd = '/w/shop') => line('turn_context', { cwd, model });

function meta(id: string, more: object = {}, at: number | null = null) {
  const payload = { id, timestamp: new Date(at ?? clock).toISOString(), cwd: '/w/shop', source: 'cli' };
  return line('session_meta', { ...payload, cli_version: '0.99.0', ...more });
}

const usage = (input: number, output: number, more: object = {}) => ({
  input_tokens: input,
  cached_input_tokens: 0,
  output_tokens: output,
  reasoning_output_tokens: 0,
  total_tokens: input + output,
  ...more,
});

const count = (total: object | null, last: object | null, at: number | null = null, more: object = {}) => {
  const parts = { ...(total && { total_token_usage: total }), ...(last && { last_token_usage: last }) };
  return event('token_count', { info: { ...parts, ...more }, rate_limits: {} }, at);
};

const recorded = (response: string, spent: object, more: object = {}) =>
  line('token_usage_record', { thread_id: 'T1', response_id: response, usage: spent, ...more });

const changed = (id: string, changes: object, more: object = {}) =>
  event('item_completed', {
    thread_id: 'T1',
    item: { type: 'FileChange', id, status: 'completed', changes, ...more },
  });
const applied = (id: string, changes: object, more: object = {}) =>
  event('patch_apply_end', { call_id: id, success: true, status: 'completed', changes, ...more });

const PATCH = '*** Begin Patch\n*** Update File: a.ts\n@@\n same\n-old\n+new\n+more\n*** End Patch\n';
const patchCall = (id: string, input = PATCH) =>
  item('custom_tool_call', { call_id: id, name: 'apply_patch', status: 'completed', input });
const patchOutput = (
  id: string,
  output = 'Exit code: 0\nOutput:\nSuccess. Updated the following files:\nM a.ts\n',
) => item('custom_tool_call_output', { call_id: id, output });
const UPDATE = {
  '/w/shop/a.ts': { type: 'update', unified_diff: '@@ -1,2 +1,3 @@\n same\n-old\n+new\n+more\n' },
};

describe('agents/codex', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged) =>
    readLines(
      codex,
      join(folder(), 'sessions', `rollout-2026-11-20T09-00-00-${++logs}.jsonl`),
      lines,
      merged,
    );
  const outputs = (merged: Merged) => [...merged.calls.values()].map(call => call.tokens.output);
  const counts = (merged: Merged) =>
    [...merged.edits.values()].map(({ key, path, lines }) => [
      key,
      path,
      lines.addedCount,
      lines.removedCount,
    ]);

  describe('tokens', () => {
    it('takes cached and written tokens out of input, and leaves reasoning in output', async () => {
      const spent = { cached_input_tokens: 7000, cache_write_input_tokens: 500, reasoning_output_tokens: 80 };
      const merged = await readAll([meta('T1'), context(), recorded('r1', usage(9000, 120, spent))]);
      const [call] = [...merged.calls.values()];
      assert.deepEqual(call?.tokens, {
        input: 1500,
        cacheRead: 7000,
        cacheWrite5m: 500,
        cacheWrite1h: 0,
        output: 120,
        reasoning: 80,
      });
      assert.deepEqual([call?.key, call?.model], ['T1|r1', 'gpt-5.6-sol']);
    });

    it('ignores cumulative counts beside records, and the records of other threads', async () => {
      const merged = await readAll([
        meta('T1'),
        recorded('r1', usage(10, 1)),
        count(usage(10, 1), usage(10, 1)),
        recorded('r1', usage(10, 1)),
        recorded('r0', usage(99, 9), { thread_id: 'T0' }),
        line('compacted', {
          message: '',
          latest_token_usage_record: { response_id: 'r1', usage: usage(10, 1) },
        }),
        recorded('r2', usage(20, 2)),
      ]);
      assert.deepEqual([...merged.calls.keys()], ['T1|r1', 'T1|r2']);
    });

    it('counts a response once whose cumulative count comes before the first record', async () => {
      const merged = await readAll([
        meta('T1'),
        count(usage(10, 1), usage(10, 1)),
        recorded('r1', usage(10, 1)),
        count(usage(30, 3), usage(20, 2)),
        recorded('r2', usage(20, 2)),
      ]);
      assert.deepEqual(outputs(merged), [1, 2]);
    });

    it('takes no more for written to the cache than was sent anew', async () => {
      const spent = { cached_input_tokens: 700, cache_write_input_tokens: 900 };
      const merged = await readAll([meta('T1'), recorded('r1', usage(1000, 5, spent))]);
      const { input, cacheRead, cacheWrite5m } = [...merged.calls.values()][0]!.tokens;
      assert.deepEqual([input, cacheRead, cacheWrite5m], [0, 700, 300]);
    });

    it('keeps what was spent on turns that were rolled back', async () => {
      const merged = await readAll([
        meta('T1'),
        count(usage(10, 1), usage(10, 1)),
        event('thread_rolled_back', { num_turns: 1 }),
        count(usage(30, 3), usage(20, 2)),
      ]);
      assert.deepEqual(outputs(merged), [1, 2]);
    });

    it('counts a thread once whose reverted copy has a file of its own, and one that was written anew', async () => {
      const id = '0199c1f2-1111-7222-8333-444455556666';
      const at = (name: string) => join(folder(), 'reverted', name);
      const lines = [meta(id), count(usage(10, 1), usage(10, 1)), count(usage(30, 3), usage(20, 2))];
      const merged = await readLines(codex, at(`rollout-2026-11-20T09-00-00-${id}.jsonl`), lines);
      // It may begin in the midst of the other, without a header.
      await readLines(codex, at(`rollout-2026-11-20T09-00-00-${id}_b2.jsonl`), lines.slice(1), merged);
      // A thread that was moved into a newer format has all of its lines dated by its beginning.
      const began = lines.map(line => ({ ...line, timestamp: lines[0]!.timestamp }));
      await readLines(codex, at(`rollout-2026-11-20T09-00-00-${id}.jsonl`), began, merged);
      assert.deepEqual(outputs(merged), [1, 2]);
      assert.deepEqual([...merged.sessions.keys()], [id]);
    });

    it('keeps the records of a child whose inherited history seems to have no end', async () => {
      const child = { parent_thread_id: 'T1', subagent_history_start_ordinal: 9999 };
      const merged = await readAll([
        meta('T2', child),
        { ...recorded('r1', usage(10, 1), { thread_id: 'T2' }), ordinal: 3 },
        { ...recorded('r0', usage(99, 9), { thread_id: 'T1' }), ordinal: 4 },
      ]);
      assert.deepEqual([...merged.calls.keys()], ['T2|r1']);
    });

    it('keeps the counts from before an update that brought records', async () => {
      const merged = await readAll([
        meta('T1'),
        count(usage(10, 1), usage(10, 1)),
        recorded('r2', usage(20, 2)),
        count(usage(30, 3), usage(20, 2)),
      ]);
      assert.deepEqual(outputs(merged), [1, 2]);
    });

    it('counts a repeated cumulative count once, and rate limits alone not at all', async () => {
      const merged = await readAll([
        meta('T1'),
        event('token_count', { info: null }),
        count(usage(10, 1), usage(10, 1)),
        count(usage(10, 1), usage(10, 1)),
        count(usage(30, 3), usage(20, 2)),
      ]);
      assert.deepEqual(outputs(merged), [1, 2]);
    });

    it('takes the difference of totals where that is all there is', async () => {
      const bare = (input: number, output: number) => ({
        input_tokens: input,
        cached_input_tokens: 25,
        output_tokens: output,
      });
      const merged = await readAll([meta('T1'), count(bare(150, 75), null), count(bare(500, 200), null)]);
      assert.deepEqual(
        [...merged.calls.values()].map(({ tokens }) => [tokens.input, tokens.cacheRead, tokens.output]),
        [
          [125, 25, 75],
          [350, 0, 125],
        ],
      );
    });

    it('believes the last count when compaction lowers the total', async () => {
      const merged = await readAll([
        meta('T1'),
        count(usage(1000, 100), usage(1000, 100)),
        count(usage(300, 30), usage(40, 4)),
      ]);
      assert.deepEqual(outputs(merged), [100, 4]);
    });

    it('names the model by the count, the turn or the settings, and else does not', async () => {
      const merged = await readAll([
        meta('T1'),
        count(usage(10, 1), usage(10, 1)),
        context('gpt-a'),
        count(usage(20, 2), usage(10, 1)),
        count(usage(30, 3), usage(10, 1), null, { model: 'gpt-b' }),
        event('thread_settings_applied', { thread_settings: { model: 'gpt-c', cwd: '/w/shop' } }),
        count(usage(40, 4), usage(10, 1)),
      ]);
      assert.deepEqual(
        [...merged.calls.values()].map(call => call.model),
        [null, 'gpt-a', 'gpt-b', 'gpt-c'],
      );
    });

    it('reads any client, and a log without a header by its name', async () => {
      const desktop = await readAll([
        meta('T1', { originator: 'Codex Desktop' }),
        recorded('r1', usage(10, 1)),
      ]);
      assert.equal(desktop.calls.size, 1);
      const bare = await readAll([context(), count(usage(10, 1), usage(10, 1))]);
      assert.equal(bare.calls.size, 1);
    });

    it('says so when a record has a form that it does not know', async () => {
      const merged = await readAll([meta('T1'), recorded('r1', { tokensIn: 5 }), count({ a: 1 }, null)]);
      assert.equal(merged.skipped[0]?.['newer format'], 2);
    });
  });

  describe('forks and sub-agents', () => {
    const seconds = (at: number) => Math.floor(at / 1000);
    const parent = () => {
      const began = clock;
      return [
        meta('T1'),
        event('task_started', { turn_id: 't1', started_at: seconds(began) }),
        count(usage(10, 1), usage(10, 1)),
        patchCall('c1'),
        patchOutput('c1'),
        count(usage(30, 3), usage(20, 2)),
      ];
    };
    /** The parent's history as a fork begins with it, under new timestamps or the old ones. */
    const replay = (lines: ReturnType<typeof line>[], at: number | null) =>
      lines.map(each => (at === null ? each : { ...each, timestamp: new Date(at).toISOString() }));

    for (const stamps of ['new', 'old'] as const) {
      it(`counts a replayed history once, under ${stamps} timestamps`, async () => {
        const history = parent();
        clock += 60_000;
        const forkedAt = clock;
        const child = [
          meta('T2', { forked_from_id: 'T1' }, forkedAt),
          ...replay(history, stamps === 'new' ? forkedAt + 5 : null),
          event('task_started', { turn_id: 't2', started_at: seconds(forkedAt) }),
          count(usage(60, 6), usage(30, 3)),
        ];
        for (const order of [
          [history, child],
          [child, history],
        ]) {
          const merged = new Merged();
          for (const lines of order) await readAll(lines, merged);
          assert.deepEqual(outputs(merged).sort(), [1, 2, 3]);
          assert.equal(merged.edits.get('c1')?.session, 'T1');
          assert.equal(merged.acts.size, 1);
          assert.equal(merged.sessions.get('T2')?.forkedFrom, 'T1');
          const own = [...merged.calls.values()].filter(call => call.session === 'T2');
          assert.deepEqual(
            own.map(call => call.tokens.output),
            [3],
          );
        }
      });
    }

    it('lets a replay that nothing marks fall on its parent’s calls', async () => {
      const history = parent().filter(each => (each.payload as { type?: string }).type !== 'task_started');
      const at = clock + 60_000;
      const child = [meta('T2', { forked_from_id: 'T1' }, at), ...replay(history, at + 5)];
      const merged = await readAll(history);
      await readAll(child, merged);
      assert.deepEqual(outputs(merged).sort(), [1, 2]);
      assert.equal(merged.edits.size, 1);
    });

    it('follows a fork of a fork to the oldest thread by the copied headers', async () => {
      const at = clock + 60_000;
      const merged = await readAll([meta('T1'), count(usage(10, 1), usage(10, 1))]);
      const second = [meta('T2', { forked_from_id: 'T1' }), count(usage(20, 2), usage(10, 1))];
      await readAll(second, merged);
      clock = at;
      await readAll([meta('T3', { forked_from_id: 'T2' }, at), ...replay(second, at + 5)], merged);
      assert.equal(merged.calls.size, 2);
    });

    it('gives a sub-agent its own session with its parent, by either field', async () => {
      const spawn = { subagent: { thread_spawn: { parent_thread_id: 'T1' } } };
      const merged = await readAll([
        meta('T2', { source: spawn }),
        recorded('r', usage(1, 1), { thread_id: 'T2' }),
      ]);
      await readAll([meta('T3', { parent_thread_id: 'T1', thread_source: 'subagent' })], merged);
      assert.equal(merged.sessions.get('T2')?.parent, 'T1');
      assert.equal(merged.sessions.get('T3')?.parent, 'T1');
      assert.deepEqual([...merged.calls.values()][0]?.session, 'T2');
    });

    it('ignores items of another thread', async () => {
      const foreign = event('item_completed', {
        thread_id: 'T1',
        item: { type: 'FileChange', id: 'c1', status: 'completed', changes: UPDATE },
      });
      const merged = await readAll([meta('T2', { parent_thread_id: 'T1' }), foreign]);
      assert.equal(merged.edits.size, 0);
    });
  });

  describe('edits', () => {
    it('reads changes of every kind in every shape', async () => {
      const merged = await readAll([
        meta('T1'),
        changed('c1', {
          '/w/shop/z.ts': UPDATE['/w/shop/a.ts'],
          '/w/shop/n.ts': { type: 'add', content: 'x\ny\n' },
          '/w/shop/o.ts': { type: 'delete', content: 'y\n' },
        }),
        applied('c2', {
          '/w/shop/n.ts': { add: { content: 'x\n' } },
          'rel.ts': { update: { unified_diff: '+a\n' } },
        }),
        applied('c3', { '/w/shop/r.go': { type: 'update', content: 'package r\n' } }),
      ]);
      assert.deepEqual(counts(merged), [
        ['c1#0', '/w/shop/n.ts', 2, 0],
        ['c1#1', '/w/shop/o.ts', 0, 1],
        ['c1#2', '/w/shop/z.ts', 2, 1],
        ['c2#0', '/w/shop/n.ts', 1, 0],
        ['c2#1', '/w/shop/rel.ts', 1, 0],
        ['c3', '/w/shop/r.go', 1, null],
      ]);
    });

    it('counts one edit where the call, its end and its item all tell it', async () => {
      const merged = await readAll([
        meta('T1'),
        context(),
        patchCall('c1'),
        patchOutput('c1'),
        applied('c1', UPDATE),
        changed('c1', UPDATE),
        patchCall('c2'),
        changed('c2', UPDATE),
        patchOutput('c2'),
      ]);
      assert.deepEqual(counts(merged), [
        ['c1', '/w/shop/a.ts', 2, 1],
        ['c2', '/w/shop/a.ts', 2, 1],
      ]);
    });

    it('reads the patch of the call in versions that record nothing else, relative to its folder', async () => {
      const input = JSON.stringify({ patch: PATCH });
      const shell = JSON.stringify({
        command: ['bash', '-lc', `apply_patch <<'EOF'\n${PATCH}EOF`],
        workdir: 'sub',
      });
      const merged = await readAll([
        meta('T1', { cli_version: '0.99.0' }),
        context(),
        patchCall('c1'),
        patchOutput(
          'c1',
          '{"output":"Success. Updated the following files:\\nM a.ts\\n","metadata":{"exit_code":0}}',
        ),
        item('function_call', { call_id: 'c2', name: 'apply_patch', arguments: input }),
        item('function_call_output', {
          call_id: 'c2',
          output: 'Success. Updated the following files:\nM a.ts',
        }),
        item('function_call', { call_id: 'c3', name: 'shell', arguments: shell }),
        item('function_call_output', {
          call_id: 'c3',
          output: '{"output":"Success.","metadata":{"exit_code":0}}',
        }),
      ]);
      assert.deepEqual(counts(merged), [
        ['c1', '/w/shop/a.ts', 2, 1],
        ['c2', '/w/shop/a.ts', 2, 1],
        ['c3', '/w/shop/sub/a.ts', 2, 1],
      ]);
    });

    it('never reads the program of a unified exec: its patches are recorded under ids of their own', async () => {
      const input = `const patch = ${JSON.stringify(PATCH)};\ntext(await tools.apply_patch(patch));\n`;
      const merged = await readAll([
        meta('T1', { cli_version: '0.145.0' }),
        item('custom_tool_call', { call_id: 'c1', name: 'exec', input }),
        applied('exec-13ec0715-713d-4942-9fe1-e4541968b8ab', UPDATE),
        item('custom_tool_call_output', {
          call_id: 'c1',
          output: [{ type: 'input_text', text: 'Script completed' }],
        }),
        applied('c1', UPDATE),
      ]);
      assert.deepEqual([...merged.edits.keys()], ['exec-13ec0715-713d-4942-9fe1-e4541968b8ab', 'c1']);
      assert.equal(merged.acts.get('c1')?.act, 'edit');
    });

    it('does not count a patch in a shell command beside its record under another id', async () => {
      const args = JSON.stringify({ cmd: `apply_patch <<'EOF'\n${PATCH}EOF` });
      const call = item('function_call', { call_id: 'c1', name: 'exec_command', arguments: args });
      const output = item('function_call_output', { call_id: 'c1', output: 'Process exited with code 0' });
      for (const lines of [
        [call, changed('exec-1', UPDATE), output],
        [call, output, changed('exec-1', UPDATE)],
      ]) {
        const merged = await readAll([meta('T1', { cli_version: '0.169.0' }), ...lines]);
        assert.deepEqual([...merged.edits.keys()], ['exec-1']);
      }
    });

    it('reads files that a shell command wrote from a text of its own, if it went well', async () => {
      const command = "cat > src/a.ts <<'EOF'\nconst total = sum(items);\nEOF";
      const call = (id: string, name: string, args: unknown) =>
        item('function_call', { call_id: id, name, arguments: JSON.stringify(args) });
      const output = (id: string, code: number) =>
        item('function_call_output', { call_id: id, output: `Process exited with code ${code}` });
      const merged = await readAll([
        meta('T1'),
        context(),
        call('c1', 'exec_command', { cmd: command, workdir: '/w/other' }),
        output('c1', 0),
        call('c2', 'shell', { command: ['bash', '-lc', command] }),
        output('c2', 0),
        call('c3', 'exec_command', { cmd: command }),
        output('c3', 1),
        item('custom_tool_call', {
          call_id: 'c4',
          name: 'exec',
          input: `await tools.exec_command({cmd: ${JSON.stringify(command)}})`,
        }),
        item('custom_tool_call_output', { call_id: 'c4', output: 'Script completed\nOutput:\n' }),
      ]);
      assert.deepEqual(
        [...merged.edits.values()].map(({ key, path, baseline }) => [key, path, baseline]),
        [
          ['c1#w0', '/w/other/src/a.ts', 'unknown'],
          ['c2#w0', '/w/shop/src/a.ts', 'unknown'],
          ['c4#w0', '/w/shop/src/a.ts', 'unknown'],
        ],
      );
      assert.equal(merged.acts.get('c1')?.act, 'edit');
    });

    it('takes no failed, declined or unanswered patch', async () => {
      const merged = await readAll([
        meta('T1'),
        context(),
        patchCall('c1'),
        patchOutput('c1', 'apply_patch verification failed: Failed to find expected lines'),
        patchCall('c2'),
        patchOutput('c2', '{"output":"error","metadata":{"exit_code":1}}'),
        patchCall('c3'),
        applied('c4', UPDATE, { success: false }),
        changed('c5', UPDATE, { status: 'declined' }),
        changed('c6', UPDATE, { status: 'failed' }),
      ]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        ['c1', 'c2', 'c3'].map(id => merged.acts.get(id)?.ok),
        [false, false, null],
      );
    });

    it('counts what a moved file changed and not the move', async () => {
      const move = { ...UPDATE['/w/shop/a.ts'], move_path: '/w/shop/b.ts' };
      const merged = await readAll([
        meta('T1'),
        changed('c1', { '/w/shop/a.ts': move }),
        changed('c2', {
          '/w/shop/c.ts': { type: 'delete', content: 'x\ny\n' },
          '/w/shop/d.ts': { type: 'add', content: 'x\ny\n' },
        }),
      ]);
      assert.deepEqual(counts(merged), [
        ['c1', '/w/shop/b.ts', 2, 1],
        ['c2', '/w/shop/d.ts', 0, 0],
      ]);
      const text = await readAll([
        meta('T1'),
        context(),
        patchCall('c3', PATCH.replace('a.ts\n', 'a.ts\n*** Move to: sub/b.ts\n')),
        patchOutput('c3'),
      ]);
      assert.deepEqual(counts(text), [['c3', '/w/shop/sub/b.ts', 2, 1]]);
    });

    it('does not know the text of a file that a patch deletes', async () => {
      const patch = '*** Begin Patch\n*** Delete File: o.ts\n*** Add File: n.ts\n+a\n*** End Patch';
      const merged = await readAll([meta('T1'), context(), patchCall('c1', patch), patchOutput('c1')]);
      assert.deepEqual(counts(merged), [
        ['c1#0', '/w/shop/n.ts', 1, 0],
        ['c1#1', '/w/shop/o.ts', 0, null],
      ]);
      assert.equal(merged.edits.get('c1#1')?.baseline, 'deleted');
    });

    it('tells removed dashes and added pluses from the headers of a diff', async () => {
      const diff =
        '--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- old comment\n+++i;\n\\ No newline at end of file\n';
      const merged = await readAll([
        meta('T1'),
        changed('c1', { '/w/q.sql': { type: 'update', unified_diff: diff } }),
      ]);
      const { lines } = [...merged.edits.values()][0]!;
      assert.deepEqual(lines, PACKER.patch('/w/q.sql', ['++i;'], ['-- old comment']));
    });
  });

  describe('acts', () => {
    it('counts prompts in the shape of each era, and what an agent is told by another not', async () => {
      const user = { type: 'UserMessage', id: 'i1', content: [{ type: 'text', text: 'go' }] };
      const merged = await readAll([
        meta('T1'),
        event('user_message', { message: 'go', kind: 'plain' }),
        event('user_message', { message: '<environment_context>', kind: 'environment_context' }),
        item('message', { role: 'user', content: [{ type: 'input_text', text: 'go' }] }),
        event('item_completed', { thread_id: 'T1', item: user }),
      ]);
      assert.deepEqual(
        [...merged.acts.values()].map(act => [act.act, act.human]),
        [
          ['prompt', true],
          ['prompt', true],
        ],
      );
      const child = await readAll([
        meta('T2', { parent_thread_id: 'T1', thread_source: 'subagent' }),
        event('item_completed', { thread_id: 'T2', item: user }),
      ]);
      assert.equal(child.acts.size, 0);
      const review = await readAll([
        meta('T3', { thread_source: 'guardian_review', source: { subagent: 'review' } }),
        context('codex-auto-review'),
        event('user_message', { message: 'look at this', kind: 'plain' }),
      ]);
      assert.equal(review.acts.size, 0, 'a review in the background is nobody’s turn');
    });

    it('finds equal results equal, whatever their run times', async () => {
      const call = (id: string) =>
        item('function_call', { call_id: id, name: 'exec_command', arguments: '{"cmd":"npm test"}' });
      const output = (id: string, chunk: string, time: string, exit = 0) => {
        const text = `Chunk ID: ${chunk}\nWall time: ${time} seconds\nProcess exited with code ${exit}\nOutput:\nsame`;
        return item('function_call_output', { call_id: id, output: text });
      };
      const merged = await readAll([
        meta('T1'),
        call('c1'),
        output('c1', 'aa', '0.1'),
        call('c2'),
        output('c2', 'bb', '0.2', 1),
      ]);
      const [a, b] = [...merged.acts.values()];
      assert.deepEqual([a!.resultDigest, a!.argsDigest], [b!.resultDigest, b!.argsDigest]);
      assert.deepEqual([a!.ok, b!.ok], [true, false]);
    });

    it('names the kinds of tools', async () => {
      const call = (id: string, name: string, more: object = {}) =>
        item('function_call', { call_id: id, name, arguments: '{}', ...more });
      const merged = await readAll([
        meta('T1'),
        context(),
        call('c1', 'shell'),
        call('c2', 'spawn_agent'),
        call('c3', 'update_plan'),
        call('c4', 'view_image', { arguments: '{"path":"shot.png"}' }),
        item('web_search_call', { id: 'ws1', status: 'completed', action: { type: 'search', query: 'x' } }),
        item('local_shell_call', { call_id: 'c5', action: { type: 'exec', command: ['ls'] } }),
        item('custom_tool_call', {
          call_id: 'c6',
          name: 'exec',
          input: 'await tools.exec_command({cmd:"ls"})',
        }),
      ]);
      const kinds = [...merged.acts.values()].map(act => [act.key, act.act, act.target]);
      assert.deepEqual(kinds.sort(), [
        ['c1', 'shell', null],
        ['c2', 'spawn', null],
        ['c3', 'other', null],
        ['c4', 'read', '/w/shop/shot.png'],
        ['c5', 'search', null],
        ['c6', 'search', null],
        ['ws1', 'web', null],
      ]);
    });

    it('tells commands that only look from others, in every shape', async () => {
      const call = (name: string, args: object) =>
        item('function_call', { name, arguments: JSON.stringify(args) });
      const program = (input: string) => item('custom_tool_call', { name: 'exec', input });
      const shapes: [object, string][] = [
        [call('exec_command', { cmd: 'cat a', workdir: '/w' }), 'read'],
        [call('exec_command', { cmd: 'cat a > b' }), 'shell'],
        [call('shell', { command: ['bash', '-lc', 'npm test'] }), 'check'],
        [call('shell', { command: ['bash', '-lc', 'rm a'] }), 'shell'],
        [call('shell', { command: ['grep', 'a > b', 'c'] }), 'search'],
        [call('shell_command', { command: 'git status' }), 'read'],
        [call('container.exec', { cmd: ['bash', '-lc', 'ls'] }), 'search'],
        [call('unified_exec', { input: ['cat', 'a'], session_id: null }), 'read'],
        [call('write_stdin', { session_id: 1, chars: '' }), 'other'],
        [call('write_stdin', { session_id: 1, chars: 'y\n' }), 'shell'],
        [
          program('const r = await tools.exec_command({ cmd: "ls -la", yield_time_ms: 1000 }); text(r)'),
          'search',
        ],
        [
          program("await tools.exec_command({cmd: 'cat a'}); await tools.exec_command({cmd: `npm test`})"),
          'check',
        ],
        [program('await tools.exec_command({cmd:"rm a"})'), 'shell'],
        [program('await tools.exec_command({cmd})'), 'shell'],
        [program('await tools.exec_command({cmd:"cat " + name})'), 'shell'],
        [program('await tools.exec_command({cmd:"cat a"}); await tools.apply_patch(p)'), 'edit'],
        [program('await tools.write_stdin({session_id: 1, yield_time_ms: 5})'), 'other'],
        [program('await tools.write_stdin({session_id: 1, chars: "y"})'), 'shell'],
      ];
      const calls = shapes.map(([line], i) => {
        const { payload } = line as { payload: object };
        return { ...line, payload: { ...payload, call_id: `c${String(i).padStart(2, '0')}` } };
      });
      const merged = await readAll([meta('T1'), context(), ...calls]);
      const acts = [...merged.acts.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      assert.deepEqual(
        acts.map(act => act.act),
        shapes.map(([, act]) => act),
      );
    });

    it('learns what a program ran from the commands that the log tells meanwhile', async () => {
      const ran = (id: string, script: string) =>
        event('item_completed', {
          thread_id: 'T1',
          item: {
            type: 'CommandExecution',
            id,
            command: ['/bin/bash', '-lc', script],
            aggregated_output: 'x',
          },
        });
      const program = (id: string) =>
        item('custom_tool_call', { call_id: id, name: 'exec', input: 'await tools.exec_command({cmd})' });
      const done = (id: string) =>
        item('custom_tool_call_output', { call_id: id, output: 'Exit code: 0\nOutput:\n' });
      const merged = await readAll([
        meta('T1'),
        context(),
        ...[program('c1'), ran('exec-1', 'cat a'), ran('exec-2', 'rg b'), done('c1')],
        ...[program('c2'), ran('exec-3', 'cat a'), ran('exec-4', 'rm b'), done('c2')],
        ...[program('c3'), done('c3')],
        ran('exec-5', 'cat a'),
      ]);
      const kinds = [...merged.acts.values()].map(act => [act.key, act.act]);
      assert.deepEqual(kinds.sort(), [
        ['c1', 'search'],
        ['c2', 'shell'],
        ['c3', 'shell'],
      ]);
    });

    it('finds commits and pull requests that its commands print', async () => {
      const args = JSON.stringify({ cmd: 'git commit -am x && gh pr create --fill' });
      const merged = await readAll([
        meta('T1'),
        item('function_call', { call_id: 'c1', name: 'exec_command', arguments: args }),
        item('function_call_output', {
          call_id: 'c1',
          output: 'Exit code: 0\nOutput:\n[main 1a2b3c4] x\n 1 file changed\nhttps://github.com/o/r/pull/3\n',
        }),
      ]);
      assert.deepEqual(
        [...merged.links.values()].map(link => link.target),
        ['1a2b3c4', 'https://github.com/o/r/pull/3'],
      );
    });
  });

  it('knows the session by its header: place, branch, commit, remote', async () => {
    const git = { commit_hash: 'abc123', branch: 'feat/cart', repository_url: 'git@example.com:me/shop.git' };
    const merged = await readAll([meta('T1', { git }), context('m', '/w/other')]);
    const { cwd, branch, commit, remote, parent } = merged.sessions.get('T1')!;
    assert.deepEqual(
      [cwd, branch, commit, remote, parent],
      ['/w/shop', 'feat/cart', 'abc123', git.repository_url, null],
    );
  });

  it('saves a record that is glued to a torn one, of any kind', async () => {
    const saved = JSON.stringify(recorded('r2', usage(20, 2)));
    for (const torn of [
      item('reasoning', { encrypted_content: 'gAAAA cut off' }),
      item('function_call_output', { call_id: 'c', output: 'x cut off' }),
      recorded('r1', usage(10, 1)),
    ]) {
      const merged = await readAll([meta('T1'), JSON.stringify(torn).slice(0, -8) + saved, 'no JSON']);
      assert.deepEqual(outputs(merged), [2]);
      assert.equal(merged.skipped[0]?.malformed, 2);
    }
  });

  it('names the thread by its first real prompt, and by its name once it has one', async () => {
    const path = join(folder(), 'titles', 'rollout-x.jsonl');
    const lines = [
      meta('T1'),
      event('user_message', { message: '# AGENTS.md' }),
      event('user_message', { message: 'go on' }),
    ];
    await readLines(codex, path, lines);
    assert.equal(await codex.title(path, 'T1'), 'go on');
    await readLines(codex, path, [...lines, event('thread_name_updated', { thread_name: 'Cart' })]);
    assert.equal(await codex.title(path, 'T1'), 'Cart');
  });
});
