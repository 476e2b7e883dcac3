import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standingOf } from '../../src/git/ignored.ts';
import { stashedChanges } from '../../src/git/stash.ts';
import { uncommittedChanges } from '../../src/git/workingTree.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type { FileChange } from '../../src/model/git.ts';
import { problemOf, type TestRepository, Workshop } from '../support/repository.ts';

describe('git/workingTree', () => {
  let shop: Workshop;
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32));
  });
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const changed = async (repository: TestRepository, paths: string[]): Promise<Map<string, FileChange>> => {
    const found = await uncommittedChanges(shop.git(), repository.root, packer, paths);
    assert.equal(new Set(found.map(file => file.path)).size, found.length);
    return new Map(found.map(file => [file.path, file]));
  };
  const holds = (file: FileChange | undefined, added: string[], removed: string[] = []) => {
    assert.ok(file !== undefined);
    assert.equal(file.unread, null);
    assert.deepEqual(file.added, packer.lines(file.path, added));
    assert.deepEqual(file.removed, packer.lines(file.path, removed));
  };

  it('tells staged, unstaged, deleted and untracked files, and only those asked for', async () => {
    const repository = shop.published();
    repository.commit('more', {
      'staged.ts': 'const a = 1;\n',
      'plain.ts': 'const b = 1;\n',
      'gone.ts': 'const g = 1;\n',
    });
    repository.write('staged.ts', 'const a = 2;\n');
    repository.run('add', 'staged.ts');
    repository.write('plain.ts', 'const b = 2;\n');
    repository.write('gone.ts', null);
    repository.write('new é\n file.ts', 'const fresh = 1;\nconst more = 2;');
    repository.write('other.ts', 'const other = 1;\n');
    const files = await changed(repository, [
      'staged.ts',
      'plain.ts',
      'gone.ts',
      'new é\n file.ts',
      'first.ts',
      'no such.ts',
    ]);
    assert.deepEqual([...files.keys()].sort(), ['gone.ts', 'new é\n file.ts', 'plain.ts', 'staged.ts']);
    holds(files.get('staged.ts'), ['const a = 2;'], ['const a = 1;']);
    holds(files.get('plain.ts'), ['const b = 2;'], ['const b = 1;']);
    holds(files.get('gone.ts'), [], ['const g = 1;']);
    holds(files.get('new é\n file.ts'), ['const fresh = 1;', 'const more = 2;']);
  });

  it('compares with nothing before the first commit', async () => {
    const repository = shop.init('unborn');
    repository.write('staged.ts', 'const staged = 1;\n');
    repository.run('add', '-A');
    repository.write('loose.ts', 'const loose = 1;\n');
    const files = await changed(repository, ['staged.ts', 'loose.ts']);
    holds(files.get('staged.ts'), ['const staged = 1;']);
    holds(files.get('loose.ts'), ['const loose = 1;']);
  });

  it('takes path names literally and passes over folders and what lies outside', async () => {
    const repository = shop.published();
    for (const path of ['a*.ts', ':(top)x.ts', 'a1.ts', '-b.ts']) repository.write(path, 'const here = 1;\n');
    const files = await changed(repository, [
      'a*.ts',
      ':(top)x.ts',
      '-b.ts',
      '../x.ts',
      '/etc/passwd',
      '',
      'dir/',
      '.',
    ]);
    assert.deepEqual([...files.keys()].sort(), ['-b.ts', ':(top)x.ts', 'a*.ts']);
  });

  it('says binary and large files, reads conflicting ones as they stand, and no link', async () => {
    const repository = shop.published();
    repository.run('checkout', '-q', '-b', 'side');
    repository.commit('side', { 'first.ts': 'const side = 1;\n' });
    repository.run('checkout', '-q', 'main');
    repository.commit('main', { 'first.ts': 'const main = 1;\n', 'z.ts': 'const z = 1;\n' });
    assert.throws(() => repository.run('merge', '-q', 'side'));
    repository.write('z.ts', 'const z = 2;\n');
    repository.write('data.bin', new Uint8Array([1, 0, 2]));
    repository.write('large.ts', 'const repeated = "over and over";\n'.repeat(40_000));
    symlinkSync('/etc/passwd', join(repository.root, 'link.ts'));
    const files = await changed(repository, ['first.ts', 'z.ts', 'data.bin', 'large.ts', 'link.ts']);
    const reasons = Object.fromEntries([...files].map(([path, file]) => [path, file.unread]));
    assert.deepEqual(reasons, {
      'first.ts': null,
      'z.ts': null,
      'data.bin': 'binary',
      'large.ts': 'large',
    });
    holds(files.get('z.ts'), ['const z = 2;'], ['const z = 1;']);
    holds(files.get('first.ts'), ['<<<<<<< HEAD', '=======', 'const side = 1;', '>>>>>>> side']);
  });

  it('asks about many paths in few processes', async () => {
    const repository = shop.published();
    const paths = Array.from(
      { length: 3000 },
      (_, i) => `folder ${i % 7}/a rather long name of a file ${i}.ts`,
    );
    for (const path of paths.slice(0, 40)) repository.write(path, 'const here = 1;\n');
    assert.equal((await changed(repository, paths)).size, 40);
  });

  it('starts no filter program and leaves the index alone', async () => {
    const repository = shop.published();
    repository.commit('attributes', { '.gitattributes': '*.ts filter=evil=\n', 'a.ts': 'const a = 1;\n' });
    const trap = shop.path('trap');
    writeFileSync(trap, `#!/bin/sh\necho x >> '${shop.path('sprung')}'\ncat\n`);
    chmodSync(trap, 0o755);
    repository.run('config', 'filter.evil=.clean', trap);
    repository.run('config', 'filter.evil=.required', 'true');
    repository.write('a.ts', 'const a = 2;\n');
    const index = readFileSync(join(repository.commonDir, 'index'));
    holds((await changed(repository, ['a.ts'])).get('a.ts'), ['const a = 2;'], ['const a = 1;']);
    assert.equal(existsSync(shop.path('sprung')), false);
    assert.deepEqual(readFileSync(join(repository.commonDir, 'index')), index);
  });

  it('says when the worktree was removed meanwhile', async () => {
    const repository = shop.published();
    rmSync(repository.root, { recursive: true });
    assert.equal(
      await problemOf(uncommittedChanges(shop.git(), repository.root, packer, ['a.ts'])),
      'no folder',
    );
  });

  it('tells each entry of the stash, untracked files included', async () => {
    const repository = shop.published();
    const stashed = (known = (_: string) => false) =>
      stashedChanges(shop.git(), repository.commonDir, packer, known);
    assert.deepEqual(await stashed(), []);
    repository.write('first.ts', 'const one = 1;\n');
    repository.run('stash', '-q');
    const older = repository.head('refs/stash');
    repository.write('first.ts', 'const two = 2;\n');
    repository.write('loose.ts', 'const loose = 1;\n');
    repository.run('stash', '-q', '--include-untracked');
    const entries = await stashed();
    assert.deepEqual(
      entries.map(entry => entry.files.map(file => file.path)),
      [['first.ts', 'loose.ts'], ['first.ts']],
    );
    holds(entries[0]?.files[0], ['const two = 2;'], ['export const first = 1;']);
    holds(entries[0]?.files[1], ['const loose = 1;']);
    assert.equal((await stashed(commit => commit === older)).length, 1);
  });

  it('tells ignored and outside from inside, past paths that git refuses', async () => {
    const repository = shop.published();
    shop.published('inner');
    repository.commit('ignore', { '.gitignore': 'dist/\n*.log\n' });
    repository.write('kept.log', 'x\n');
    repository.run('add', '-f', 'kept.log');
    repository.run('submodule', '--quiet', 'add', shop.path('inner-remote.git'), 'sub');
    mkdirSync(join(repository.root, 'real'));
    symlinkSync('real', join(repository.root, 'link'));
    const at = (path: string) => join(repository.root, path);
    const expected = {
      [at('src/a.ts')]: 'inside',
      [at('dist/a b\n.js')]: 'ignored',
      [at('x.log')]: 'ignored',
      [at('kept.log')]: 'inside',
      [at('sub/a.ts')]: 'unknown',
      [at('link/a.ts')]: 'unknown',
      [at('.git/config')]: 'outside',
      [shop.path('elsewhere.ts')]: 'outside',
      [repository.root]: 'outside',
      [at('..a.ts')]: 'inside',
      [at(':x.ts')]: 'inside',
    };
    const found = await standingOf(shop.git(), repository.root, Object.keys(expected));
    assert.deepEqual(Object.fromEntries(found), expected);
  });
});
