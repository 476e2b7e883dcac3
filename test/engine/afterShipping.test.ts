import assert from 'node:assert/strict';
import { AfterShipping } from '../../src/engine/afterShipping.ts';
import type { Harvest } from '../../src/engine/harvest.ts';
import type { ResolvedLink } from '../../src/engine/resolvedLink.ts';
import { attribute } from '../../src/insight/attribute.ts';
import type { Holding, Work } from '../../src/insight/attribution.ts';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { change, edit, net, step } from '../insight/small.ts';

const DAY = 86_400_000;
const FIVE = [1, 2, 3, 4, 5];
/** Lines that no session wrote. */
const OTHERS = [11, 12, 13, 14, 15];

describe('engine/afterShipping', () => {
  const shipped = (commit: string, day: number, path: string, lines: readonly number[]): HistoryStep =>
    step([change(path, lines)], { commit, at: day * DAY });
  const work = (session: number, day: number, path: string): Work => ({
    session,
    files: new Map([[path, { net: net(edit(day * DAY, FIVE)), counts: true }]]),
  });
  const harvest = (repository: number, history: readonly HistoryStep[]): Harvest => {
    const holdings = history.map(
      ({ commit, at, files }): Holding => ({ stage: 'shipped', commit, ref: 'r', at, files }),
    );
    const none = { dropped: new Map(), deployed: { steps: new Map() } };
    return { repository, holdings, history, ...none } as unknown as Harvest;
  };

  /** How many lines are new that each session shipped, of repositories with what each session left in them. */
  const freshOf = async (
    places: readonly (readonly [Harvest, readonly Work[]])[],
    links: ReadonlyMap<number, ResolvedLink> = new Map(),
  ): Promise<number[]> => {
    const harvests = places.map(([one]) => one);
    const after = new AfterShipping(harvests, 30 * DAY, () => null);
    for (const [{ repository, holdings }, works] of places)
      await after.learn(repository, works, attribute(works, holdings));
    await after.learnWhatIsNew([...links.values()], async () => () => false);
    const fresh: number[] = [];
    for (const session of [1, 2]) {
      const { standing } = await after.caseOf([session], [links.get(session) ?? []].flat());
      fresh.push(standing.fresh);
    }
    return fresh;
  };

  const between = [shipped('x', 2, 'c.ts', OTHERS), shipped('y', 3, 'c.ts', [])];

  it('tells what is new in one repository', async () => {
    const before = shipped('w', 0, 'c.ts', []);
    const history = [before, shipped('one', 1, 'a.ts', FIVE), ...between, shipped('two', 5, 'b.ts', FIVE)];
    const works = [work(1, 0, 'a.ts'), work(2, 4, 'b.ts')];
    assert.deepEqual(await freshOf([[harvest(8, history), works]]), [5, 0]);
  });

  it('tells what is new in any of several', async () => {
    const first = harvest(8, [shipped('one', 1, 'a.ts', FIVE), ...between]);
    const second = harvest(9, [...between, shipped('two', 5, 'b.ts', FIVE)]);
    const places = [[first, [work(1, 0, 'a.ts')]] as const, [second, [work(2, 4, 'b.ts')]] as const];
    assert.deepEqual(await freshOf(places), [5, 0]);
  });

  it('tells what is new of what was linked, whoever’s lines stood there before', async () => {
    const history = [shipped('one', 1, 'a.ts', FIVE), ...between, shipped('two', 5, 'b.ts', OTHERS)];
    const link = { repository: 8, step: 'two' } as ResolvedLink;
    const found = freshOf([[harvest(8, history), [work(1, 0, 'a.ts')]]], new Map([[2, link]]));
    assert.deepEqual(await found, [5, 0]);
  });
});
