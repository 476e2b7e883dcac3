import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Agent } from '../../src/agents/agent.ts';
import { Merged, read, readLines, writeFile } from '../agents/readingLogs.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The first block of that language on the page. */
function block(page: string, language: string): string {
  return page.split(`\`\`\`${language}\n`)[1]!.split('```')[0]!;
}

describe('docs/adding-an-agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-impact-docs-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('shows a reader that reads the log it shows', async () => {
    const page = readFileSync(join(ROOT, 'docs', 'adding-an-agent.md'), 'utf8');
    const file = join(folder, 'heron.ts');
    // As if it lay where the page says.
    const agents = pathToFileURL(join(ROOT, 'src', 'agents')).href;
    writeFileSync(file, block(page, 'ts').replaceAll("from './", `from '${agents}/`));
    const { heron } = (await import(pathToFileURL(file).href)) as { heron: Agent };
    const log = block(page, 'jsonl').trim().split('\n');
    const merged = await readLines(heron, join(folder, 'sessions', 's1.jsonl'), log);
    assert.deepEqual(merged.tokens(), {
      input: 200,
      cacheRead: 700,
      cacheWrite: 0,
      output: 80,
      reasoning: 0,
    });
    assert.equal(merged.calls.size, 1, 'a reply that is told twice is one');
    assert.deepEqual(
      [...merged.edits.values()].map(({ path, lines }) => [path, lines.addedCount, lines.removedCount]),
      [['/w/shop/cart.ts', 1, 1]],
    );
    // And with the call in one read and its result in the next.
    const path = join(folder, 'cut', 's1.jsonl');
    const cut = new Merged();
    const { cursor } = await read(heron, writeFile(path, `${log.slice(0, 3).join('\n')}\n`), null, cut);
    await read(heron, writeFile(path, `${log.join('\n')}\n`), cursor, cut);
    assert.deepEqual(cut.all().edits, merged.all().edits);
    assert.deepEqual(
      [...merged.acts.values()].map(({ act, ok }) => [act, ok]),
      [
        ['prompt', null],
        ['edit', true],
      ],
    );
    assert.deepEqual(merged.skipped, [{ malformed: 0, 'too long': 0, 'newer format': 0 }]);
  });
});
