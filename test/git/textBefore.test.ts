import assert from 'node:assert/strict';
import { textsBefore } from '../../src/git/textBefore.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/textBefore', () => {
  let shop: Workshop;
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32));
  });
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const now = () => shop.second * 1000;
  const texts = async (repository: TestRepository, ...wanted: [path: string, at: number][]) => {
    const asked = wanted.map(([path, at]) => ({ path, at }));
    return textsBefore(shop.git(), { folder: repository.root }, packer, asked);
  };

  it('gives what the commit had that HEAD stood on at the time', async () => {
    const repository = shop.published();
    const first = repository.commit('one', { 'dir/a b é.ts': 'const one = 1;\n' });
    const early = now();
    const second = repository.commit('two', { 'dir/a b é.ts': 'const two = 2;\n' });
    const late = now();
    const found = await texts(
      repository,
      ['dir/a b é.ts', late],
      ['dir/a b é.ts', early],
      ['dir/a b é.ts', 0],
      ['no such.ts', late],
      ['dir', late],
    );
    assert.deepEqual(found, [
      { commit: second, lines: packer.lines('dir/a b é.ts', ['const two = 2;']) },
      { commit: first, lines: packer.lines('dir/a b é.ts', ['const one = 1;']) },
      null,
      null,
      null,
    ]);
  });

  it('follows HEAD to the branch that it stood on then, and asks the history where its log is gone', async () => {
    const repository = shop.published();
    repository.run('checkout', '-q', '-b', 'feature');
    const feature = repository.commit('feature', { 'a.ts': 'const feature = 1;\n' });
    const onFeature = now();
    repository.run('checkout', '-q', 'main');
    const main = repository.commit('main', { 'a.ts': 'const main = 1;\n' });
    const commits = async () =>
      (await texts(repository, ['a.ts', onFeature], ['a.ts', now()])).map(found => found?.commit ?? null);
    assert.deepEqual(await commits(), [feature, main]);
    repository.run('reflog', 'expire', '--expire=all', '--all');
    assert.deepEqual(await commits(), [null, main]);
  });

  it('leaves out binary and large files, and has nothing to say before the first commit', async () => {
    const repository = shop.published();
    repository.commit('odd', {
      'binary.ts': new Uint8Array([65, 0, 66]),
      'large.ts': 'const large = 1;\n'.repeat(70_000),
    });
    assert.deepEqual(await texts(repository, ['binary.ts', now()], ['large.ts', now()]), [null, null]);
    assert.deepEqual(await texts(shop.init('empty'), ['a.ts', now()]), [null]);
  });
});
