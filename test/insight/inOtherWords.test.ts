import assert from 'node:assert/strict';
import type { Work } from '../../src/insight/attribution.ts';
import { PAID } from '../../src/insight/changedLines.ts';
import { InOtherWords } from '../../src/insight/inOtherWords.ts';
import type { OpenLine } from '../../src/insight/openLines.ts';
import { change, edit, leftBy } from './small.ts';

const HOUR = 3_600_000;
const TRIVIAL = 1;

describe('insight/inOtherWords', () => {
  const work = (session: number, ...shellAt: number[]): Work => ({ session, files: new Map(), shellAt });
  const lines = (session: number, weighing: number, light = 0): OpenLine[] =>
    Array.from({ length: weighing + light }, (_, n) => {
      return leftBy(session, edit(0, [{ print: n, flags: n < weighing ? 0 : TRIVIAL }]));
    }).flat();
  /** So many lines of nobody's, the last of them trivial; and then so many that are paid for. */
  const held = (weighing: number, light: number, paid = 0) => {
    const prints = Array.from({ length: weighing + light + paid }, (_, n) => ({
      print: n,
      flags: n < weighing ? 0 : TRIVIAL,
    }));
    const state = new Uint8Array(weighing + light + paid).fill(PAID, weighing + light);
    return [change('a', prints), { added: state, removed: new Uint8Array() }] as const;
  };
  const told = (words: InOtherWords, missing: OpenLine[], file = 'a') =>
    [...words.perhaps(file, missing)]
      .map(([session, { weighing, all }]) => `${session}: ${weighing} of ${all}`)
      .join();

  describe('soon after a shell command', () => {
    const shipped = (ago: number, file = 'a') => {
      const words = new InOtherWords([work(1, 0, 10 * HOUR)]);
      words.shipped(file, 10 * HOUR + ago, ...held(2, 1), []);
      return told(words, lines(1, 3, 2));
    };
    it('may be all that is nobody’s', () => assert.equal(shipped(0), '1: 2 of 3'));
    it('for two hours', () => {
      assert.equal(shipped(2 * HOUR), '1: 2 of 3');
      assert.equal(shipped(2 * HOUR + 1), '1: 0 of 0');
      assert.equal(shipped(-1), '1: 0 of 0');
    });
    it('in its own file', () => assert.equal(shipped(0, 'b'), '1: 0 of 0'));
    it('and no more than is missing', () => {
      const words = new InOtherWords([work(1, 0)]);
      words.shipped('a', 0, ...held(9, 9), []);
      assert.equal(told(words, lines(1, 2, 1)), '1: 2 of 3');
      words.shipped('a', 1, ...held(9, 9), []);
      assert.equal(told(words, lines(1, 30, 30)), '1: 18 of 36');
    });
    it('of the session that ran it', () => {
      const words = new InOtherWords([work(1, 0), work(2)]);
      words.shipped('a', 0, ...held(2, 0), []);
      assert.equal(told(words, [...lines(2, 1), ...lines(1, 1)]), '2: 0 of 0,1: 1 of 1');
    });
  });

  describe('beside lines that were found', () => {
    const beside = (found: number, weighing = 9, light = 9) => {
      const words = new InOtherWords([work(1), work(2)]);
      words.shipped('a', 0, ...held(weighing, light, found), lines(1, found));
      return told(words, [...lines(1, 20, 20), ...lines(2, 1)]);
    };
    it('may be one for five, begun ones too', () => {
      assert.equal(beside(0), '1: 0 of 0,2: 0 of 0');
      assert.equal(beside(1), '1: 1 of 1,2: 0 of 0');
      assert.equal(beside(5), '1: 1 of 1,2: 0 of 0');
      assert.equal(beside(6), '1: 2 of 2,2: 0 of 0');
      assert.equal(beside(50, 20, 0), '1: 10 of 10,2: 0 of 0');
    });
    it('and no more than are nobody’s', () => {
      assert.equal(beside(30, 1, 2), '1: 1 of 3,2: 0 of 0');
      assert.equal(beside(30, 0, 0), '1: 0 of 0,2: 0 of 0');
    });
    it('by how many lines of each session are beside them', () => {
      const words = new InOtherWords([work(1), work(2)]);
      words.shipped('a', 0, ...held(20, 0, 7), [...lines(1, 5), ...lines(2, 1), ...lines(1, 1)]);
      assert.equal(told(words, [...lines(1, 9), ...lines(2, 9)]), '1: 2 of 2,2: 1 of 1');
    });
    it('of each change', () => {
      const words = new InOtherWords([work(1)]);
      for (let n = 0; n < 3; n++) words.shipped('a', n, ...held(4, 0, 5), lines(1, 5));
      assert.equal(told(words, lines(1, 9)), '1: 3 of 3');
    });
  });

  it('asks what is nobody’s when it is settled', () => {
    const words = new InOtherWords([work(1, 0)]);
    const [file, state] = held(3, 0);
    words.shipped('a', 0, file, state, []);
    state.added.fill(PAID, 0, 2);
    assert.equal(told(words, lines(1, 3)), '1: 1 of 1');
    assert.equal(told(words, []), '');
  });
});
