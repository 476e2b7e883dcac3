import assert from 'node:assert/strict';
import { PersonSays } from '../../src/engine/personSays.ts';
import { Desk, feature } from './desk.ts';

describe('engine: work that is let go', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  const told = async () => {
    await desk.collect();
    const { pieces, badge, outcomes, figures, usage } = await desk.report();
    const gone = pieces.filter(piece => piece.letGo).map(({ id }) => id);
    return {
      gone,
      open: badge.open,
      inSummary: desk.summary().openPieces,
      rest: { outcomes, figures, usage },
    };
  };

  it('is open no more for list and badge, changes no figure, and comes back when something happens', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const before = await told();
    assert.deepEqual([before.gone, before.open, before.inSummary], [[], 1, 1]);
    desk.workshop.second += 3600;
    const person = new PersonSays(desk.folder, desk.now);
    const say = (said: 'research' | 'let go') =>
      person.say({ agent: 'claude-code', session: 'mine', said, target: null });
    assert.deepEqual(await say('let go'), { ok: true });
    const after = await told();
    assert.deepEqual([after.gone, after.open, after.inSummary], [['mine'], 0, 0]);
    assert.deepEqual(after.rest, before.rest);
    desk.workshop.second += 3600;
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('two'));
    const again = await told();
    assert.deepEqual([again.gone, again.open, again.inSummary], [[], 1, 1]);
  });

  it('is taken back, and takes back nothing else that was said', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    await desk.collect();
    desk.workshop.second += 60;
    const person = new PersonSays(desk.folder, desk.now);
    for (const said of ['not AI work', 'let go', 'let go'] as const)
      await person.say({ agent: 'claude-code', session: 'mine', said, target: null });
    const { corrections } = await desk.report();
    assert.deepEqual(
      corrections.map(({ said }) => said),
      ['not AI work', 'let go'],
    );
    await person.takeBack(corrections[0]!.id);
    assert.deepEqual((await told()).gone, ['mine']);
    await person.takeBack(corrections[1]!.id);
    assert.deepEqual((await told()).gone, []);
  });
});
