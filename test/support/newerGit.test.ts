import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newerGit } from './newerGit.ts';

describe('A git that knows reftables', () => {
  let root: string;
  let programs: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ai-impact-git-'));
    programs = join(root, 'programs');
    await mkdir(programs);
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const program = (name: string, ...lines: string[]) =>
    writeFile(join(programs, name), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  const ask = () => newerGit(join(root, 'cache'), { PATH: programs });

  it('is the one on PATH from 2.45 on', async () => {
    for (const version of ['2.45.0', '2.50.1 (Apple Git-155)', '3.0.0']) {
      await program('git', `echo 'git version ${version}'`);
      assert.deepEqual(await ask(), { path: 'git' }, version);
    }
  });

  it('is missing where no package manager can bring it, and says so', async () => {
    await program('git', "echo 'git version 2.44.9'");
    assert.deepEqual(await ask(), {
      missing: 'git is 2.44, reftables need 2.45, and none could be brought: there is no apt-get',
    });
    await rm(join(programs, 'git'));
    assert.match(JSON.stringify(await ask()), /git is missing/);
  });

  it('is missing where the mirror does not answer, and leaves nothing behind', async () => {
    const targets = 'echo "file:/nowhere bookworm main"';
    const broken =
      'echo "E: Failed to fetch https://me:secret@nowhere.example/index  No route" >&2; exit 100';
    await program('apt-get', `case "$1" in indextargets) ${targets};; *) ${broken};; esac`);
    assert.deepEqual(await ask(), {
      missing: 'git is missing, reftables need 2.45, and none could be brought: Failed to fetch No route',
    });
    assert.deepEqual(await readdir(join(root, 'cache')), []);
  });
});
