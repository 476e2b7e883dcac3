import assert from 'node:assert/strict';
import { Days } from '../../src/engine/days.ts';
import { Nudging } from '../../src/engine/nudging.ts';
import { PersonSays } from '../../src/engine/personSays.ts';
import type { NudgeSettings } from '../../src/engine/protocol.ts';
import { buildReport } from '../../src/engine/reportBuilder.ts';
import type { Breakpoint } from '../../src/insight/nudges/policy.ts';
import { openLedger } from '../../src/ledger/open.ts';
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
});
