import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING, type SessionFinding } from '../../src/engine/findingTypes.ts';
import { PersonSays } from '../../src/engine/personSays.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { openLedger } from '../../src/ledger/open.ts';
import type { Said } from '../../src/model/correction.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { Desk, feature } from './desk.ts';

describe('engine: what the person says', () => {
  let desk: Desk;
  let person: PersonSays;
  beforeEach(() => {
    desk = new Desk();
    person = new PersonSays(desk.folder, desk.now);
  });
  afterEach(() => desk.remove());

  const say = async (session: string, said: Said, target: string | null = null) => {
    assert.deepEqual(await person.say({ agent: 'claude-code', session, said, target }), { ok: true });
    await desk.collect();
  };
  /** What is shown of a session, and by what figures count it. */
  const standing = async (id: string) => {
    const { sessions } = await desk.report();
    const session = sessions.find(each => each.id === id)!;
    const { database } = await openLedger(desk.ledgerFile, { readOnly: true });
    try {
      const found = [...new Findings(database).of<SessionFinding>(FINDING.session).values()];
      const { counted } = found.find(each => each.files.join() === session.files.join())!;
      return [session.outcome, session.corrected, counted];
    } finally {
      database.close();
    }
  };

  it('links a commit, shows it as shipped, and lets no figure gain by it', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    // The person wrote something else in the end.
    const commit = shop.commit('Other', { 'src/a.ts': null, 'src/b.ts': feature('two') });
    shop.run('push', '-q');
    await desk.collect();
    const before = await standing('mine');
    assert.deepEqual(before, ['in progress', null, 'in progress']);
    await say('mine', 'link', commit.slice(0, 9));
    assert.deepEqual(await standing('mine'), ['shipped', 'link', 'in progress']);
    const [{ id } = assert.fail('nothing kept')] = (await desk.report()).corrections;
    assert.deepEqual(await person.takeBack(id), { ok: true });
    await desk.collect();
    assert.deepEqual(await standing('mine'), before);
    assert.deepEqual((await desk.report()).corrections, []);
  });

  it('moves no figure by a link to a commit whose lines have been there for long', async () => {
    const shop = desk.workshop.published('shop');
    // A repository of more than one person's: figures ask of it whether lines are still there.
    shop.write('theirs.ts', 'theirs();\n');
    shop.run('add', '.');
    shop.with({ GIT_AUTHOR_EMAIL: 'grace@example.com' }, 'commit', '-q', '-m', 'Theirs');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('Other', { 'src/a.ts': null, 'src/b.ts': feature('two') });
    shop.run('push', '-q');
    desk.workshop.second += 16 * 86_400;
    await desk.collect();
    const { figures, pieces } = await desk.report();
    assert.equal(pieces[0]?.outcome, 'set aside');
    await say('mine', 'link', commit);
    const linked = await desk.report();
    assert.deepEqual([linked.pieces[0]?.outcome, linked.figures], ['shipped', figures]);
  });

  it('unlinks a commit, in figures too', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    assert.deepEqual(await standing('mine'), ['shipped', null, 'shipped']);
    await say('mine', 'unlink', commit);
    const [outcome, corrected, counted] = await standing('mine');
    assert.deepEqual([outcome, corrected, counted], ['in progress', 'unlink', 'in progress']);
    const [session] = (await desk.report()).sessions;
    assert.equal(session?.shipped.high, 0);
    assert.ok(session?.evidence.every(each => each.commit !== commit));
  });

  it('takes the last of two sayings of one commit, however short its id is written', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('Other', { 'src/a.ts': null, 'src/b.ts': feature('two') });
    shop.run('push', '-q');
    await desk.collect();
    await say('mine', 'link', commit.slice(0, 8));
    await say('mine', 'research');
    await say('mine', 'unlink', commit);
    assert.deepEqual(
      (await desk.report()).corrections.map(({ said }) => said),
      ['research', 'unlink'],
    );
    assert.deepEqual(
      (await desk.report()).pieces.map(({ outcome }) => outcome),
      ['explored'],
    );
  });

  it('calls set-aside work research, and counts it as before', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    rmSync(join(shop.root, 'src/a.ts'));
    desk.workshop.second += 20 * 86_400;
    await desk.collect();
    assert.deepEqual(await standing('mine'), ['set aside', null, 'set aside']);
    await say('mine', 'research');
    assert.deepEqual(await standing('mine'), ['explored', 'research', 'set aside']);
    const [piece] = (await desk.report()).pieces;
    assert.equal(piece?.outcome, 'explored');
  });

  it('is heard of work whose repository is gone, too, and can be taken back', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    const whole = async () => {
      const { sessions, pieces, outcomes, figures, weeks } = await desk.report();
      return { sessions, pieces, outcomes, figures, weeks };
    };
    const takeBack = async () => {
      for (const { id } of (await desk.report()).corrections) await person.takeBack(id);
      await desk.collect();
    };
    await desk.collect();
    const before = await whole();
    await say('mine', 'not AI work');
    const said = await whole();
    await takeBack();
    rmSync(shop.root, { recursive: true });
    await desk.collect();
    assert.deepEqual(await whole(), before);
    for (let twice = 0; twice < 2; twice++) {
      await say('mine', 'not AI work');
      assert.deepEqual(await standing('mine'), ['unclear', 'not AI work', 'unclear']);
      assert.deepEqual(await whole(), said);
      await say('mine', 'research');
      assert.deepEqual(await standing('mine'), ['explored', 'research', 'shipped']);
      await takeBack();
      assert.deepEqual(await standing('mine'), ['shipped', null, 'shipped']);
      assert.deepEqual(await whole(), before);
    }
  });

  it('says that shipped work is none of an agent’s, which figures follow', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    await say('mine', 'not AI work');
    assert.deepEqual(await standing('mine'), ['unclear', 'not AI work', 'unclear']);
    // Of two sayings the last holds.
    await say('mine', 'research');
    assert.deepEqual(await standing('mine'), ['explored', 'research', 'shipped']);
    assert.equal((await desk.report()).corrections.length, 1);
  });

  it('wakes the collector, and tells of a session that is not there', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    await desk.collect();
    const wake = join(desk.folder, DATA_FILES.wake);
    rmSync(wake, { force: true });
    const saying = { agent: 'claude-code', session: 'nobody', said: 'research', target: null } as const;
    assert.deepEqual(await person.say(saying), { ok: false, problem: null });
    assert.equal(existsSync(wake), false);
    await person.say({ ...saying, session: 'mine' });
    assert.equal(existsSync(wake), true);
  });
});
