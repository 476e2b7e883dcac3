import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Breakpoints } from '../../src/engine/breakpoints.ts';
import { Days } from '../../src/engine/days.ts';
import type { RepositoryFinding } from '../../src/engine/findingTypes.ts';
import { Nudging } from '../../src/engine/nudging.ts';
import { PersonSays } from '../../src/engine/personSays.ts';
import type { NudgeSettings } from '../../src/engine/protocol.ts';
import { buildReport } from '../../src/engine/reportBuilder.ts';
import type { Breakpoint } from '../../src/insight/nudges/policy.ts';
import { Nudges } from '../../src/ledger/nudges.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { NudgeReport } from '../../src/model/report.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';

const DAY = 24 * 3600;
const ON: NudgeSettings = { on: true, rules: [] };

describe('engine: nudges', () => {
  let desk: Desk;
  let shop: TestRepository;
  beforeEach(async () => {
    desk = new Desk();
    shop = desk.workshop.published('shop');
    // The first week says nothing.
    await desk.collect();
    desk.workshop.second += 8 * DAY;
  });
  afterEach(() => desk.remove());

  /** Looks at everything, and then says what there is to say at such a moment. */
  async function moment(breakpoint: Breakpoint | null, settings: NudgeSettings = ON): Promise<void> {
    await desk.collect();
    const { database } = await openLedger(desk.ledgerFile);
    const { folder, now } = desk;
    new Nudging({ database, prices: new PriceBook(), settings, folder, now }).at(breakpoint);
    database.close();
  }

  async function due(): Promise<readonly NudgeReport[]> {
    const { database } = await openLedger(desk.ledgerFile, { readOnly: true });
    const options = { now: desk.now(), since: null, until: null, days: new Days('UTC'), damaged: [] };
    const { nudges } = buildReport(database, { ...options, prices: new PriceBook(), due: true });
    database.close();
    return nudges.filter(({ state }) => state === 'due');
  }

  const shown = async () => (await desk.report()).nudges;
  const kinds = async () => (await shown()).map(({ kind }) => kind);

  /** A commit of an agent's that was not pushed. */
  function committed(name = 'one'): string {
    desk.session(shop.root, name).prompt().write(`src/${name}.ts`, feature(name)).reply();
    return shop.commit(name);
  }

  it('says of a commit that it is not pushed, takes an answer, and is then still for a week', async () => {
    const commit = committed();
    desk.workshop.second += 4 * DAY;
    shop.run('fetch', '-q');
    await moment('panel');
    const [nudge, ...more] = await shown();
    assert.deepEqual(more, []);
    const { pieces } = await desk.report();
    assert.equal(nudge?.kind, 'not pushed');
    assert.equal(nudge.rule, 'not-pushed-for-3-days');
    assert.equal(nudge.about.piece, pieces[0]?.id);
    assert.equal(nudge.about.repo, shop.root);
    assert.deepEqual(nudge.evidence, {
      counts: { commits: 1, old: 1, days: 4 },
      files: ['src/one.ts'],
      commits: [commit],
    });
    assert.equal(desk.summary().nudge, null, 'the collector had not said it yet');
    await desk.collect();
    assert.deepEqual(desk.summary().nudge, { id: nudge.id, kind: 'not pushed' });

    const person = new PersonSays(desk.folder, desk.now);
    assert.deepEqual(await person.answerNudge(nudge.id!, 'not useful'), { ok: true });
    assert.deepEqual(await person.answerNudge(nudge.id!, 'never'), { ok: false, problem: null }, 'once');
    assert.deepEqual(await shown(), []);
    desk.workshop.second += 6 * DAY;
    await moment('panel');
    assert.deepEqual(await shown(), [], 'not of the same branch within a week');
    desk.workshop.second += 2 * DAY;
    await moment('panel');
    const [again] = await shown();
    assert.equal(again?.kind, 'not pushed');
    await person.answerNudge(again.id!, 'not useful');
    const { quietNudges } = await desk.report();
    assert.deepEqual(
      quietNudges.map(({ kind, why }) => [kind, why]),
      [['not pushed', 'not useful']],
    );
    desk.workshop.second += 30 * DAY;
    await moment('panel');
    assert.deepEqual(await shown(), []);
    await person.answerNudge(quietNudges[0]!.id, 'lift');
    assert.deepEqual((await desk.report()).quietNudges, []);
  }).timeout(60_000);

  it('says nothing that the remote has not been heard from since', async () => {
    committed();
    desk.workshop.second += 4 * DAY;
    await moment('panel');
    assert.deepEqual(await shown(), []);
    assert.deepEqual(await due(), []);
    shop.run('fetch', '-q');
    await moment('panel');
    assert.deepEqual(await kinds(), ['not pushed']);
  });

  it('says nothing in the middle of something, nor where it is switched off; the headless report tells it', async () => {
    committed();
    desk.workshop.second += 4 * DAY;
    shop.run('fetch', '-q');
    await moment(null);
    assert.deepEqual(await shown(), []);
    await moment('panel', { on: false, rules: [] });
    assert.deepEqual(
      (await due()).map(({ kind, id }) => [kind, id]),
      [['not pushed', null]],
    );
  });

  it('counts as passed over what stood on the page for a week, and not what nobody saw', async () => {
    committed();
    desk.workshop.second += 4 * DAY;
    shop.run('fetch', '-q');
    await moment('focus');
    const person = new PersonSays(desk.folder, desk.now);
    const ends = async () => {
      const { database } = await openLedger(desk.ledgerFile, { readOnly: true });
      const all = new Nudges(database).all().map(({ how }) => how);
      database.close();
      return all;
    };
    desk.workshop.second += 8 * DAY;
    await moment('focus');
    assert.deepEqual(await ends(), ['unseen', null]);
    await person.seeNudges();
    desk.workshop.second += 8 * DAY;
    await moment('focus');
    assert.deepEqual(await ends(), ['unseen', 'ignored', null]);
  }).timeout(60_000);

  it('tells of lines that lie in a worktree of an agent’s, and of no more once they are committed', async () => {
    const tree = desk.workshop.path('shop-worktrees', 'agent-7');
    shop.run('worktree', 'add', '-q', '-b', 'agent-7', tree);
    desk.session(tree, 'one').prompt().write('src/one.ts', feature('one')).reply();
    desk.workshop.second += 9 * DAY + 60;
    await moment('commit');
    const [nudge] = await shown();
    assert.deepEqual([nudge?.kind, nudge?.about.tree], ['parked', tree]);
    assert.deepEqual(nudge?.evidence.counts, { lines: 8, files: 1, days: 9 });
    const at = desk.workshop.at(tree);
    at.commit('one');
    await moment(null);
    assert.deepEqual(await shown(), [], 'it is over');
    assert.deepEqual((await desk.report()).quietNudges, []);
  });

  it('tells that what shipped is intact after a month, and what came back', async () => {
    for (const name of ['one', 'two']) committed(name);
    shop.run('push', '-q');
    await desk.collect();
    desk.workshop.second += 31 * DAY;
    shop.run('fetch', '-q');
    await moment('focus');
    const [held] = await shown();
    assert.equal(held?.kind, 'it held');
    assert.equal(held.evidence.counts.days, 31);
    await new PersonSays(desk.folder, desk.now).answerNudge(held.id!, 'not useful');
    shop.run('revert', '--no-edit', 'HEAD');
    shop.run('push', '-q');
    desk.workshop.second += DAY;
    await moment('push');
    const [back] = await shown();
    assert.equal(back?.kind, 'came back');
    assert.deepEqual(back.evidence.files, ['src/two.ts']);
    assert.equal(back.evidence.commits.length, 2);
  }).timeout(60_000);

  it('tells of a session that runs on without a change, and of two on the same ground, while they do', async () => {
    const alone = desk.session(shop.root, 'alone').prompt();
    for (let i = 0; i < 22; i++) alone.shell('npm test', 'failed');
    desk.workshop.second += 120;
    await moment('turn end');
    const [nudge] = await shown();
    assert.equal(nudge?.kind, 'running alone');
    assert.equal(nudge.evidence.counts.turns, 22);
    assert.equal(nudge.about.sessions[0]?.id, 'alone');
    desk.workshop.second += 2 * DAY;
    await moment(null);
    assert.deepEqual(await shown(), [], 'it went to sleep');

    for (const name of ['one', 'two'])
      desk.session(shop.root, name).prompt().write('src/both.ts', feature(name)).reply();
    desk.workshop.second += 120;
    await moment('turn end');
    const [both] = await shown();
    assert.equal(both?.kind, 'same ground');
    assert.deepEqual(both.evidence.files, [join(shop.root, 'src/both.ts')]);
    assert.deepEqual(both.about.sessions.map(({ id }) => id).sort(), ['one', 'two']);
  }).timeout(60_000);

  it('tells of a pull request that waits, as of when the remote was last heard', async () => {
    shop.run('switch', '-q', '-c', 'feat/x');
    const session = desk.session(shop.root, 'one').prompt().write('src/one.ts', feature('one'));
    shop.commit('one');
    shop.run('push', '-q', '-u', 'origin', 'feat/x');
    session.shell('gh pr create --fill', 'https://github.com/acme/shop/pull/7');
    desk.workshop.second += 12 * DAY;
    await moment('day end');
    assert.deepEqual(await shown(), []);
    shop.run('fetch', '-q');
    await moment('day end');
    assert.deepEqual(await kinds(), ['waiting in review']);
    // Merged, and heard of: there is nothing to wait for.
    shop.run('push', '-q', 'origin', 'feat/x:main');
    await moment(null);
    assert.deepEqual(await shown(), []);
  }).timeout(60_000);

  it('follows a person’s own rule from the first day, and keeps none of their words', async () => {
    committed();
    const rules = [{ if: 'changed lines in one piece', than: 8 }] as const;
    await moment('panel', { on: true, rules });
    const [nudge] = await shown();
    assert.deepEqual([nudge?.kind, nudge?.rule], ['own rule', 'rule: changed lines in one piece 8']);
    await moment(null, { on: true, rules: [] });
    assert.deepEqual(await shown(), [], 'they have taken it out');
  });

  it('is said once, though two windows look at the same moment', async () => {
    committed();
    desk.workshop.second += 4 * DAY;
    shop.run('fetch', '-q');
    await desk.collect();
    const { folder, now } = desk;
    const ledgers = [await openLedger(desk.ledgerFile), await openLedger(desk.ledgerFile)];
    for (const { database } of ledgers)
      new Nudging({ database, prices: new PriceBook(), settings: ON, folder, now }).at('commit');
    for (const { database } of ledgers) database.close();
    assert.equal((await shown()).length, 1);
  });

  it('is said by whoever collects, at the word of any window, and no word of ours is none', async () => {
    committed();
    desk.workshop.second += 4 * DAY;
    shop.run('fetch', '-q');
    await desk.collect();
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    await collector.refresh();
    const file = join(desk.folder, DATA_FILES.breakpoint);
    const nudges = new Nudges(engine.ledger.database);
    writeFileSync(file, 'something else');
    await new Promise(resolve => setTimeout(resolve, 600));
    assert.deepEqual(nudges.open(), []);
    writeFileSync(file, 'panel');
    for (let i = 0; nudges.open().length === 0; i++) {
      assert.ok(i < 200, 'in time');
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    assert.equal(nudges.open()[0]?.seenAt, null, 'nobody has drawn it yet');
    collector.stop();
    await ended;
    engine.close();
    assert.equal(desk.summary().nudge?.kind, 'not pushed');
    assert.match(desk.tooltip()[0]!, /Commits on a branch wait to be pushed\.$/);
    const { state } = await desk.page();
    assert.equal(state.report?.nudges.length, 1);
    // Nobody looks at the ledger anew: what was shown is still there.
    await desk.collect();
    assert.deepEqual(await kinds(), ['not pushed']);
  }).timeout(30_000);

  it('waits for a commit, a push, the end of a turn or of a day, each told once', () => {
    const breakpoints = new Breakpoints(at => new Date(at).getUTCHours());
    const morning = Date.UTC(2026, 10, 25, 9);
    const repository = (toPush: number, pushes: number) =>
      ({ toPush, events: Array(pushes).fill({ kind: 'push' }) }) as unknown as RepositoryFinding;
    const look = (toPush: number, pushes: number, newest: number | null, now: number) => {
      breakpoints.look([repository(toPush, pushes)], newest, now);
      return [breakpoints.take(), breakpoints.take()];
    };
    assert.deepEqual(look(3, 1, null, morning), [null, null], 'what was there before');
    assert.deepEqual(look(4, 1, null, morning), ['commit', null]);
    assert.deepEqual(look(0, 2, null, morning), ['push', null]);
    const wrote = morning + 60_000;
    assert.deepEqual(look(0, 2, wrote, wrote + 59_000), [null, null], 'it may go on');
    assert.deepEqual(look(0, 2, wrote, wrote + 61_000), ['turn end', null]);
    assert.deepEqual(look(0, 2, wrote, wrote + 90_000), [null, null]);
    const evening = Date.UTC(2026, 10, 25, 17);
    assert.deepEqual(look(0, 2, wrote, evening), ['day end', null]);
    assert.deepEqual(look(0, 2, wrote, evening + 60_000), [null, null]);
  });
});
