import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/git/identify.ts';
import { type MovesOptions, readMoves } from '../../src/git/refMoves.ts';
import { snapshotRefs } from '../../src/git/refs.ts';
import type { RefMove } from '../../src/model/git.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

const MAIN = 'refs/remotes/origin/main';

describe('git/refMoves', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const now = () => shop.second * 1000;
  const look = async (repository: TestRepository): Promise<NonNullable<MovesOptions['previous']>> => {
    const git = shop.git();
    const identity = await identify(git, repository.root);
    return { snapshot: await snapshotRefs(git, identity!), at: now() };
  };
  const moves = async (
    repository: TestRepository,
    previous: MovesOptions['previous'] = null,
  ): Promise<RefMove[]> => {
    const { snapshot } = await look(repository);
    return readMoves(shop.git(), repository.commonDir, { snapshot, previous, now: now() });
  };
  const brief = (move: RefMove | undefined) =>
    move && [move.ref, move.from, move.to, move.kind, move.forced, move.logged];

  it('tells pushes: the first of a branch, the next, a forced one, one from a linked worktree', async () => {
    const repository = shop.published();
    const first = repository.head();
    const second = repository.commit('second');
    repository.run('push', '-q');
    const pushedAt = shop.second * 1000;
    repository.run('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
    const amended = repository.head();
    repository.run('push', '-q', '--force-with-lease');
    repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
    const linked = shop.at(shop.path('linked'));
    const side = linked.commit('side');
    linked.with({ GIT_COMMITTER_EMAIL: 'other@example.com' }, 'push', '-q', 'origin', 'side');
    const found = await moves(repository);
    assert.deepEqual(found.map(brief), [
      [MAIN, null, first, 'push', false, true],
      [MAIN, first, second, 'push', false, true],
      [MAIN, second, amended, 'push', true, true],
      ['refs/remotes/origin/side', null, side, 'push', false, true],
    ]);
    assert.equal(found[1]?.at, pushedAt);
    assert.deepEqual(
      found.map(move => move.actor),
      ['dev@example.com', 'dev@example.com', 'dev@example.com', 'other@example.com'],
    );
  });

  it('tells fetches, fast and forced, and a renamed remote', async () => {
    const repository = shop.published();
    repository.run('clone', '-q', shop.path('work-remote.git'), shop.path('other'));
    const other = shop.at(shop.path('other'));
    const first = other.head();
    const second = other.commit('second');
    other.run('push', '-q');
    repository.run('fetch', '-q');
    other.run('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
    other.run('push', '-q', '--force');
    repository.run('fetch', '-q');
    const found = await moves(repository);
    assert.deepEqual(found.slice(1).map(brief), [
      [MAIN, first, second, 'fetch', false, true],
      [MAIN, second, other.head(), 'fetch', true, true],
    ]);
    const previous = await look(repository);
    repository.run('remote', 'rename', 'origin', 'forge');
    const renamed = await moves(repository, previous);
    assert.deepEqual(
      renamed.map(move => [move.ref, move.kind, move.forced]),
      [['refs/remotes/forge/main', 'rename', false]],
    );
  });

  it('gives only what came after the last look, there and back too', async () => {
    const repository = shop.published();
    const first = repository.head();
    const previous = await look(repository);
    assert.deepEqual(await moves(repository, previous), []);
    const second = repository.commit('second');
    repository.run('push', '-q');
    repository.run('push', '-q', '--force', 'origin', `${first}:main`);
    assert.deepEqual((await moves(repository, previous)).map(brief), [
      [MAIN, first, second, 'push', false, true],
      [MAIN, second, first, 'push', true, true],
    ]);
  });

  it('sees a ref that moved without a line, and one that never had a log', async () => {
    const repository = shop.published();
    const first = repository.head();
    const previous = await look(repository);
    const second = repository.commit('second');
    writeFileSync(join(repository.commonDir, 'refs', 'remotes', 'origin', 'main'), `${second}\n`);
    repository.run('config', 'core.logAllRefUpdates', 'false');
    repository.run('push', '-q', 'origin', 'HEAD:quiet');
    const found = await moves(repository, previous);
    assert.deepEqual(
      new Set(found.map(brief).map(String)),
      new Set([
        String([MAIN, first, second, 'unknown', false, false]),
        String(['refs/remotes/origin/quiet', null, second, 'unknown', false, false]),
      ]),
    );
    assert.ok(found.every(move => move.at === now()));
    const atFirstLook = await moves(repository);
    assert.deepEqual(atFirstLook.map(brief).at(-1), [MAIN, first, second, 'unknown', false, false]);
    assert.ok(atFirstLook.every(move => move.ref === MAIN));
  });

  it('does not invent moves for a fresh clone, an unborn repository or a deleted branch', async () => {
    const repository = shop.published();
    repository.run('clone', '-q', shop.path('work-remote.git'), shop.path('other'));
    assert.deepEqual(await moves(shop.at(shop.path('other'))), []);
    assert.deepEqual(await moves(shop.init('unborn')), []);
    repository.run('push', '-q', 'origin', 'HEAD:gone');
    const previous = await look(repository);
    repository.run('push', '-q', '--delete', 'origin', 'gone');
    assert.deepEqual(await moves(repository, previous), []);
  });

  it('knows what a branch was before the first push from a clone, whose log begins with that', async () => {
    const origin = shop.published();
    const before = origin.head();
    origin.run('clone', '-q', shop.path('work-remote.git'), shop.path('fresh'));
    const clone = shop.at(shop.path('fresh'));
    const after = clone.commit('second');
    clone.run('push', '-q');
    assert.deepEqual((await moves(clone)).map(brief), [[MAIN, before, after, 'push', false, true]]);
  });

  it('takes the time it was seen for a clock that cannot be right', async () => {
    const repository = shop.published();
    const previous = await look(repository);
    repository.commit('second');
    repository.with({ GIT_COMMITTER_DATE: '1000000000 +0000' }, 'push', '-q');
    const [behind] = await moves(repository, previous);
    assert.deepEqual([behind?.at, behind?.kind], [now(), 'push']);
    const again = await look(repository);
    repository.commit('third');
    repository.with({ GIT_COMMITTER_DATE: '3000000000 +0000' }, 'push', '-q');
    const [ahead, ...more] = await moves(repository, again);
    assert.deepEqual([ahead?.at, ahead?.kind, more.length], [now(), 'push', 0]);
  });

  it('puts lines found at first sight in order, and says that nobody watched', async () => {
    const repository = shop.published();
    const times: number[] = [];
    for (const off of [0, -400, 90, 0]) {
      repository.commit('next');
      const date = `${shop.second + 60 + off * 86_400} +0000`;
      repository.with({ GIT_COMMITTER_DATE: date }, 'push', '-q');
      times.push(shop.second * 1000);
    }
    const found = await moves(repository);
    assert.ok(found.every(({ backfilled }) => backfilled));
    const at = found.map(move => move.at);
    assert.deepEqual(
      [...at].sort((a, b) => a - b),
      at,
    );
    assert.deepEqual(at.slice(1), [times[0], times[0], times[3], times[3]]);
    repository.commit('watched');
    const previous = await look(repository);
    repository.run('push', '-q');
    assert.deepEqual(
      (await moves(repository, previous)).map(({ backfilled }) => backfilled),
      [false],
    );
  });

  it('does not take a push over a commit with a clock far behind for a forced one', async () => {
    const repository = shop.published();
    const previous = await look(repository);
    repository.with(
      { GIT_COMMITTER_DATE: '1000000000 +0000' },
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'behind',
    );
    repository.commit('third');
    repository.run('push', '-q');
    const [push] = await moves(repository, previous);
    assert.deepEqual([push?.kind, push?.forced], ['push', false]);
  });

  it('goes on past a line whose commit is lost', async () => {
    const repository = shop.published();
    const second = repository.commit('second');
    repository.run('push', '-q');
    repository.run('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
    repository.run('push', '-q', '--force');
    rmSync(join(repository.commonDir, 'objects', second.slice(0, 2), second.slice(2)));
    const found = await moves(repository);
    assert.equal(found.at(-1)?.to, repository.head());
    assert.equal(found.at(-1)?.kind, 'push');
  });

  it('says nothing was forced where the dropped commit is gone but the line says fast-forward', async () => {
    const repository = shop.published();
    repository.run(
      'clone',
      '-q',
      '--depth=1',
      `file://${shop.path('work-remote.git')}`,
      shop.path('shallow'),
    );
    repository.commit('second');
    repository.commit('third');
    repository.run('push', '-q');
    const shallow = shop.at(shop.path('shallow'));
    shallow.run('fetch', '-q');
    const [fetched] = await moves(shallow);
    assert.deepEqual([fetched?.kind, fetched?.forced], ['fetch', false]);
  });

  it('says when the repository was removed meanwhile', async () => {
    const repository = shop.published();
    const { snapshot } = await look(repository);
    rmSync(repository.root, { recursive: true });
    const reading = readMoves(shop.git(), repository.commonDir, { snapshot, previous: null, now: 0 });
    await assert.rejects(reading, { name: 'GitError', problem: 'no folder' });
  });
});
