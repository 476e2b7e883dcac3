import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { problemOf, Workshop } from '../support/repository.ts';

describe('git/run', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const script = (body: string): string => {
    const path = shop.path('fake-git');
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('says that there is no git, and tells that from a missing folder', async () => {
    const missing = shop.git({ path: shop.path('nowhere', 'git') });
    assert.equal(await problemOf(missing.run({ folder: shop.root }, ['version'])), 'no git');
    assert.equal(await problemOf(shop.git().run({ folder: shop.path('gone') }, ['version'])), 'no folder');
    const nowhere = shop.git({ variables: { PATH: shop.path('empty') } });
    assert.equal(await problemOf(nowhere.run({ folder: shop.root }, ['version'])), 'no git');
  });

  it('ends a git that is silent for longer than the limit', async () => {
    const git = shop.git({ path: script('exec sleep 30'), timeLimit: 150 });
    const start = Date.now();
    assert.equal(await problemOf(git.run({ folder: shop.root }, ['log'])), 'time limit');
    assert.ok(Date.now() - start < 5000);
  });

  it('ends within the limit though a process that git started keeps its output open', async () => {
    const git = shop.git({ path: script('sleep 3 & sleep 3'), timeLimit: 150 });
    const start = Date.now();
    assert.equal(await problemOf(git.run({ folder: shop.root }, ['log'])), 'time limit');
    assert.ok(Date.now() - start < 2000);
  });

  it('does not end a git that goes on writing', async () => {
    const git = shop.git({
      path: script('for i in 1 2 3 4 5 6; do echo $i; sleep 0.1; done'),
      timeLimit: 400,
    });
    const { stdout } = await git.run({ folder: shop.root }, ['log']);
    assert.equal(stdout.toString(), '1\n2\n3\n4\n5\n6\n');
  });

  it('stops on a signal, before and while it runs', async () => {
    const git = shop.git({ path: script('exec sleep 30') });
    assert.equal(
      await problemOf(git.run({ folder: shop.root }, ['log'], { signal: AbortSignal.abort() })),
      'stopped',
    );
    const later = AbortSignal.timeout(100);
    assert.equal(await problemOf(git.run({ folder: shop.root }, ['log'], { signal: later })), 'stopped');
  });

  it('bounds what one answer may hold', async () => {
    const git = shop.git({ path: script('exec yes'), outputLimit: 100_000 });
    assert.equal(await problemOf(git.run({ folder: shop.root }, ['log'])), 'too much output');
  });

  it('gives records whole, wherever the pipe cuts them', async () => {
    const git = shop.git({
      path: script("printf 'on'; sleep 0.05; printf 'e\\ntwo\\nthr\\303'; sleep 0.05; printf '\\251e'"),
    });
    const seen: string[] = [];
    for await (const record of git.records({ folder: shop.root }, ['log'])) seen.push(record);
    assert.deepEqual(seen, ['one', 'two', 'thrée']);
  });

  it('is not led elsewhere by the variables of a running git', async () => {
    const one = shop.init('one');
    const two = shop.init('two');
    const git = shop.git({ variables: { ...process.env, GIT_DIR: two.commonDir, GIT_WORK_TREE: two.root } });
    const { stdout } = await git.run({ folder: one.root }, ['rev-parse', '--show-toplevel']);
    assert.equal(stdout.toString(), `${one.root}\n`);
  });

  it('reads settings from the home that it is given', async () => {
    const { stdout } = await shop.git().run({ folder: shop.root }, ['config', 'user.email']);
    assert.equal(stdout.toString(), 'dev@example.com\n');
  });

  it('starts no program that a repository names, and never fetches', async () => {
    const repository = shop.published();
    repository.commit('second', { 'a.ts': 'a\n', '.gitattributes': '*.ts diff=evil\n' });
    const trap = shop.path('trap');
    const marker = shop.path('sprung');
    writeFileSync(trap, `#!/bin/sh\necho x >> '${marker}'\n`);
    chmodSync(trap, 0o755);
    for (const name of [
      'core.fsmonitor',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'core.pager',
      'core.sshCommand',
    ]) {
      repository.run('config', name, trap);
    }
    repository.run('config', 'log.showSignature', 'true');
    repository.run('config', 'gpg.program', trap);
    repository.run('config', 'protocol.file.allow', 'always');
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n';
    const signed = repository.run('cat-file', 'commit', 'HEAD').replace('\n\n', `\n${signature}`);
    writeFileSync(shop.path('signed'), `${signed}\n`);
    repository.run(
      'update-ref',
      'HEAD',
      repository.run('hash-object', '-t', 'commit', '-w', shop.path('signed')),
    );
    rmSync(marker, { force: true });
    const git = shop.git();
    await git.run({ folder: repository.root }, ['log', '-p', '--no-ext-diff', '--no-textconv']);
    await git.run({ folder: repository.root }, ['status']);
    assert.equal(existsSync(marker), false);
    assert.equal(await problemOf(git.run({ folder: repository.root }, ['fetch', 'origin'])), 'failed');
  });
});
