import assert from 'node:assert/strict';
import { mostCommon, sign, TELLING_AGE, type Unit } from '../../src/insight/shippedUnit.ts';

describe('insight/shippedUnit', () => {
  it('can be told after 14 days', () => assert.equal(TELLING_AGE, 14 * 86_400_000));

  it('counts an added line for one more, and a removed one for one less', () =>
    assert.deepEqual([sign('added'), sign('removed')], [1, -1]));

  it('says what took most of them out, the first where two took as many', () => {
    const by = (commit: string | null, way: 'removed' | 'dropped' = 'removed') =>
      ({ by: { commit, at: 0, way } }) as unknown as Unit;
    const none = { by: null } as unknown as Unit;
    assert.equal(mostCommon([]), null);
    assert.equal(mostCommon([none]), null);
    assert.equal(mostCommon([none, by('a'), by('b'), none, none, by('b')])?.commit, 'b');
    assert.equal(mostCommon([by('a'), by('b')])?.commit, 'a');
    assert.equal(mostCommon([by('a'), by('b'), by('a', 'dropped'), by('b')])?.commit, 'b');
    assert.equal(mostCommon([by('a'), by('a', 'dropped'), by('a', 'dropped')])?.way, 'dropped');
  });
});
