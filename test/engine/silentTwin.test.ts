import assert from 'node:assert/strict';
import type { Said } from '../../src/model/correction.ts';
import { feature } from './desk.ts';
import { TwoRepositories } from './twoRepositories.ts';

const DAY = 86_400;

/** Says something, or nothing on the desk of one who is silent; then all is looked at. */
type Say = (said: Said, commit?: string) => Promise<void>;
/** It ends while not all may be read. */
type History = (two: TwoRepositories, say: Say) => Promise<void>;

/** Most of what it edits lies in the one, most of its lines in the other. */
const overBoth = async ({ desk, shop }: TwoRepositories) => {
  const session = desk.session(shop.root, 'one').prompt();
  for (const name of ['a', 'b', 'c']) session.write(`src/${name}.ts`, 'export const few = 1;\n');
  session.write('../other/src/many.ts', [...'efghijk'].map(feature).join(''));
  await desk.collect();
};

/** A session without edits that names a commit in each. */
const namesBoth = async (two: TwoRepositories) => {
  const { desk, shop, other } = two;
  // The ledger numbers them as they are met.
  for (const { root } of [other, shop])
    desk.session(root, root.at(-1)).prompt().write('src/known.ts', feature('known'));
  await desk.collect();
  const elsewhere = two.ship(other, { 'src/c.ts': feature('c') + feature('d') });
  const here = two.ship(shop, { 'src/a.ts': feature('a') });
  const one = desk.session(shop.root, 'one').prompt();
  for (const commit of [elsewhere, here])
    one.shell('git commit -m Part', `[main ${commit.slice(0, 7)}] Part`);
  desk.workshop.second += DAY;
  await desk.collect();
  return { elsewhere, here };
};

const HISTORIES: Record<string, History> = {
  'of what a session names where it was read, and what it names elsewhere is taken out': async (two, say) => {
    const { elsewhere, here } = await namesBoth(two);
    await two.restrict(two.other.root);
    await say('unlink', here);
    await two.revert(two.other, elsewhere);
  },
  'of what a session names where it was not read, and that is taken out': async (two, say) => {
    const { elsewhere } = await namesBoth(two);
    await two.restrict(two.other.root);
    await say('unlink', elsewhere);
    await two.revert(two.other, elsewhere);
  },
  'of the part that was read, of which as much is written again': async (two, say) => {
    const { desk, shop, other } = two;
    const session = desk.session(other.root, 'one').prompt().write('../shop/src/d.ts', feature('d'));
    for (const name of ['a', 'b', 'c']) session.write(`src/${name}.ts`, feature(name));
    await desk.collect();
    const part = two.ship(other);
    two.ship(shop);
    await desk.collect();
    await two.restrict(shop.root);
    await say('unlink', part);
    desk.workshop.second += DAY;
    session.at(desk.now()).write('src/e.ts', feature('e'));
    await desk.collect();
    two.ship(other);
    await desk.collect();
  },
  'of the part that was read, which was taken out and then put back': async (two, say) => {
    await overBoth(two);
    two.ship(two.shop);
    const part = two.ship(two.other);
    await two.desk.collect();
    await two.restrict(two.shop.root);
    await two.revert(two.other, part);
    await say('unlink', part);
    await two.desk.collect();
    await two.revert(two.other, 'HEAD');
  },
};

describe('engine: what lies below a word of a commit, while not all may be read', () => {
  let spoken: TwoRepositories;
  let silent: TwoRepositories;
  beforeEach(() => {
    [spoken, silent] = [new TwoRepositories(), new TwoRepositories()];
  });
  afterEach(() => [spoken, silent].forEach(each => void each.remove()));

  /** With the same paths on every desk. */
  const told = async (two: TwoRepositories) =>
    JSON.parse(JSON.stringify(await two.told()).replaceAll(two.desk.workshop.root, '')) as unknown;

  for (const [what, happens] of Object.entries(HISTORIES))
    for (const order of ['taken back first', 'read first'])
      it(`is what it is without it: ${what}; ${order}`, async () => {
        await happens(spoken, (said, commit) => spoken.say('one', said, commit));
        await happens(silent, async () => void (await silent.desk.collect()));
        assert.notDeepEqual(await told(spoken), await told(silent), 'a word is seen');
        if (order === 'taken back first') {
          await spoken.takeBack();
          assert.deepEqual(await told(spoken), await told(silent));
        }
        for (const two of [spoken, silent]) await two.read();
        await spoken.takeBack();
        assert.deepEqual(await told(spoken), await told(silent));
      });
});
