import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gemini } from '../../../src/agents/gemini/gemini.ts';
import { type Merged, PACKER, readHome, readLines, temporaryFolder, writeFile } from '../readingLogs.ts';
import { recorded } from '../recordedTruth.ts';

const header = (id = 'G1', more: object = {}) => ({
  sessionId: id,
  projectHash: '9f',
  startTime: '2026-11-20T09:00:00.000Z',
  kind: 'main',
  ...more,
});
const spent = (input: number, output: number, more: object = {}) => ({
  input,
  output,
  cached: 0,
  thoughts: 0,
  tool: 0,
  ...more,
});
const reply = (id: string, tokens: object | null, more: object = {}) => ({
  id,
  timestamp: '2026-11-20T09:00:09.000Z',
  type: 'gemini',
  content: '',
  model: 'gemini-3.5-flash',
  tokens,
  ...more,
});
const said = (id: string, text: string) => ({
  id,
  timestamp: '2026-11-20T09:00:05.000Z',
  type: 'user',
  content: [{ text }],
});
const used = (id: string, name: string, args: object, more: object = {}) => ({
  id,
  name,
  args,
  status: 'success',
  timestamp: '2026-11-20T09:00:10.000Z',
  ...more,
});
const answer = (output: string) => [{ functionResponse: { response: { output } } }];

describe('agents/gemini', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged) =>
    readLines(gemini, join(folder(), `p${++logs}`, 'chats', `session-${logs}.jsonl`), lines, merged);
  const edits = (merged: Merged) =>
    [...merged.edits.values()].map(({ path, lines, baseline }) => [
      path,
      lines.addedCount,
      lines.removedCount,
      baseline,
    ]);

  describe('tokens', () => {
    it('counts a message that is written again once, with all that it has', async () => {
      const merged = await readAll([
        header(),
        reply('m1', null),
        reply('m1', spent(100, 20)),
        reply('m1', spent(100, 20), { toolCalls: [] }),
      ]);
      assert.deepEqual([...merged.calls.keys()], ['G1|m1']);
      assert.deepEqual(merged.tokens(), {
        input: 100,
        cacheRead: 0,
        cacheWrite: 0,
        output: 20,
        reasoning: 0,
      });
    });

    it('takes cached tokens out of input, and adds thoughts to output and tool prompts to input', async () => {
      const merged = await readAll([
        header(),
        reply('m1', spent(1000, 170, { cached: 600, thoughts: 871, tool: 30 })),
      ]);
      assert.deepEqual([...merged.calls.values()][0]?.tokens, {
        input: 430,
        cacheRead: 600,
        cacheWrite5m: null,
        cacheWrite1h: null,
        output: 1041,
        reasoning: 871,
      });
    });

    it('says unknown of what is not there, and never less than nothing', async () => {
      const merged = await readAll([
        header(),
        reply('m1', { input: 10, output: 5 }),
        reply('m2', spent(10, 1, { cached: 50 })),
        reply('m3', { sum: 4 }),
      ]);
      const [first, second, ...more] = [...merged.calls.values()];
      assert.deepEqual([first?.tokens.cacheRead, first?.tokens.reasoning], [null, null]);
      assert.equal(second?.tokens.input, 0);
      assert.equal(more.length, 0);
      assert.equal(merged.skipped[0]?.['newer format'], 1);
    });

    it('keeps what was spent on messages that were rewound', async () => {
      const merged = await readAll([
        header(),
        reply('m1', spent(10, 1)),
        reply('m2', spent(20, 2)),
        { $rewindTo: 'm2' },
        { $set: { messages: [reply('m1', spent(10, 1))], lastUpdated: '2026-11-20T09:01:00.000Z' } },
        reply('m3', spent(30, 3)),
      ]);
      assert.deepEqual([...merged.calls.keys()], ['G1|m1', 'G1|m2', 'G1|m3']);
    });

    it('reads messages that only a checkpoint tells', async () => {
      const merged = await readAll([header(), { $set: { messages: [reply('m1', spent(10, 1))] } }]);
      assert.deepEqual([...merged.calls.keys()], ['G1|m1']);
    });

    it('counts a session once whose old document stayed beside its log', async () => {
      const home = join(folder(), 'both');
      const chats = join(home, '.gemini/tmp/shop/chats');
      const messages = [reply('m1', spent(10, 1)), reply('m2', spent(20, 2))];
      writeFile(join(chats, 'session-old.json'), JSON.stringify({ ...header(), messages }, null, 2));
      const lines = [header(), ...messages, reply('m3', spent(30, 3))];
      writeFile(join(chats, 'session-old.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
      const merged = await readHome(gemini, home);
      assert.deepEqual([...merged.calls.keys()].sort(), ['G1|m1', 'G1|m2', 'G1|m3']);
      assert.deepEqual([...merged.sessions.keys()], ['G1']);
    });
  });

  describe('sessions', () => {
    it('knows the folder by the file in the project, by the list, and by its hash', async () => {
      const home = join(folder(), 'places');
      const tmp = join(home, '.gemini/tmp');
      const hash = createHash('sha256').update('/w/old').digest('hex');
      writeFile(
        join(home, '.gemini/projects.json'),
        JSON.stringify({ projects: { '/w/list': 'list', '/w/old': 'elsewhere' } }),
      );
      writeFile(join(tmp, 'own', '.project_root'), '/w/own\n');
      for (const name of ['own', 'list', hash])
        writeFile(join(tmp, name, 'chats', 'session-a.jsonl'), `${JSON.stringify(header(name))}\n`);
      const { sessions } = await readHome(gemini, home);
      assert.equal(sessions.get('own')?.cwd, '/w/own');
      assert.equal(sessions.get('list')?.cwd, '/w/list');
      assert.equal(sessions.get(hash)?.cwd, '/w/old');
    });

    it('names the parent of a sub-agent, whose task is no prompt', async () => {
      const path = join(folder(), 'p', 'chats', 'G1', 'G2.jsonl');
      const lines = [header('G2', { kind: 'subagent', directories: ['/w/shop'] }), said('u1', 'Do it.')];
      const merged = await readLines(gemini, path, lines);
      assert.equal(merged.sessions.get('G2')?.parent, 'G1');
      assert.equal(merged.sessions.get('G2')?.cwd, '/w/shop');
      assert.equal(merged.acts.size, 0);
    });

    it('takes neither its own context nor results of tools for prompts', async () => {
      const merged = await readAll([
        header(),
        { $set: { messages: [said('c', '<session_context>\nThis is the Gemini CLI.')] } },
        said('u1', 'Add a test.'),
        { ...said('u2', ''), content: [{ functionResponse: { id: 't1' } }] },
      ]);
      assert.deepEqual([...merged.acts.keys()], ['G1|u1']);
    });

    it('titles a session by its summary, else by its first prompt', async () => {
      const path = join(folder(), 'titles', 'chats', 'session-t.jsonl');
      await readLines(gemini, path, [header(), said('c', '<session_context>'), said('u1', 'Add  a test')]);
      assert.equal(await gemini.title(path, 'G1'), 'Add a test');
      await readLines(gemini, path, [header(), said('u1', 'Add'), { $set: { summary: 'A test for it' } }]);
      assert.equal(await gemini.title(path, 'G1'), 'A test for it');
    });
  });

  describe('edits', () => {
    const diff = '--- a.ts\tCurrent\n+++ a.ts\tProposed\n@@ -1,2 +1,3 @@\n same\n-old\n+new\n+more\n';

    it('reads the diff that a tool shows', async () => {
      const shown = { fileDiff: diff, filePath: '/w/shop/a.ts', originalContent: 'same\nold\n' };
      const call = used('t1', 'replace', { file_path: 'a.ts' }, { resultDisplay: shown });
      const merged = await readAll([
        header(),
        reply('m1', null),
        reply('m1', spent(1, 1), { toolCalls: [call] }),
        reply('m1', spent(1, 1), { toolCalls: [call] }),
      ]);
      assert.deepEqual(edits(merged), [['/w/shop/a.ts', 2, 1, 'patch']]);
    });

    it('falls back to what was asked for where nothing is shown', async () => {
      const made = answer('Successfully created and wrote to new file: /w/shop/n.ts.');
      const toolCalls = [
        used('t1', 'replace', { file_path: '/w/shop/a.ts', old_string: 'x\ny', new_string: 'x\nz' }),
        used('t2', 'write_file', { file_path: '/w/shop/n.ts', content: '1\n2\n' }, { result: made }),
        used('t3', 'write_file', { file_path: '/w/shop/o.ts', content: '1\n' }),
      ];
      const merged = await readAll([header(), reply('m1', spent(1, 1), { toolCalls })]);
      assert.deepEqual(edits(merged), [
        ['/w/shop/a.ts', 1, 1, 'patch'],
        ['/w/shop/n.ts', 2, 0, 'created'],
        ['/w/shop/o.ts', 1, null, 'unknown'],
      ]);
    });

    it('counts no edit that failed, was refused or is not told to have been made', async () => {
      const args = { file_path: '/w/shop/a.ts', old_string: 'x', new_string: 'y' };
      const toolCalls = [
        used('t1', 'replace', args, { status: 'error' }),
        used('t2', 'replace', args, { status: 'cancelled' }),
        { id: 't3', name: 'replace', args },
      ];
      const merged = await readAll([header(), reply('m1', spent(1, 1), { toolCalls })]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        [...merged.acts.values()].map(act => act.ok),
        [false, false, null],
      );
    });

    it("leaves out lines that are the person's own in a proposal they changed", async () => {
      const shown = {
        fileDiff: '@@ -1,3 +1,4 @@\n keep\n-old\n-gone by hand\n+by model\n+by hand\n+by model too\n',
        filePath: '/w/shop/a.ts',
        originalContent: 'keep\nold\ngone by hand\n',
        diffStat: { model_added_lines: 2, user_added_lines: 1, user_removed_lines: 1 },
      };
      const args = {
        file_path: '/w/shop/a.ts',
        content: 'keep\nby model\nby hand\nby model too\n',
        ai_proposed_content: 'keep\ngone by hand\nby model\nby model too\n',
        modified_by_user: true,
      };
      const toolCalls = [used('t1', 'write_file', args, { resultDisplay: shown })];
      const merged = await readAll([header(), reply('m1', spent(1, 1), { toolCalls })]);
      const [edit] = [...merged.edits.values()];
      const wanted = PACKER.patch('/w/shop/a.ts', ['by model', 'by model too'], ['old']);
      assert.deepEqual(edit?.lines, wanted);
    });

    it('tells shell commands by what they do, their failures and the commits they print', async () => {
      const commit = answer('Output: [main abc1234] Add a test\n 1 file changed');
      const failed = answer('Output: (empty)\nExit Code: 1');
      const toolCalls = [
        used('t1', 'run_shell_command', { command: 'git commit -m x' }, { result: commit }),
        used('t2', 'run_shell_command', { command: 'npm test' }, { result: failed }),
      ];
      const merged = await readAll([header(), reply('m1', spent(1, 1), { toolCalls })]);
      assert.deepEqual(
        [...merged.acts.values()].map(({ act, ok }) => [act, ok]),
        [
          ['shell', true],
          ['check', false],
        ],
      );
      assert.deepEqual([...merged.links.keys()], ['G1 commit abc1234']);
    });
  });

  it('counts a line that is broken and reads on', async () => {
    const merged = await readAll([header(), '{this is not', reply('m1', spent(10, 1)), '[1]']);
    assert.equal(merged.calls.size, 1);
    assert.equal(merged.skipped[0]?.malformed, 2);
  });

  describe('a recorded day of 0.61.0', () => {
    const day = recorded(gemini, 'gemini/0.61.0');
    it('knows its folder, its prompts and its sub-agent', () => {
      const { truth, merged } = day();
      const [child, main] = [...merged.sessions.values()].sort(a => (a.parent === null ? 1 : -1));
      assert.equal(main?.cwd, truth.repo);
      assert.equal(child?.parent, main?.id);
      const acts = [...merged.acts.values()];
      assert.equal(acts.filter(({ act }) => act === 'prompt').length, 2);
      assert.equal(acts.filter(({ act, ok }) => act === 'edit' && ok === false).length, 1);
      assert.ok(acts.some(({ act, ok }) => act === 'shell' && ok === true));
      assert.ok(acts.some(({ act }) => act === 'spawn'));
    });
  });
});
