import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberLists } from '../../src/insight/numberLists.ts';

describe('insight/numberLists', () => {
  const listOf = (lists: NumberLists, key: number): number[] => {
    const list: number[] = [];
    for (let at = lists.start(key); at < lists.end(key); at++) list.push(lists.at(at));
    return list;
  };
  const made = (keys: number, pairs: readonly (readonly [number, number])[]): NumberLists => {
    const greatest = pairs.reduce((most, [, number]) => Math.max(most, number), 0);
    const lists = new NumberLists(keys, greatest);
    for (const [key] of pairs) lists.expect(key);
    lists.expectNoMore();
    for (const [key, number] of pairs) lists.put(key, number);
    return lists;
  };

  it('hold what was shown of each key, in that order', () => {
    const number = fc.oneof(fc.nat(9), fc.constantFrom(0xffff, 0x10000, 2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), number), { maxLength: 40 }), pairs => {
        const lists = made(7, pairs);
        for (let key = 0; key < 7; key++) {
          const expected = pairs.filter(([each]) => each === key).map(([, each]) => each);
          assert.deepEqual(listOf(lists, key), expected);
        }
      }),
    );
  });

  it('hold many numbers', () => {
    const many = Array.from({ length: 200_000 }, (_, n) => [n % 90_000, n] as const);
    const lists = made(90_000, many);
    assert.deepEqual(listOf(lists, 19_999), [19_999, 109_999, 199_999]);
    assert.deepEqual(listOf(lists, 89_999), [89_999, 179_999]);
  });

  it('are none of no keys', () => assert.equal(made(0, []).start(0), 0));
});
