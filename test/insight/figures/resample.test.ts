import assert from 'node:assert/strict';
import { resample } from '../../../src/insight/figures/resample.ts';

describe('insight/figures/resample', () => {
  it('gives the figure of a thousand draws of as many pieces, sorted', () => {
    const sizes = new Set<number>();
    const figure = (drawn: Int32Array) => {
      sizes.add(drawn.length);
      return drawn[0]! * 10 + drawn[4]!;
    };
    const [draws, twice] = resample(5, [figure, drawn => 2 * figure(drawn)]);
    assert.equal(draws!.length, 1000);
    assert.deepEqual([...sizes], [5]);
    assert.deepEqual(draws, draws!.toSorted());
    assert.deepEqual(
      twice,
      draws!.map(each => 2 * each),
    );
  });

  it('draws each piece about as often as any other, and the same one again', () => {
    const counts = [0, 0, 0, 0];
    let again = 0;
    resample(4, [
      drawn => {
        for (const at of drawn) counts[at]!++;
        if (new Set(drawn).size < 4) again++;
        return 0;
      },
    ]);
    // Of 4000 each has 1000 by chance, give or take 27.
    for (const count of counts) assert.ok(count > 850 && count < 1150, `${counts}`);
    // That all four are there comes once in 256 / 24 draws.
    assert.ok(again > 860 && again < 950, `${again}`);
  });

  it('draws the same every time, and never the same in a row', () => {
    const all = () => {
      const seen: string[] = [];
      resample(8, [
        drawn => {
          seen.push(drawn.join());
          return 0;
        },
      ]);
      return seen;
    };
    assert.deepEqual(all(), all());
    assert.ok(new Set(all()).size > 990);
  });

  it('narrows with more pieces', () => {
    const width = (count: number) => {
      const [draws] = resample(count, [drawn => drawn.reduce((sum, at) => sum + (at % 2), 0) / count]);
      return draws![900]! - draws![100]!;
    };
    // Four fifths of a share of one half over n pieces: 2 · 1.28 · 0.5 / √n.
    assert.ok(Math.abs(width(16) - 0.32) < 0.1, `${width(16)}`);
    assert.ok(Math.abs(width(400) - 0.064) < 0.02, `${width(400)}`);
  });
});
