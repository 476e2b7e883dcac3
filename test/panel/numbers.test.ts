import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compactNumber, inMillions } from '../../src/model/compactNumber.ts';
import { dollars, fraction, inWords, percent, percentages, tokensOf } from '../../src/panel/view/numbers.ts';
import { VOICE } from './voice.ts';

describe('panel/numbers', () => {
  it('writes tokens short, with a space that does not break before the unit', () => {
    assert.equal(compactNumber(18_400_000, 'en-GB'), '18.4\u00a0M');
    assert.equal(compactNumber(12_000, 'en'), '12\u00a0K');
    assert.equal(compactNumber(840, 'en'), '840');
    assert.equal(compactNumber(0, 'en'), '0');
    assert.equal(compactNumber(18_400_000, 'de'), '18,4\u00a0Mio.');
  });

  it('keeps one unit down a column, and a smaller one only where a tenth would show nothing', () => {
    const written = [12_345_678, 2_000_000, 972_500, 50_000, 49_999, 1000, 840, 0, 1_234_567_890];
    assert.deepEqual(
      written.map(value => inMillions(value, 'en-GB').replace('\u00a0', ' ')),
      ['12.3 M', '2.0 M', '1.0 M', '0.1 M', '50 K', '1 K', '840', '0', '1,234.6 M'],
    );
    assert.equal(inMillions(972_500, 'de'), '1,0\u00a0Mio.');
    assert.equal(inMillions(9_725_000, 'ja'), '973\u00a0万');
  });

  it('adds what is known and keeps unknown apart from zero', () => {
    const none = { input: null, cacheRead: null, cacheWrite: null, output: null };
    assert.equal(tokensOf(none), null);
    assert.equal(tokensOf({ ...none, output: 0 }), 0);
    assert.equal(tokensOf({ ...none, input: 1, output: 2 }), 3);
  });

  it('uses words up to twelve', () => {
    assert.deepEqual(
      [0, 1, 3, 12, 13, 1200].map(n => inWords(n, VOICE)),
      ['none', 'one', 'three', 'twelve', '13', '1,200'],
    );
  });

  it('never shows a part that is there as nothing', () => {
    assert.equal(percent(0, VOICE), 'under 1\u00a0%');
    assert.equal(percent(58, VOICE), '58\u00a0%');
  });

  it('shows cents of small sums and parts of credits', () => {
    assert.equal(dollars(4.1, 'en-GB'), '$4.10');
    assert.equal(dollars(1204.4, 'en-GB'), '$1,204');
    assert.equal(fraction(31.44, 'en-GB'), '31.4');
  });

  it('makes whole percentages that add up to 100 and are within one of the exact share', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(weights, given => {
        const sum = given.reduce((a, b) => a + b, 0);
        const rounded = percentages(given);
        if (sum === 0) return assert.deepEqual(new Set(rounded), new Set([0]));
        assert.equal(
          rounded.reduce((a, b) => a + b, 0),
          100,
        );
        for (const [i, share] of rounded.entries()) {
          assert.ok(Math.abs(share - (given[i]! / sum) * 100) < 1 + 1e-6, `${share} of ${given}`);
        }
      }),
    );
    assert.deepEqual(percentages([1, 1, 1]), [34, 33, 33]);
    assert.deepEqual(percentages([]), []);
  });
});
