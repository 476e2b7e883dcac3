import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type StoryAct, storyOf } from '../../src/insight/actStory.ts';
import type { ActKind } from '../../src/model/records.ts';

describe('insight/actStory', () => {
  let at = 0;
  beforeEach(() => {
    at = 0;
  });
  const act = (kind: ActKind, more: Partial<StoryAct> = {}): StoryAct => {
    at += 1000;
    return { at, act: kind, human: null, target: null, args: 1, result: 1, ok: true, ...more };
  };
  const times = (count: number, kind: ActKind = 'read', more: Partial<StoryAct> = {}) =>
    Array.from({ length: count }, () => act(kind, more));
  const prompt = (human: boolean | null, args: number | null = 7) =>
    act('prompt', { human, args, result: null });

  describe('counts acts in a row with the same arguments and the same result', () => {
    const table: [string, () => StoryAct[], number][] = [
      ['none of nothing', () => [], 0],
      ['one', () => times(1), 1],
      ['six', () => times(6), 6],
      ['the longest of several', () => [...times(2), act('search'), ...times(4), act('web'), ...times(3)], 4],
      ['not other arguments', () => [...times(2), act('read', { args: 2 }), ...times(2)], 2],
      ['not another result', () => [...times(2), act('read', { result: 2 }), ...times(3)], 3],
      ['not another kind', () => [...times(2), ...times(3, 'shell')], 3],
      ['not where the arguments are not told', () => times(6, 'read', { args: null }), 0],
      ['not where the result is not told', () => times(6, 'read', { result: null }), 0],
      ['not of a tool whose kind is not known', () => times(6, 'other'), 0],
      ['not beyond what a person asks', () => [...times(3), prompt(true), ...times(2)], 3],
      ['not beyond what perhaps a person asks', () => [...times(3), prompt(null), ...times(2)], 3],
      ['beyond what a program sends', () => [...times(3), prompt(false), ...times(2)], 5],
      [
        'anew after a person asks',
        () => [...times(1), prompt(true), ...times(2), prompt(true), ...times(3)],
        3,
      ],
    ];
    for (const [title, acts, expected] of table) {
      it(title, () => assert.equal(storyOf(acts()).repetition, expected));
    }

    it('unless it waits 20 seconds between them', () => {
      const apart = (long: number) =>
        storyOf([0, long, 2 * long].map(time => ({ ...act('shell'), at: time }))).repetition;
      assert.equal(apart(19_999), 3);
      assert.equal(apart(20_000), 1);
    });
  });

  describe('counts how often one scheduled prompt came', () => {
    const table: [string, () => StoryAct[], number][] = [
      ['three times', () => [prompt(false), prompt(false), prompt(false)], 3],
      [
        'whatever was done meanwhile',
        () => [prompt(false), act('edit'), prompt(false), act('web'), prompt(false)],
        3,
      ],
      ['each for itself', () => [prompt(false, 1), prompt(false, 2), prompt(false, 1), prompt(false, 2)], 2],
      ['the most of all', () => [prompt(false, 1), prompt(false, 1), prompt(false, 2)], 2],
      ['not what a person asks', () => [prompt(true), prompt(true)], 0],
      ['not what perhaps a person asks', () => [prompt(null), prompt(null)], 0],
      ['not where its words are not told', () => [prompt(false, null), prompt(false, null)], 0],
      ['until a person asks', () => [prompt(false), prompt(false), prompt(true), prompt(false)], 2],
      ['beyond what perhaps a person asks', () => [prompt(false), prompt(null), prompt(false)], 2],
      ['or acts in a row, whichever are more', () => [prompt(false), prompt(false), ...times(3)], 3],
    ];
    for (const [title, acts, expected] of table) {
      it(title, () => assert.equal(storyOf(acts()).repetition, expected));
    }
  });

  describe('tells whether a command that had failed passed', () => {
    const check = (ok: boolean | null, args: number | null = 1, kind: ActKind = 'check') =>
      act(kind, { args, ok });
    const table: [string, () => StoryAct[], boolean][] = [
      ['a check', () => [check(false), check(true)], true],
      ['a shell command', () => [check(false, 1, 'shell'), check(true, 1, 'shell')], true],
      ['one of either', () => [check(false, 1, 'shell'), check(true, 1, 'check')], true],
      ['not what never failed', () => [check(true), check(true)], false],
      ['not what only failed', () => [check(true), check(false)], false],
      ['not another command', () => [check(false, 1), check(true, 2)], false],
      ['not where it fails again', () => [check(false), check(true), check(false)], false],
      ['where it passes once more', () => [check(false), check(true), check(false), check(true)], true],
      ['where another one fails', () => [check(false), check(true), check(false, 2)], true],
      ['not where its words are not told', () => [check(false, null), check(true, null)], false],
      ['not where its end is not told', () => [check(false), check(null)], false],
      ['nor does that make one fail', () => [check(null), check(true)], false],
      ['no other tool', () => [check(false, 1, 'web'), check(true, 1, 'web')], false],
      ['no other tool after it', () => [check(false), check(true, 1, 'read')], false],
    ];
    for (const [title, acts, expected] of table) {
      it(title, () => assert.equal(storyOf(acts()).resolved, expected));
    }
  });

  it('counts each file once that it looked at', () => {
    const acts = [1, 2, 1, null].map(target => act('read', { target }));
    assert.equal(storyOf([...acts, act('edit', { target: 3 }), act('search', { target: 4 })]).looked, 2);
    assert.equal(storyOf([]).looked, 0);
  });

  it('never tells more repetition than there are acts, nor more files than looks', () => {
    const kinds = fc.constantFrom<ActKind>('prompt', 'read', 'shell', 'check', 'other');
    const some = fc.option(fc.integer({ min: 1, max: 2 }));
    const one = fc.record({
      act: kinds,
      human: fc.option(fc.boolean()),
      target: some,
      args: some,
      result: some,
      ok: fc.option(fc.boolean()),
      at: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), acts => {
        const { repetition, looked } = storyOf(acts);
        assert.ok(repetition <= acts.length && looked <= acts.filter(each => each.act === 'read').length);
      }),
    );
  });
});
