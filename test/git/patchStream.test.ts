import assert from 'node:assert/strict';
import { chmodSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { diffCommits } from '../../src/git/commitDiffs.ts';
import { PatchParser } from '../../src/git/patchStream.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type { CommitChange, FileChange } from '../../src/model/git.ts';
import { gather, type TestRepository, Workshop } from '../support/repository.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

describe('git/patchStream', () => {
  let shop: Workshop;
  let packer: Packer;
  before(async () => {
    packer = await createPacker(KEY);
  });
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const read = (repository: TestRepository, ...commits: string[]): Promise<CommitChange[]> =>
    gather(
      diffCommits(shop.git(), { commonDir: repository.commonDir }, packer, commits, {
        unreadable: assert.fail,
      }),
    );
  const one = async (repository: TestRepository): Promise<Map<string, FileChange>> => {
    const [change] = await read(repository, repository.head());
    return new Map(change!.files.map(file => [file.path, file]));
  };
  const holds = (file: FileChange | undefined, added: string[], removed: string[] = []) => {
    assert.ok(file !== undefined);
    assert.equal(file.unread, null);
    assert.deepEqual(file.added, packer.lines(file.path, added));
    assert.deepEqual(file.removed, packer.lines(file.oldPath ?? file.path, removed));
  };

  it('reads who, when, parents and files of several commits in the order asked', async () => {
    const repository = shop.init('r');
    const first = repository.commit('first', { 'a.ts': 'const one = 1;\n\nconst two = 2;\n' });
    const empty = repository.commit('nothing');
    const third = repository.commit('third\n\nwith text', { 'a.ts': 'const one = 1;\n\nconst three = 3;\n' });
    const [newest, none, oldest, ...more] = await read(repository, third, 'f'.repeat(40), empty, first);
    assert.deepEqual(more, []);
    assert.deepEqual(await read(repository, 'f'.repeat(40)), []);
    assert.deepEqual(await read(repository), []);
    assert.equal(oldest?.commit, first);
    assert.deepEqual(oldest?.parents, []);
    assert.equal(oldest?.authorEmail, 'dev@example.com');
    assert.equal(oldest?.committedAt, Number(repository.run('log', '-1', '--format=%ct', first)) * 1000);
    holds(oldest?.files[0], ['const one = 1;', '', 'const two = 2;']);
    assert.deepEqual(none?.files, []);
    assert.deepEqual(newest?.parents, [empty]);
    holds(newest?.files[0], ['const three = 3;'], ['const two = 2;']);
  });

  it('keeps paths byte for byte', async () => {
    const repository = shop.init('r');
    const paths = [
      'with space.ts',
      'é 雪.ts',
      'new\nline.ts',
      'tab\tquote".ts',
      ' b/x b/y.ts',
      'back\\slash.ts',
    ];
    repository.commit(
      'all',
      Object.fromEntries(paths.map(path => [path, `const name = "${path.length}";\n`])),
    );
    const files = await one(repository);
    assert.deepEqual([...files.keys()].sort(), [...paths].sort());
    for (const path of paths) holds(files.get(path), [`const name = "${path.length}";`]);
  });

  it('reads renames, mode changes, binary files, links and files that became links', async () => {
    const repository = shop.init('r');
    const body = Array.from({ length: 20 }, (_, i) => `const line${i} = ${i};\n`).join('');
    repository.commit('before', {
      'old name.ts': body,
      'run.sh': 'echo run this\n',
      'data.bin': new Uint8Array([0, 1, 2]),
      'file.ts': 'const file = true;\n',
      'z.ts': 'const z = 1;\n',
    });
    repository.run('mv', 'old name.ts', 'new name.ts');
    repository.write('new name.ts', body.replace('const line3 = 3;', 'const changed = 3;'));
    chmodSync(join(repository.root, 'run.sh'), 0o755);
    repository.write('data.bin', new Uint8Array([0, 1, 3]));
    unlinkSync(join(repository.root, 'file.ts'));
    symlinkSync('new name.ts', join(repository.root, 'file.ts'));
    repository.write('z.ts', 'const z = 2;\n');
    repository.commit('after');
    const files = await one(repository);
    assert.equal(files.size, 5);
    assert.equal(files.get('new name.ts')?.oldPath, 'old name.ts');
    holds(files.get('new name.ts'), ['const changed = 3;'], ['const line3 = 3;']);
    holds(files.get('run.sh'), []);
    assert.equal(files.get('data.bin')?.unread, 'binary');
    holds(files.get('file.ts'), ['new name.ts'], ['const file = true;']);
    holds(files.get('z.ts'), ['const z = 2;'], ['const z = 1;']);
  });

  it('reads lines that look like a patch, carriage returns, a missing last newline and invalid UTF-8', async () => {
    const repository = shop.init('r');
    repository.commit('before', {
      'a.sql': 'select one\n-- old comment\ndiff --git a/x b/x\n@@ -1,9 +1,9 @@\n',
    });
    repository.commit('after', {
      'a.sql': 'select one\n++ new\n-- a/new\ncommit 0123\n\\ No newline at end of file\n@@ -1 +1 @@',
      'crlf.ts': 'const a = 1;\r\nconst b = 2;\r\n',
      'latin.ts': Buffer.from([99, 111, 110, 115, 116, 32, 0xe9, 32, 61, 32, 49, 59, 10]),
    });
    const files = await one(repository);
    holds(
      files.get('a.sql'),
      ['++ new', '-- a/new', 'commit 0123', '\\ No newline at end of file', '@@ -1 +1 @@'],
      ['-- old comment', 'diff --git a/x b/x', '@@ -1,9 +1,9 @@'],
    );
    holds(files.get('crlf.ts'), ['const a = 1;', 'const b = 2;']);
    holds(files.get('latin.ts'), ['const \ufffd = 1;']);
  });

  it('gives a merge as its difference from the first parent, conflicts solved by hand included', async () => {
    const repository = shop.init('r');
    repository.commit('base', { 'a.ts': 'const a = 0;\n' });
    repository.run('checkout', '-q', '-b', 'side');
    repository.commit('side', { 'a.ts': 'const a = 1;\n', 'side.ts': 'const side = 1;\n' });
    repository.run('checkout', '-q', 'main');
    repository.commit('main', { 'a.ts': 'const a = 2;\n' });
    repository.run('merge', '-q', '-s', 'ours', '--no-commit', 'side');
    repository.commit('merge', { 'a.ts': 'const a = 12;\n', 'side.ts': 'const side = 1;\n' });
    const [merge] = await read(repository, repository.head());
    assert.equal(merge?.parents.length, 2);
    holds(merge?.files[0], ['const a = 12;'], ['const a = 2;']);
    holds(merge?.files[1], ['const side = 1;']);
  });

  it('says a submodule, and does not read it', async () => {
    const outer = shop.published('outer');
    shop.published('inner');
    outer.run('submodule', '--quiet', 'add', shop.path('inner-remote.git'), 'sub');
    outer.commit('add the submodule');
    const files = await one(outer);
    assert.equal(files.get('sub')?.unread, 'submodule');
    assert.equal(files.get('sub')?.added.fingerprints.length, 0);
    assert.equal(files.get('.gitmodules')?.unread, null);
  });

  it('cuts a huge line and says a huge change, and the next file is whole', async () => {
    const repository = shop.init('r');
    const long = `const data = "${'x'.repeat(300_000)}";`;
    repository.commit('large', {
      'a-line.ts': `${long}\nconst after = 1;\n`,
      'b-file.ts': 'const repeated = "over and over";\n'.repeat(40_000),
      'c.ts': 'const c = 1;\n',
    });
    const files = await one(repository);
    holds(files.get('a-line.ts'), [long.slice(0, 65_535), 'const after = 1;']);
    assert.equal(files.get('b-file.ts')?.unread, 'large');
    assert.equal(files.get('b-file.ts')?.added.fingerprints.length, 0);
    holds(files.get('c.ts'), ['const c = 1;']);
  });

  it('is not turned by what the person has set for diffs', async () => {
    const repository = shop.init('r');
    const first = repository.commit('first', { 'a.ts': 'const a = 1;\nconst b = 2;\nconst c = 3;\n' });
    const second = repository.commit('second', { 'a.ts': 'const x = 1;\nconst b = 2;\nconst y = 3;\n' });
    for (const [name, value] of [
      ['diff.noprefix', 'true'],
      ['diff.mnemonicPrefix', 'true'],
      ['diff.context', '5'],
      ['diff.interHunkContext', '9'],
      ['diff.submodule', 'log'],
      ['diff.renames', 'copies'],
      ['diff.orderFile', '/nowhere'],
      ['color.ui', 'always'],
      ['log.showRoot', 'false'],
      ['log.date', 'relative'],
      ['log.mailmap', 'true'],
      ['format.pretty', 'oneline'],
    ]) {
      repository.run('config', name!, value!);
    }
    const [older, newer] = await read(repository, first, second);
    holds(older?.files[0], ['const a = 1;', 'const b = 2;', 'const c = 3;']);
    holds(newer?.files[0], ['const x = 1;', 'const y = 3;'], ['const a = 1;', 'const c = 3;']);
  });

  it('reads SHA-256 repositories', async () => {
    const repository = shop.init('r', '--object-format=sha256');
    repository.commit('first', { 'a.ts': 'const a = 1;\n' });
    const [change] = await read(repository, repository.head());
    assert.equal(change?.commit.length, 64);
    holds(change?.files[0], ['const a = 1;']);
  });

  it('gives the same however the bytes are cut', () => {
    const zero = '0'.repeat(40);
    const bytes = Buffer.from(
      `commit ${zero}\n\n1 2\na@x\nc@x\nsubject\n\0\n:000000 100644 ${zero} ${zero} A\0a é.ts\0:100644 100644 ${zero} ${zero} R090\0old\0new\0\0` +
        'diff --git a/a é.ts b/a é.ts\nnew file mode 100644\n--- /dev/null\n+++ b/a é.ts\n@@ -0,0 +1,2 @@\n+const é = 1;\n+two words\n' +
        'diff --git a/old b/new\nrename from old\nrename to new\n@@ -1,2 +1,2 @@\n const same = 0;\n-const old = 1;\n\\ No newline at end of file\n+const fresh = 2;\n' +
        `commit ${zero}\n${zero}\n3 4\na@x\nc@x\nempty\n\0commit ${zero}\n${zero}\n5 6\na@x\nc@x\nlast\n\0`,
    );
    const parse = (cuts: readonly number[]) => {
      const seen: unknown[] = [];
      const parser = new PatchParser(packer, { commit: h => seen.push(h), file: f => seen.push(f) });
      let from = 0;
      for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
        parser.push(bytes.subarray(from, cut));
        from = cut;
      }
      parser.end();
      return seen;
    };
    const whole = parse([]);
    assert.equal(whole.length, 5);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), cuts => {
        assert.deepEqual(parse(cuts), whole);
      }),
    );
  });
});
