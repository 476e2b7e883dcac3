import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.ts';
import { newerGit } from '../support/newerGit.ts';
import { notRun } from '../support/notRun.ts';
import type { RefFormat, TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';
import { RunningWorker } from './runningWorker.ts';

const newer = await newerGit();
if ('missing' in newer) notRun('reftable', newer.missing);
else
  describe('engine: refs kept in a reftable', function () {
    this.timeout(60_000);
    asWithFiles(newer.path);
  });

const SESSION = '10000000-0000-4000-8000-000000000001';

/** What became of the work, and what was seen of pushes and shippings. */
const told = ({ sessions, pieces, repos, badge }: Report) => ({
  sessions: sessions.map(({ id, outcome, shipped, evidence }) => ({
    id,
    outcome,
    shipped,
    evidence: evidence.map(({ kind, commit, file, lines, rule }) => ({ kind, commit, file, lines, rule })),
  })),
  pieces: pieces.map(({ outcome, shippedAt, commits }) => ({ outcome, shippedAt, commits })),
  events: repos.flatMap(({ events }) => events),
  shippingRefs: repos.map(({ shippingRef }) => shippingRef),
  heard: repos.map(({ lastHeard }) => lastHeard),
  badge,
});

/** Commits have the same ids in both formats: what the report says of them has to be the same to the letter. */
function asWithFiles(gitPath: string): void {
  const desks: Desk[] = [];
  const workers: RunningWorker[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(worker => worker.terminate()));
    for (const desk of desks.splice(0)) desk.remove();
  });

  const open = (refFormat: RefFormat): Desk => {
    const desk = new Desk({ gitPath, refFormat });
    desks.push(desk);
    return desk;
  };
  /** What a story tells of a repository with a reftable, after it was found the same with files. */
  const inBoth = async <T>(story: (desk: Desk, repository: TestRepository) => Promise<T>): Promise<T> => {
    const [files, reftable] = [open('files'), open('reftable')];
    const expected = await story(files, files.workshop.published());
    const found = await story(reftable, reftable.workshop.published());
    assert.deepEqual(found, expected);
    return found;
  };
  const look = async (desk: Desk) => {
    assert.equal(await desk.collect(), 'stopped');
    return told(await desk.report());
  };
  const work = (desk: Desk, repository: TestRepository) =>
    desk.session(repository.root, SESSION).prompt().write('src/work.ts', feature('work')).reply();
  const outcome = (found: ReturnType<typeof told> | undefined) => found?.sessions.map(each => each.outcome);

  it('follows work from in progress to shipped, with pushes found and dated', async () => {
    const [started, committed, pushed, shipped] = await inBoth(async (desk, repository) => {
      work(desk, repository);
      const seen = [await look(desk)];
      repository.run('checkout', '-q', '-b', 'feat');
      repository.commit('Work');
      seen.push(await look(desk));
      repository.run('push', '-q', '-u', 'origin', 'feat');
      seen.push(await look(desk));
      repository.run('push', '-q', 'origin', 'feat:main');
      seen.push(await look(desk));
      const last = new Date(desk.now()).toISOString();
      assert.deepEqual([seen.at(-1)?.pieces[0]?.shippedAt, seen.at(-1)?.heard], [last, [last]]);
      return seen;
    });
    assert.deepEqual([started, committed, pushed, shipped].map(outcome), [
      ['in progress'],
      ['committed'],
      ['pushed'],
      ['shipped'],
    ]);
    assert.equal(committed?.badge.toPush, 1);
    const events = shipped?.events.filter(({ backfilled }) => !backfilled);
    assert.deepEqual(events?.map(({ kind, ref, evidence, forced }) => [kind, ref, evidence, forced]).sort(), [
      ['push', 'refs/remotes/origin/feat', 'reflog', false],
      ['push', 'refs/remotes/origin/main', 'reflog', false],
      ['shipped', 'refs/remotes/origin/main', 'reflog', false],
    ]);
  });

  it('knows what became of it after logs, branch, reflogs and dropped commits are gone', async () => {
    const { before, after } = await inBoth(async (desk, repository) => {
      const { workshop } = desk;
      work(desk, repository);
      repository.run('checkout', '-q', '-b', 'feat');
      repository.commit('Work');
      repository.run('push', '-q', '-u', 'origin', 'feat');
      await look(desk);
      workshop.at(workshop.root).run('clone', '-q', workshop.path('work-remote.git'), 'other');
      const other = workshop.at(workshop.path('other'));
      other.run('merge', '-q', '--squash', 'origin/feat');
      other.run('commit', '-q', '-m', 'Work (#1)');
      other.run('push', '-q', 'origin', 'main');
      repository.run('fetch', '-q');
      const before = await look(desk);
      other.run('push', '-q', 'origin', '--delete', 'feat');
      repository.run('checkout', '-q', '--detach', 'origin/main');
      repository.run('branch', '-q', '-D', 'feat', 'main');
      repository.run('fetch', '-q', '--prune');
      rmSync(join(workshop.home, '.claude'), { recursive: true });
      repository.run('reflog', 'expire', '--expire=now', '--all');
      repository.run('gc', '-q', '--prune=now');
      return { before, after: await look(desk) };
    });
    assert.deepEqual(outcome(before), ['shipped']);
    assert.deepEqual(after.sessions, before.sessions);
    assert.deepEqual(after.pieces, before.pieces);
    assert.deepEqual(after.events, before.events);
  });

  it('takes a branch that was pruned for pushed still, and the rest of a fresh clone for old', async () => {
    const { pruned, cloned } = await inBoth(async (desk, repository) => {
      const { workshop } = desk;
      work(desk, repository);
      repository.run('checkout', '-q', '-b', 'feat');
      repository.commit('Work');
      repository.run('push', '-q', '-u', 'origin', 'feat');
      await look(desk);
      workshop.at(workshop.path('work-remote.git')).run('update-ref', '-d', 'refs/heads/feat');
      repository.run('checkout', '-q', 'main');
      repository.run('branch', '-q', '-D', 'feat');
      repository.run('fetch', '-q', '--prune');
      const pruned = await look(desk);
      workshop.at(workshop.root).run('clone', '-q', workshop.path('work-remote.git'), 'other');
      desk.session(workshop.path('other')).prompt().read('first.ts').reply();
      assert.equal(await desk.collect(), 'stopped');
      const { repos } = await desk.report();
      const clone = repos.find(({ root }) => root === workshop.path('other'));
      return { pruned, cloned: clone?.events };
    });
    assert.deepEqual(outcome(pruned), ['pushed']);
    assert.deepEqual(cloned, []);
  });

  it('hears of a commit, a push and a commit in a linked worktree while it runs', async () => {
    const desk = open('reftable');
    desk.workshop.second = Math.floor(Date.now() / 1000) - 3600;
    const repository = desk.workshop.published();
    work(desk, repository);
    const worker = new RunningWorker(desk);
    workers.push(worker);
    await worker.functions.refresh();
    repository.commit('Work');
    await until(() => desk.summary().toPush === 1, 'the commit');
    repository.run('push', '-q');
    await until(() => desk.summary().toPush === 0 && desk.summary().shippedAt !== null, 'the push');
    const linked = desk.workshop.at(desk.workshop.path('linked'));
    repository.run('worktree', 'add', '-q', '--detach', linked.root);
    desk.session(linked.root).prompt().write('src/more.ts', feature('more')).reply();
    await worker.functions.refresh();
    linked.commit('More');
    await until(() => desk.summary().toPush === 1, 'the commit on a head that only the worktree has');
    await worker.functions.stop();
    assert.equal(await worker.ended, 'stopped');
  });
}

/** By what the watchers tell alone: the next look at everything comes only after five minutes. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `${what} was not heard of`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
