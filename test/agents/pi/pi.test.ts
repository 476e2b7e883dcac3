import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pi } from '../../../src/agents/pi/pi.ts';
import { totalTokens } from '../../../src/model/tokens.ts';
import { FIXTURES } from '../fixtureHome.ts';
import { type Merged, PACKER, readHome, readLines, temporaryFolder } from '../readingLogs.ts';
import { recorded } from '../recordedTruth.ts';

let entries = 0;
const START = Date.parse('2026-11-20T09:00:00.000Z');

function entry(type: string, more: object = {}) {
  const at = START + ++entries * 1000;
  return { type, id: `e${entries}`, parentId: null, timestamp: new Date(at).toISOString(), ...more };
}
const message = (role: string, more: object = {}) => {
  const made = entry('message');
  return { ...made, message: { role, timestamp: Date.parse(made.timestamp), ...more } };
};
const header = (id = 'P1', more: object = {}) =>
  entry('session', { version: 3, id, cwd: '/w/shop', ...more });
const usage = (input: number, output: number, more: object = {}) => ({
  input,
  output,
  cacheRead: 0,
  cacheWrite: 0,
  totalTokens: input + output,
  ...more,
});
const reply = (spent: object | null, content: object[] = []) =>
  message('assistant', { model: 'claude-sonnet-4-6', content, ...(spent && { usage: spent }) });
const asked = (id: string, name: string, args: object) =>
  reply(null, [{ type: 'toolCall', id, name, arguments: args }]);
const answered = (id: string, more: object = {}) =>
  message('toolResult', { toolCallId: id, isError: false, content: [{ type: 'text', text: 'ok' }], ...more });

describe('agents/pi', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged) =>
    readLines(pi, join(folder(), `${++logs}`, `2026-11-20T09-00-00-000Z_P${logs}.jsonl`), lines, merged);
  const outputs = (merged: Merged) => [...merged.calls.values()].map(call => call.tokens.output);
  const edits = (merged: Merged) =>
    [...merged.edits.values()].map(({ path, lines, baseline }) => [
      path,
      lines.addedCount,
      lines.removedCount,
      baseline,
    ]);

  describe('tokens', () => {
    it('counts replies of a provider that its person named as OpenClaw names programs', async () => {
      const { message: said, ...rest } = reply(usage(100, 20));
      const merged = await readAll([header(), { ...rest, message: { ...said, provider: 'codex' } }]);
      assert.deepEqual(outputs(merged), [20]);
    });

    it('takes writes for an hour as a part of all writes, and reasoning as one of the output', async () => {
      const parts = { cacheRead: 9000, cacheWrite: 500, cacheWrite1h: 200, reasoning: 40 };
      const merged = await readAll([header(), reply(usage(120, 300, { ...parts, cost: { total: 0.011 } }))]);
      const [call] = [...merged.calls.values()];
      assert.deepEqual(call?.tokens, {
        input: 120,
        cacheRead: 9000,
        cacheWrite5m: 300,
        cacheWrite1h: 200,
        output: 300,
        reasoning: 40,
      });
      assert.equal(call?.loggedCost, 11_000);
    });

    it('counts what tools, compactions and summaries of branches spent', async () => {
      const merged = await readAll([
        header(),
        reply(usage(10, 1)),
        answered('c1', { usage: usage(20, 2) }),
        entry('compaction', { usage: usage(30, 3) }),
        entry('branch_summary', { usage: usage(40, 4) }),
      ]);
      assert.deepEqual(outputs(merged), [1, 2, 3, 4]);
    });

    it('never enters the messages that a compaction retains', async () => {
      const kept = { ...reply(usage(10, 1)), id: 'renamed' };
      const merged = await readAll([
        header(),
        reply(usage(10, 1)),
        entry('compaction', { retainedTail: [kept], usage: usage(30, 3) }),
      ]);
      assert.deepEqual(outputs(merged), [1, 3]);
    });

    it('counts an entry once that a fork kept, and two that share an id only', async () => {
      const first = reply(usage(10, 1));
      const merged = await readAll([header('P1'), first]);
      const other = { ...reply(usage(10, 7)), id: first.id };
      const origin = '/home/dev/.pi/agent/sessions/--w--/2026-11-20T09-00-00-000Z_P1.jsonl';
      await readAll([header('P2', { parentSession: origin }), first, other], merged);
      assert.deepEqual(outputs(merged), [1, 7]);
      assert.equal(merged.sessions.get('P2')?.forkedFrom, 'P1');
    });

    it('keeps what was spent on branches that were left', async () => {
      const root = reply(usage(10, 1));
      const merged = await readAll([
        header(),
        root,
        { ...reply(usage(20, 2)), parentId: root.id },
        { ...reply(usage(30, 3)), parentId: root.id },
      ]);
      assert.deepEqual(outputs(merged), [1, 2, 3]);
    });

    it('counts no request that failed, and says a newer format of a usage that it does not know', async () => {
      const merged = await readAll([header(), reply(usage(0, 0)), reply({ sum: 3 })]);
      assert.equal(merged.calls.size, 0);
      assert.equal(merged.skipped[0]?.['newer format'], 1);
    });

    it('names the model that was chosen where a message names none', async () => {
      const merged = await readAll([
        header(),
        entry('model_change', { provider: 'x', modelId: 'kimi-k3' }),
        message('assistant', { content: [], usage: usage(10, 1) }),
      ]);
      assert.equal([...merged.calls.values()][0]?.model, 'kimi-k3');
    });
  });

  describe('edits', () => {
    it('takes whole lines from the patch, from the numbered lines, else the texts asked for', async () => {
      const args = { path: 'a.ts', edits: [{ oldText: '= 1', newText: '= 2' }] };
      const patch = '--- a.ts\n+++ a.ts\n@@ -1 +1,2 @@\n-let a = 1;\n+let a = 2;\n+\n';
      const diff = ' 7 same\n- 8 let a = 1;\n+ 8 let a = 2;\n+ 9';
      const lines = async (details: object) =>
        [
          ...(
            await readAll([header(), asked('c1', 'edit', args), answered('c1', { details })])
          ).edits.values(),
        ][0]?.lines;
      const wanted = PACKER.patch('/w/shop/a.ts', ['let a = 2;', ''], ['let a = 1;']);
      assert.deepEqual(await lines({ patch, diff }), wanted);
      assert.deepEqual(await lines({ diff }), wanted);
      assert.deepEqual(await lines({}), PACKER.patch('/w/shop/a.ts', ['= 2'], ['= 1']));
    });

    it('reads one old and new text, several, and whole files', async () => {
      const merged = await readAll([
        header(),
        asked('c1', 'edit', { path: '/w/a.ts', oldText: 'x', newText: 'y' }),
        answered('c1'),
        asked('c2', 'write', { path: '/w/n.ts', content: '1\n2\n' }),
        answered('c2'),
      ]);
      assert.deepEqual(edits(merged), [
        ['/w/a.ts', 1, 1, 'patch'],
        ['/w/n.ts', 2, null, 'unknown'],
      ]);
    });

    it('counts no edit that failed, and tells failed commands', async () => {
      const merged = await readAll([
        header(),
        asked('c1', 'edit', { path: '/w/a.ts', oldText: 'x', newText: 'y' }),
        answered('c1', { isError: true }),
        asked('c2', 'bash', { command: 'npm test' }),
        answered('c2', { isError: true }),
      ]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        [...merged.acts.values()].map(({ act, ok }) => [act, ok]),
        [
          ['edit', false],
          ['check', false],
        ],
      );
    });
  });

  it('titles a session by its name, else by its first prompt', async () => {
    const path = join(folder(), 'titles', 't.jsonl');
    const prompt = message('user', { content: [{ type: 'text', text: 'Add  a test' }] });
    await readLines(pi, path, [header(), prompt]);
    assert.equal(await pi.title(path, 'P1'), 'Add a test');
    await readLines(pi, path, [header(), prompt, entry('session_info', { name: 'Cart' })]);
    assert.equal(await pi.title(path, 'P1'), 'Cart');
  });

  it('counts a line that is broken and reads on', async () => {
    const merged = await readAll([header(), '{oops', reply(usage(10, 1))]);
    assert.equal(merged.calls.size, 1);
    assert.equal(merged.skipped[0]?.malformed, 1);
  });

  for (const version of ['0.87.1', '0.73.1']) {
    describe(`a recorded day of ${version}`, () => {
      const day = recorded(pi, `pi/${version}`);
      it('knows its folder, its prompts and its commands', () => {
        const { truth, merged } = day();
        assert.deepEqual(
          [...merged.sessions.values()].map(({ cwd }) => cwd),
          [truth.repo],
        );
        const acts = [...merged.acts.values()];
        assert.equal(acts.filter(({ act }) => act === 'prompt').length, 2);
        assert.equal(acts.filter(({ act, ok }) => act === 'edit' && ok === false).length, 1);
        assert.ok(acts.some(({ act, ok }) => act === 'shell' && ok === true));
      });
    });
  }

  it('has the same sum of a day from 0.73.1, which told some of what was read from the cache as input', async () => {
    const [old, now] = await Promise.all(
      ['0.73.1', '0.87.1'].map(version => readHome(pi, join(FIXTURES, 'pi', version, 'home'))),
    );
    const sum = (merged: Merged) =>
      [...merged.calls.values()].reduce((total, { tokens }) => total + (totalTokens(tokens) ?? 0), 0);
    assert.equal(sum(old!), sum(now!));
    assert.equal(old!.tokens().input - now!.tokens().input, 1194);
    assert.ok([...old!.calls.values()].every(({ tokens }) => tokens.reasoning === null));
  });
});
