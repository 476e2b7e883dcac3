import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Changes, commitsOnlyOn, firstParentChanges } from '../../src/git/changes.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type { CommitChange } from '../../src/model/git.ts';
import { FIRST_SECOND, gather, problemOf, Workshop } from '../support/repository.ts';

describe('git/changes', () => {
  let shop: Workshop;
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32));
  });
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const all = { since: null, known: () => false };
  const fresh = (changes: Changes): Promise<CommitChange[]> => gather(changes.fresh);
  const paths = (change: CommitChange | undefined) => change?.files.map(file => file.path);

  it('gives push, merge, squash, rebase and cherry-pick as one step each, with its net difference', async () => {
    const repository = shop.published();
    const first = repository.head();
    const branch = (name: string, files: Record<string, string>) => {
      repository.run('checkout', '-q', '-b', name, first);
      for (const [path, text] of Object.entries(files))
        repository.commit(`${name} ${path}`, { [path]: text });
      repository.run('checkout', '-q', 'main');
    };
    branch('merged', { 'm1.ts': 'const m1 = 1;\n', 'm2.ts': 'const m2 = 1;\n' });
    branch('squashed', { 's1.ts': 'const s1 = 1;\n', 's2.ts': 'const s2 = 1;\n' });
    branch('rebased', { 'r1.ts': 'const r1 = 1;\n' });
    branch('picked', { 'p1.ts': 'const p1 = 1;\n', 'p2.ts': 'const p2 = 1;\n' });
    repository.commit('direct', { 'd.ts': 'const d = 1;\n' });
    repository.run('merge', '-q', '--no-ff', '-m', 'Merge pull request #1 from o/merged', 'merged');
    repository.run('merge', '-q', '--squash', 'squashed');
    repository.commit('squash (#2)');
    repository.run('checkout', '-q', 'rebased');
    repository.run('rebase', '-q', 'main');
    repository.run('checkout', '-q', 'main');
    repository.run('merge', '-q', '--ff-only', 'rebased');
    repository.run('cherry-pick', 'picked~1');
    repository.run('push', '-q');

    const git = shop.git();
    const changes = await firstParentChanges(
      git,
      repository.commonDir,
      packer,
      'refs/remotes/origin/main',
      all,
    );
    assert.equal(changes.complete, true);
    const steps = await fresh(changes);
    assert.deepEqual(
      steps.map(step => step.commit),
      changes.listed.map(entry => entry.commit),
    );
    assert.deepEqual(steps.map(paths), [
      ['p1.ts'],
      ['r1.ts'],
      ['s1.ts', 's2.ts'],
      ['m1.ts', 'm2.ts'],
      ['d.ts'],
      ['first.ts'],
    ]);
    assert.deepEqual(
      steps.map(step => step.mentions.pullRequest),
      [null, null, 2, 1, null, null],
    );
  });

  it('lists what is known without reading it, and leaves out what is older', async () => {
    const repository = shop.published();
    const second = repository.commit('second', { 'b.ts': 'const b = 1;\n' });
    const middle = shop.second * 1000;
    const third = repository.commit('third', { 'c.ts': 'const c = 1;\n' });
    const ask = (options: { since: number | null; known(commit: string): boolean }) =>
      firstParentChanges(shop.git(), repository.commonDir, packer, 'refs/heads/main', options);
    const partly = await ask({ since: null, known: commit => commit !== second });
    assert.equal(partly.listed.length, 3);
    assert.deepEqual(
      (await fresh(partly)).map(change => change.commit),
      [second],
    );
    const recent = await ask({ since: middle, known: () => false });
    assert.deepEqual(
      recent.listed.map(entry => entry.commit),
      [third],
    );
    assert.deepEqual(await fresh(await ask({ since: null, known: () => true })), []);
  });

  it('is not ended by one commit whose clock was behind', async () => {
    const repository = shop.published();
    const since = FIRST_SECOND * 1000;
    repository.commit('second');
    repository.with(
      { GIT_COMMITTER_DATE: '1000000000 +0000' },
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'behind',
    );
    repository.commit('fourth');
    const changes = await firstParentChanges(shop.git(), repository.commonDir, packer, 'refs/heads/main', {
      since,
      known: () => true,
    });
    assert.equal(changes.listed.length, 3);
  });

  it('gives the commits of branches and detached heads that the shipping ref lacks', async () => {
    const repository = shop.published();
    repository.run('checkout', '-q', '-b', 'side');
    const side = repository.commit('side', { 'side.ts': 'const side = 1;\n' });
    repository.run('worktree', 'add', '-q', '--detach', shop.path('loose'), 'main');
    const loose = shop.at(shop.path('loose')).commit('loose', { 'loose.ts': 'const loose = 1;\n' });
    const ask = (include: string[], exclude: string[]) =>
      commitsOnlyOn(shop.git(), repository.commonDir, packer, include, exclude, all);
    const local = await ask(['refs/heads/side', loose], ['refs/remotes/origin/main']);
    assert.deepEqual(new Set(local.listed.map(entry => entry.commit)), new Set([side, loose]));
    assert.equal((await fresh(local)).length, 2);
    assert.deepEqual((await ask([], ['refs/remotes/origin/main'])).listed, []);
    const gone = await ask(['refs/heads/side'], ['refs/remotes/origin/gone', 'f'.repeat(40)]);
    assert.equal(gone.listed.length, 2);
  });

  it('says a ref that does not exist, and takes no ref for an option', async () => {
    const repository = shop.published();
    for (const ref of ['refs/heads/gone', '--all']) {
      const asked = firstParentChanges(shop.git(), repository.commonDir, packer, ref, all);
      assert.equal(await problemOf(asked), 'unknown revision', ref);
    }
  });

  it('reads a shallow clone as far as it goes, and takes the tree at its edge for no change', async () => {
    const repository = shop.published();
    repository.commit('second', { 'b.ts': 'const b = 1;\n' });
    repository.commit('third', { 'c.ts': 'const c = 1;\n' });
    repository.run('push', '-q');
    repository.run(
      'clone',
      '-q',
      '--depth=2',
      `file://${shop.path('work-remote.git')}`,
      shop.path('shallow'),
    );
    const shallow = shop.at(shop.path('shallow'));
    const changes = await firstParentChanges(
      shop.git(),
      shallow.commonDir,
      packer,
      'refs/remotes/origin/main',
      all,
    );
    assert.equal(changes.listed.length, 2);
    assert.deepEqual((await fresh(changes)).map(paths), [['c.ts']]);
  });

  it('gives what was read whole when git ends early, and says why', async () => {
    const repository = shop.published();
    for (let i = 0; i < 30; i++)
      repository.commit(`c${i}`, { [`f${i}.ts`]: `const c${i} = "${'x'.repeat(20_000)}";\n` });
    const stop = new AbortController();
    const options = { ...all, signal: stop.signal };
    const changes = await firstParentChanges(
      shop.git(),
      repository.commonDir,
      packer,
      'refs/heads/main',
      options,
    );
    const seen: CommitChange[] = [];
    const reading = (async () => {
      for await (const change of changes.fresh) {
        seen.push(change);
        stop.abort();
      }
    })();
    assert.equal(await problemOf(reading), 'stopped');
    assert.ok(seen.length > 0 && seen.every(change => change.files.length === 1));
  });

  it('goes on past a commit whose objects are damaged, and tells it', async () => {
    const repository = shop.published();
    const remove = (object: string) =>
      rmSync(join(repository.commonDir, 'objects', object.slice(0, 2), object.slice(2)), { force: true });
    const lost: string[] = [];
    for (let i = 0; i < 8; i++) {
      const commit = repository.commit(`c${i}`, { [`f${i}.ts`]: `const c${i} = ${i};\n` });
      if (i === 2 || i === 3 || i === 7) lost.push(commit);
    }
    for (const commit of lost) {
      const added = repository.run('diff-tree', '-r', '--no-commit-id', commit).split(/\s/)[3]!;
      remove(added);
    }
    const changes = await firstParentChanges(
      shop.git(),
      repository.commonDir,
      packer,
      'refs/heads/main',
      all,
    );
    const read = await fresh(changes);
    assert.equal(read.length, 6);
    assert.deepEqual([...changes.unreadable].sort(), [...lost].sort());
    assert.ok(read.every(change => change.files.length === 1));
  });

  it('passes over a commit that takes too long, and gives up where all do', async () => {
    const repository = shop.published();
    const slow = repository.commit('slow', { 'slow.ts': 'const slow = 1;\n' });
    repository.commit('last', { 'last.ts': 'const last = 1;\n' });
    const waiting = (when: string) => {
      const path = shop.path('slow-git');
      const body = `case "$*" in *diff-merges*) input=$(cat); case "$input" in ${when}) exec sleep 30;; esac; echo "$input" | git "$@"; exit $?;; esac\nexec git "$@"`;
      writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return shop.git({ path, timeLimit: 400 });
    };
    const ask = (when: string) =>
      firstParentChanges(waiting(when), repository.commonDir, packer, 'refs/heads/main', all);
    const one = await ask(`*${slow}*`);
    assert.deepEqual((await fresh(one)).map(paths), [['last.ts'], ['first.ts']]);
    assert.deepEqual(one.unreadable, [slow]);
    assert.equal(await problemOf(fresh(await ask('*'))), 'time limit');
  });

  it('counts lines as git counts them, over random edits', async () => {
    const repository = shop.init('r');
    const lines = Array.from({ length: 60 }, (_, i) => `const start${i} = ${i};`);
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >>> 8) % below;
    };
    for (let i = 0; i < 25; i++) {
      for (let k = 0; k < 6; k++)
        lines.splice(random(lines.length), random(4), `+ ${i}`, `-- ${k} ${i}`, '@@ -1 +1 @@');
      repository.commit(`c${i}`, { 'a.ts': lines.join('\n') + (random(2) === 0 ? '\n' : '') });
    }
    const changes = await firstParentChanges(
      shop.git(),
      repository.commonDir,
      packer,
      'refs/heads/main',
      all,
    );
    const counted = (await fresh(changes)).map(({ files }) => [
      files[0]?.added.fingerprints.length,
      files[0]?.removed.fingerprints.length,
    ]);
    const told = repository
      .run('log', '--numstat', '--histogram', '--format=')
      .split('\n')
      .filter(line => line !== '');
    assert.deepEqual(
      counted,
      told.map(line => line.split('\t').slice(0, 2).map(Number)),
    );
  });
});
