import assert from 'node:assert/strict';
import { judge } from './judge.ts';
import { numbersIn } from './told.ts';
import { honestWorld, thinWorld } from './world.ts';

describe('adversary/told', () => {
  const texts = { tooltip: '', spoken: '', tool: new Map<number, string>(), recap: '' };

  it('reads the numbers of each text', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { told, badge, figures } = judge(honestWorld(seed));
      assert.equal(told.get('tooltip: shipped'), badge.shipped);
      assert.equal(told.get('spoken: shipped'), badge.shipped);
      assert.equal(told.get('chat, 28 days: shipped'), figures.shipped.window);
      assert.ok(Math.abs(told.get('chat, 28 days: within the usual')! - figures.window.inCode!) <= 0.005);
      judge(thinWorld(seed));
    }
  });

  it('lets nothing pass of which nobody said what is better', () => {
    assert.equal(numbersIn(texts).size, 0);
    assert.throws(() => numbersIn({ ...texts, tooltip: '71 % of it is in shipped code.' }), /is better/);
    assert.throws(() => numbersIn({ ...texts, tool: new Map([[7, '- shipped: 44 sessions shipped']]) }));
  });
});
