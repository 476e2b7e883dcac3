import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { broughtRanges, readTraces, tracesFile } from '../../src/git/agentTraces.ts';
import { Workshop } from '../support/repository.ts';

describe('git/agentTraces', () => {
  let workshop: Workshop;
  beforeEach(() => {
    workshop = new Workshop();
  });
  afterEach(() => workshop.remove());

  const COMMIT = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0';
  const read = async (...lines: (object | string)[]) => {
    const file = tracesFile(workshop.root);
    mkdirSync(dirname(file), { recursive: true });
    const texts = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)));
    writeFileSync(file, `${texts.join('\n')}\n`);
    return (await readTraces(file, statSync(file).size)).reverse();
  };
  const record = (conversation: object, more: object = {}) => ({
    version: '0.1.0',
    id: crypto.randomUUID(),
    timestamp: '2026-01-25T10:00:00Z',
    vcs: { type: 'git', revision: COMMIT },
    files: [{ path: 'src/a.ts', conversations: [conversation] }],
    ...more,
  });
  const ranges = [{ start_line: 42, end_line: 67, content_hash: 'murmur3:9f2e8a1b' }];
  const lines = {
    commit: COMMIT,
    path: 'src/a.ts',
    at: Date.parse('2026-01-25T10:00:00Z'),
    first: 42,
    last: 67,
  };

  it('knows a conversation by its address, by its log and by what its tool says', async () => {
    const ai = { contributor: { type: 'ai', model_id: 'anthropic/claude-opus-4-5' }, ranges };
    const [address, log, said, related] = await read(
      record({ url: 'https://api.cursor.com/v1/conversations/12345', ...ai }),
      record({ url: 'file:///home/ada/.claude/projects/-shop/0f3e.jsonl', ...ai }),
      record(ai, { metadata: { session_id: '0f3e', conversation_id: '77' } }),
      record({ ...ai, related: [{ type: 'session', url: 'https://api.cursor.com/v1/sessions/67890' }] }),
    );
    assert.deepEqual(address, { ...lines, conversations: ['12345'] });
    assert.deepEqual(log, { ...lines, conversations: ['0f3e.jsonl', '0f3e'] });
    assert.deepEqual(said, { ...lines, conversations: ['0f3e', '77'] });
    assert.deepEqual(related, { ...lines, conversations: ['67890'] });
  });

  it('tells each range of each file, and only what agents wrote', async () => {
    const conversation = (type: string) => ({
      url: 'x:/one',
      contributor: { type },
      ranges: [
        { start_line: 1, end_line: 2 },
        { start_line: 5, end_line: 5, contributor: { type: 'human' } },
      ],
    });
    const found = await read(
      record(conversation('ai')),
      record(conversation('mixed')),
      record(conversation('human')),
      record(conversation('unknown')),
    );
    assert.deepEqual(
      found.map(({ first, last }) => [first, last]),
      [
        [1, 2],
        [1, 2],
      ],
    );
  });

  it('passes over what is torn, of another form or of no git', async () => {
    const good = record({ url: 'x:/one', contributor: { type: 'ai' }, ranges });
    const odd = (vcs: unknown) => record({ url: 'x:/one', contributor: { type: 'ai' }, ranges }, { vcs });
    const found = await read(
      '{"version":',
      'null',
      '[]',
      odd(null),
      odd({ type: 'jj', revision: 'kkmpptxz' }),
      odd({ type: 'git', revision: 'HEAD' }),
      odd({ type: 'git', revision: '--output=x' }),
      { ...good, timestamp: 'yesterday' },
      { ...good, files: 'none' },
      { ...good, files: [{ path: 7, conversations: [] }, null] },
      record({
        url: 'x:/one',
        contributor: { type: 'ai' },
        ranges: [{ start_line: 0, end_line: 2 }, { start_line: 3, end_line: 2 }, 4],
      }),
      record({ contributor: { type: 'ai' }, ranges }),
      good,
    );
    assert.deepEqual(found, [{ ...lines, conversations: ['one'] }]);
  });

  it('reads the newest of many, and nothing that is too long', async () => {
    const one = (name: string, count = 1) =>
      record({
        url: `x:/${name}`,
        contributor: { type: 'ai' },
        ranges: Array.from({ length: count }, () => ranges[0]),
      });
    const names = async (...all: (object | string)[]) =>
      (await read(...all)).map(({ conversations }) => conversations[0]);
    assert.deepEqual(await names(one('first'), one('long', 2_000), '\n'.repeat(1_000), one('last')), [
      'first',
      'last',
    ]);
    assert.deepEqual(await names(one('first'), '\n'.repeat(30_000), one('last')), ['last']);
    assert.deepEqual(await names(one('first'), ' '.repeat(5_000_000), one('last')), ['last']);
    const many = Array.from({ length: 100 }, () => one('many', 100));
    assert.equal((await read(...many)).length, 5_000);
    assert.deepEqual(await read(), []);
  });

  it('asks git which lines a commit brought itself', async () => {
    const shop = workshop.init('shop');
    const text = (...values: number[]) => values.map(value => `line ${value}\n`).join('');
    shop.commit('first', { 'a b.ts': text(1, 2, 3, 4, 5, 6), 'c.ts': text(1) });
    const first = shop.run('rev-parse', 'HEAD');
    shop.commit('second', { 'a b.ts': `${text(1)}@@ -1 +90,9 @@\n${text(3, 4, 6, 7, 8)}`, 'c.ts': text(2) });
    const second = shop.run('rev-parse', 'HEAD');
    const git = workshop.git();
    const ask = (commit: string, path: string) => broughtRanges(git, shop.commonDir, commit, path);
    assert.deepEqual(await ask(first, 'a b.ts'), [{ first: 1, last: 6 }]);
    assert.deepEqual(await ask(second, 'a b.ts'), [
      { first: 2, last: 2 },
      { first: 6, last: 7 },
    ]);
    assert.deepEqual(await ask(second, 'd.ts'), []);
    shop.commit('between', { 'e.ts': text(1) });
    assert.deepEqual(await ask(shop.run('rev-parse', 'HEAD'), 'a b.ts'), [], 'an earlier one brought it');
    shop.run('checkout', '-q', '-b', 'side', first);
    shop.commit('third', { 'd.ts': text(1, 2) });
    shop.run('checkout', '-q', 'main');
    shop.run('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    assert.deepEqual(await ask(shop.run('rev-parse', 'HEAD'), 'd.ts'), [], 'others may have written it');
    assert.deepEqual(await ask(shop.run('rev-parse', 'side'), 'd.ts'), [{ first: 1, last: 2 }]);
  });
});
