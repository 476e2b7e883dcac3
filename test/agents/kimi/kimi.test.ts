import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { kimi } from '../../../src/agents/kimi/kimi.ts';
import { readHome, temporaryFolder, writeFile } from '../readingLogs.ts';

const T = 1_789_000_000;

describe('agents/kimi', () => {
  const folder = temporaryFolder();
  const usage = (output: number, more: object = {}) => ({
    input_other: 100,
    output,
    input_cache_read: 5000,
    input_cache_creation: 300,
    ...more,
  });
  const wire = (type: string, payload: object, second = 0) => ({
    timestamp: T + second + 0.5,
    message: { type, payload },
  });
  const status = (id: string, output: number) =>
    wire('StatusUpdate', { message_id: id, token_usage: usage(output) });

  async function read(files: Record<string, readonly object[]>) {
    const home = join(folder(), crypto.randomUUID());
    const group = createHash('md5').update('/w/shop').digest('hex');
    writeFile(join(home, '.kimi/kimi.json'), JSON.stringify({ work_dirs: [{ path: '/w/shop' }] }));
    for (const [name, lines] of Object.entries(files)) {
      const path = name.startsWith('.') ? name : `.kimi/sessions/${group}/${name}`;
      writeFile(join(home, path), `${lines.map(line => JSON.stringify(line)).join('\n')}\n`);
    }
    return readHome(kimi, home);
  }

  it('counts four parts that lie apart, at seconds with a fraction, and guesses no model', async () => {
    const merged = await read({
      's1/wire.jsonl': [{ type: 'metadata', protocol_version: '1.4' }, status('k1', 120)],
    });
    const [call] = [...merged.calls.values()];
    assert.deepEqual(merged.tokens(), {
      input: 100,
      cacheRead: 5000,
      cacheWrite: 300,
      output: 120,
      reasoning: 0,
    });
    assert.deepEqual([call?.at, call?.model, call?.tokens.reasoning], [T * 1000 + 500, null, null]);
    assert.equal(merged.sessions.get('s1')?.cwd, '/w/shop');
  });

  it('counts a sub-agent by its own log and not by what its parent’s log repeats of it', async () => {
    const merged = await read({
      's1/wire.jsonl': [
        status('k1', 10),
        wire('SubagentEvent', {
          event: { type: 'StatusUpdate', payload: { message_id: 'k9', token_usage: usage(9) } },
        }),
      ],
      's1/subagents/a1/wire.jsonl': [status('k9', 9)],
    });
    assert.deepEqual(
      [...merged.calls.values()].map(({ tokens, session }) => [session, tokens.output]).sort(),
      [
        ['s1', 10],
        ['s1/a1', 9],
      ],
    );
    assert.equal(merged.sessions.get('s1/a1')?.parent, 's1');
  });

  it('counts a step once that ends with the usage which its record told', async () => {
    const counts = { inputOther: 500, output: 80, inputCacheRead: 1200, inputCacheCreation: 30 };
    const merged = await read({
      '.kimi-code/sessions/wd_1/s2/agents/main/wire.jsonl': [
        { type: 'llm.request', time: T * 1000, model: 'kimi-k2.5', turnStep: 1 },
        { type: 'usage.record', time: T * 1000, model: 'kimi-for-coding', usage: counts },
        { type: 'step.end', time: T * 1000 + 1, usage: counts },
      ],
    });
    const [call, ...more] = [...merged.calls.values()];
    assert.equal(more.length, 0);
    assert.deepEqual(
      [call?.tokens.output, call?.model],
      [80, 'kimi-k2.5'],
      'by the model’s name, not its alias',
    );
  });

  it('takes edits of results alone, not those shown to be approved, and no summary for a text', async () => {
    const display = [
      { type: 'diff', path: '/w/shop/a.ts', old_text: 'x\n', new_text: 'y\n', old_start: 1, new_start: 1 },
      { type: 'diff', path: '/w/shop/a.ts', old_text: '90 lines', new_text: '91 lines', is_summary: true },
    ];
    const call = {
      type: 'function',
      id: 't1',
      function: { name: 'StrReplaceFile', arguments: '{"path":"/w/shop/a.ts"}' },
    };
    const refused = { ...call, id: 't2' };
    const merged = await read({
      's1/wire.jsonl': [
        wire('ToolCall', call),
        wire('ApprovalRequest', { id: 'q1', tool_call_id: 't1', display }),
        wire('ToolResult', { tool_call_id: 't1', return_value: { is_error: false, output: 'ok', display } }),
        wire('ToolCall', refused),
        wire('ApprovalRequest', { id: 'q2', tool_call_id: 't2', display }),
        wire('ToolResult', {
          tool_call_id: 't2',
          return_value: { is_error: true, output: 'rejected', display: [] },
        }),
      ],
    });
    assert.deepEqual(
      [...merged.edits.values()].map(({ key, lines }) => [key, lines.addedCount, lines.removedCount]),
      [[`${T * 1000 + 500}|t1`, 1, 1]],
    );
  });

  it('tells apart calls that have one number, in two sessions and after a compaction in one', async () => {
    const write = (path: string, second: number) => [
      wire(
        'ToolCall',
        {
          type: 'function',
          id: 'WriteFile:0',
          function: { name: 'WriteFile', arguments: JSON.stringify({ path, content: 'x\n' }) },
        },
        second,
      ),
      wire(
        'ToolResult',
        { tool_call_id: 'WriteFile:0', return_value: { is_error: false, output: 'ok' } },
        second + 1,
      ),
    ];
    const merged = await read({
      's1/wire.jsonl': [...write('/w/shop/a.ts', 1), ...write('/w/shop/b.ts', 5)],
      's2/wire.jsonl': write('/w/shop/c.ts', 9),
    });
    const edits = [...merged.edits.values()].map(({ session, path }) => [session, path]);
    assert.deepEqual(edits.sort(), [
      ['s1', '/w/shop/a.ts'],
      ['s1', '/w/shop/b.ts'],
      ['s2', '/w/shop/c.ts'],
    ]);
    assert.equal(merged.acts.size, 3);
  });
});
