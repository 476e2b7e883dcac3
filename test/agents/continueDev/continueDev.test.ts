import assert from 'node:assert/strict';
import { join } from 'node:path';
import { continueDev } from '../../../src/agents/continueDev/continueDev.ts';
import { readHome, temporaryFolder, writeFile } from '../readingLogs.ts';

describe('agents/continueDev', () => {
  const folder = temporaryFolder();

  it('calls what the client counts an estimate without cache, and adds no sums of a session to it', async () => {
    const home = join(folder(), 'a');
    const generated = {
      model: 'claude-sonnet-5',
      promptTokens: 1200,
      generatedTokens: 90,
      timestamp: '2026-06-01T10:00:00.000Z',
      eventName: 'tokensGenerated',
    };
    const log = join(home, '.continue/dev_data/0.2.0');
    writeFile(join(log, 'tokensGenerated.jsonl'), `${JSON.stringify(generated)}\n`);
    writeFile(join(log, 'chatInteraction.jsonl'), '{"prompt":"words","completion":"words"}\n');
    writeFile(
      join(home, '.continue/sessions/s1.json'),
      JSON.stringify({
        sessionId: 's1',
        workspaceDirectory: '/w',
        history: [],
        usage: { promptTokens: 1200, completionTokens: 90 },
      }),
    );
    const merged = await readHome(continueDev, home);
    const [call, ...more] = [...merged.calls.values()];
    assert.equal(more.length, 0);
    assert.deepEqual(
      [call?.tokens.input, call?.tokens.cacheRead, call?.tokens.output, call?.quality],
      [1200, null, 90, 'estimated'],
    );
    assert.equal(merged.sessions.get('s1')?.cwd, '/w');
  });

  it('tells edits of the editor’s tools, of old names too, and knows no text of a sketch of changes', async () => {
    const home = join(folder(), 'c');
    const used = (n: number, name: string, parsedArgs: object) => ({
      toolCallId: `n${n}`,
      status: 'done',
      toolCall: { function: { name } },
      parsedArgs,
    });
    const toolCallStates = [
      used(1, 'single_find_and_replace', { filepath: 'a.ts', old_string: 'x', new_string: 'y\nz' }),
      used(2, 'multi_edit', { filepath: 'b.ts', edits: [{ old_string: 'x', new_string: 'y' }] }),
      used(3, 'create_new_file', { filepath: 'c.ts', contents: 'one\ntwo\n' }),
      used(4, 'builtin_create_new_file', { filepath: 'd.ts', contents: 'one\n' }),
      used(5, 'edit_existing_file', { filepath: 'e.ts', changes: '// ... existing code ...\nconst y = 1;' }),
      used(6, 'builtin_run_terminal_command', { command: 'npm test' }),
    ];
    const history = [{ message: { role: 'assistant', content: '' }, toolCallStates }];
    const session = { sessionId: 's3', workspaceDirectory: 'file:///w/shop', history };
    writeFile(join(home, '.continue/sessions/s3.json'), JSON.stringify(session));
    const merged = await readHome(continueDev, home);
    assert.deepEqual(
      [...merged.edits.values()].map(({ path, lines, baseline }) => [
        path,
        lines.addedCount,
        lines.removedCount,
        baseline,
      ]),
      [
        ['/w/shop/a.ts', 2, 1, 'patch'],
        ['/w/shop/b.ts', 1, 1, 'patch'],
        ['/w/shop/c.ts', 2, 0, 'created'],
        ['/w/shop/d.ts', 1, 0, 'created'],
        ['/w/shop/e.ts', 0, null, 'unknown'],
      ],
    );
    assert.equal(merged.acts.get('n6')?.act, 'check');
    assert.equal(merged.sessions.get('s3')?.cwd, '/w/shop');
  });

  it('makes no edit of a tool that failed, was cancelled or is still to be approved', async () => {
    const home = join(folder(), 'b');
    const state = (toolCallId: string, status: string) => ({
      toolCallId,
      status,
      toolCall: { function: { name: 'edit_existing_file' } },
      parsedArgs: { filepath: '/w/a.ts', old_string: 'x', new_string: 'y' },
    });
    const states = ['done', 'errored', 'canceled', 'generated'].map((status, n) => state(`n${n}`, status));
    const history = [{ message: { role: 'assistant', content: '' }, toolCallStates: states }];
    writeFile(join(home, '.continue/sessions/s2.json'), JSON.stringify({ sessionId: 's2', history }));
    const merged = await readHome(continueDev, home);
    assert.deepEqual([...merged.edits.keys()], ['n0']);
  });
});
