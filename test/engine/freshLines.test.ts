import assert from 'node:assert/strict';
import { freshLinesOf } from '../../src/engine/freshLines.ts';
import { createPacker } from '../../src/lines/packer.ts';
import { Matching } from '../insight/matching.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BLOCK = Array.from({ length: 6 }, (_, i) => `const value${i} = compute(${i}, other${i});`);
const OWN = ['export const own = mine(1, 2);', 'export const more = mine(3, 4);'];

describe('engine/freshLines', () => {
  const fresh = async (
    shippedAt: number | null,
    wrote: readonly string[],
    stage: 'shipped' | 'pushed' = 'shipped',
  ) => {
    const matching = new Matching(await createPacker(new Uint8Array(32).fill(2)));
    matching.session(1, { at: 200 * DAY, path: 'a.ts', after: `${wrote.join('\n')}\n` });
    if (shippedAt !== null)
      matching.commit({ at: shippedAt, stage, files: [{ path: 'elsewhere.ts', added: BLOCK }] });
    const found = await freshLinesOf(matching.works, [matching], async () => {});
    return found.get(1);
  };

  it('counts what has not stood anywhere', async () => {
    assert.equal(await fresh(null, [...BLOCK, ...OWN]), 8);
    assert.equal(await fresh(199 * DAY, [...BLOCK, ...OWN]), 2);
  });

  it('takes a common line or two for new', async () => {
    assert.equal(await fresh(199 * DAY, [...BLOCK.slice(0, 4), ...OWN]), 6);
  });

  it('takes what shipped later, long before, or not at all for new', async () => {
    assert.equal(await fresh(201 * DAY, BLOCK), 6);
    assert.equal(await fresh(200 * DAY, BLOCK), 6);
    assert.equal(await fresh(79 * DAY, BLOCK), 6);
    assert.equal(await fresh(199 * DAY, BLOCK, 'pushed'), 6);
  });
});
