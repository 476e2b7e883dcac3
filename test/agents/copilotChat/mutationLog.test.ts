import assert from 'node:assert/strict';
import { replay } from '../../../src/agents/copilotChat/mutationLog.ts';

describe('agents/mutationLog', () => {
  const run = (...entries: (object | string)[]) => {
    const skipped: string[] = [];
    const text = entries.map(entry => (typeof entry === 'string' ? entry : JSON.stringify(entry))).join('\n');
    return { state: replay(text, reason => skipped.push(reason)), skipped };
  };
  const whole = { kind: 0, v: { list: ['a', 'b', 'c'], deep: [{ x: 1 }] } };

  it('cuts a list to the length that a push names, and then adds: it inserts nothing', () => {
    const { state } = run(whole, { kind: 2, k: ['list'], i: 1, v: ['x', 'y'] });
    assert.deepEqual((state as { list: unknown }).list, ['a', 'x', 'y']);
  });

  it('adds where no length is named, cuts where nothing is added, and begins a list that is not there', () => {
    const { state } = run(
      whole,
      { kind: 2, k: ['list'], v: ['d'] },
      { kind: 2, k: ['deep'], i: 0 },
      { kind: 2, k: ['new'], v: [1] },
    );
    assert.deepEqual(state, { list: ['a', 'b', 'c', 'd'], deep: [], new: [1] });
  });

  it('sets and removes, however deep', () => {
    const { state } = run(
      whole,
      { kind: 1, k: ['deep', 0, 'y'], v: 2 },
      { kind: 3, k: ['deep', 0, 'x'] },
      { kind: 1, k: ['deep', 1], v: 'z' },
    );
    assert.deepEqual((state as { deep: unknown }).deep, [{ y: 2 }, 'z']);
  });

  it('begins anew with each whole', () => {
    assert.deepEqual(run(whole, { kind: 0, v: { list: [] } }).state, { list: [] });
  });

  it('counts what it cannot apply, and a torn line only where others follow it', () => {
    const { state, skipped } = run(
      whole,
      '{"kind":1,',
      { kind: 9, k: ['list'] },
      { kind: 1, k: ['none', 'x'], v: 1 },
      { kind: 1, k: ['list', 1e9], v: 1 },
      { kind: 1, k: ['__proto__', 'x'], v: 1 },
      { kind: 1, k: ['__proto__'], v: { x: 1 } },
      '{"kind":1,"k":["li',
    );
    assert.deepEqual(state, whole.v);
    assert.deepEqual(skipped, ['malformed', ...Array(5).fill('newer format')]);
    assert.equal(({} as { x?: unknown }).x, undefined);
  });
});
