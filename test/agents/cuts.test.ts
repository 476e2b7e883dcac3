import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Agent } from '../../src/agents/agent.ts';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { LineBuffer } from '../../src/agents/stores/jsonLines.ts';
import type { Cursor } from '../../src/agents/stores/readLog.ts';
import { describeFile, Merged, read, temporaryFolder, writeFile } from './readingLogs.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

function logsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.jsonl'))
    .map(name => join(folder, name))
    .sort();
}

/** Record by record, so that a difference is shown as the two records that differ. */
function assertSame(got: Merged, wanted: Merged, where: string): void {
  const [a, b] = [got.all(), wanted.all()];
  for (const kind of Object.keys(b) as (keyof typeof b)[]) {
    assert.equal(a[kind].length, b[kind].length, `${where}: ${kind}`);
    for (const [i, entry] of b[kind].entries())
      assert.equal(JSON.stringify(a[kind][i]), JSON.stringify(entry), where);
  }
}

describe('agents: any cut between two reads', () => {
  const folder = temporaryFolder();
  const memory = new LineBuffer();
  const agents: [Agent, string][] = [
    [claudeCode, 'claude-code'],
    [codex, 'codex'],
  ];
  for (const [agent, name] of agents) {
    for (const log of logsIn(join(FIXTURES, name))) {
      it(`gives the same records: ${relative(FIXTURES, log).split(/[\\/]/).at(-1)}`, async () => {
        const bytes = readFileSync(log);
        const path = join(folder(), name, relative(FIXTURES, log));
        const whole = new Merged();
        await read(agent, writeFile(path, bytes), null, whole);
        const expected = whole;
        for (let cut = bytes.indexOf(10) + 1; cut < bytes.length; cut = bytes.indexOf(10, cut) + 1) {
          // Every second time the cut falls inside a line, as it does while an agent writes.
          const at = cut % 2 === 0 ? cut : Math.min(bytes.length, cut + 57);
          const merged = new Merged();
          writeFileSync(path, bytes.subarray(0, at));
          const first = await read(agent, describeFile(path), null, merged, { memory });
          writeFileSync(path, bytes);
          const cursor = JSON.parse(JSON.stringify(first.cursor)) as Cursor;
          const second = await read(agent, describeFile(path), cursor, merged, { memory });
          assert.equal(second.restarted, false);
          assertSame(merged, expected, `cut at byte ${at}`);
        }
      });

      it(`gives the same records line by line, and again: ${relative(FIXTURES, log).split(/[\\/]/).at(-1)}`, async () => {
        const bytes = readFileSync(log);
        const path = join(folder(), name, relative(FIXTURES, log));
        const whole = new Merged();
        await read(agent, writeFile(path, bytes), null, whole);
        const expected = whole;
        const merged = new Merged();
        let cursor: Cursor | null = null;
        for (let done = false; !done; ) {
          const result = await read(agent, describeFile(path), cursor, merged, { budget: 1 });
          cursor = result.cursor;
          done = result.done;
        }
        assertSame(merged, expected, 'slices');
        await read(agent, describeFile(path), null, merged, { memory });
        assertSame(merged, expected, 'slices');
      });
    }
  }

  it('keeps no word of what was written in a cursor', async () => {
    const [log] = logsIn(join(FIXTURES, 'claude-code'));
    const bytes = readFileSync(log!);
    const path = join(folder(), 'words.jsonl');
    for (let cut = bytes.indexOf(10) + 1; cut > 0; cut = bytes.indexOf(10, cut) + 1) {
      const { cursor } = await read(claudeCode, writeFile(path, bytes.subarray(0, cut)), null, new Merged());
      const text = JSON.stringify(cursor);
      for (const word of ['export const', 'slot claude', 'Add the claude', 'printf']) {
        assert.ok(!text.includes(word), `${word} in ${text}`);
      }
      assert.ok(text.length < 8192);
    }
  });
});
