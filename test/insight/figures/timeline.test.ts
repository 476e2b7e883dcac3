import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FigureFacts, FigureSession } from '../../../src/insight/figures/facts.ts';
import { FigureMemory } from '../../../src/insight/figures/memory.ts';
import { Timeline } from '../../../src/insight/figures/timeline.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { DAY, DOLLAR, facts, NOW, piece, session, TOLD } from './world.ts';

describe('insight/figures/timeline', () => {
  const world = facts(
    [session(1), session(2), session(3)],
    [piece('a', [1, 2]), piece('b', [2, 3]), piece('c', [3])],
  );
  const all = (timeline: Timeline) => timeline.piecesBetween(0, NOW);
  const micros = (timeline: Timeline) =>
    all(timeline)
      .map(each => `${each.id} ${each.micros / DOLLAR}`)
      .join(', ');
  const dearer = (...ids: number[]) =>
    new Map(
      [...world.sessions].map(([id, each]) => [
        id,
        ids.includes(id) ? { ...each, micros: 5 * DOLLAR } : each,
      ]),
    );

  it('makes a piece once', () => {
    const timeline = new Timeline(world, null);
    assert.equal(micros(timeline), 'a 2, b 2, c 1');
    assert.equal(all(timeline)[0], all(timeline)[0]);
  });

  it('takes over what did not change', () => {
    const earlier = new Timeline(world, null);
    const before = all(earlier);
    const later = new Timeline({ ...world, sessions: dearer(2), changed: new Set([2, 99]) }, earlier);
    assert.equal(micros(later), 'a 6, b 6, c 1');
    assert.equal(all(later)[2], before[2]);
    // What is not told of as changed is as it was.
    const untold = new Timeline(
      { ...world, sessions: dearer(1), changed: new Set() },
      new Timeline(world, null),
    );
    assert.equal(micros(untold), 'a 6, b 2, c 1', 'nobody had asked for it before');
  });

  it('begins anew where all may have changed', () => {
    const again = (more: Partial<FigureFacts>) => {
      const earlier = new Timeline(world, null);
      const before = all(earlier);
      const later = all(new Timeline({ ...world, changed: new Set(), ...more }, earlier));
      return later[0] === before[0];
    };
    assert.equal(again({}), true);
    assert.equal(again({ mature: new Set([1]) }), true, 'the same set');
    assert.equal(again({ changed: null }), false);
    assert.equal(again({ pieces: [...world.pieces] }), false);
    assert.equal(again({ mature: new Set([1, 2]) }), false);
    assert.equal(again({ mature: new Set() }), false);
  });

  it('takes sets of repositories for the same in whatever order', () => {
    const of = (...ids: number[]) => ({ ...world, mature: new Set(ids), changed: new Set<number>() });
    const earlier = new Timeline(of(10, 9), null);
    const [before] = all(earlier);
    assert.equal(all(new Timeline(of(9, 10), earlier))[0], before);
  });

  it('moves a piece that was worked on again', () => {
    const earlier = new Timeline(world, null);
    assert.equal(earlier.finishedPieces(NOW).length, 3);
    const sessions = new Map(world.sessions).set(3, session(3, { startedAt: NOW, lastAt: NOW }));
    const later = new Timeline({ ...world, sessions, changed: new Set([3]) }, earlier);
    assert.deepEqual(
      later.finishedPieces(NOW).map(({ id }) => id),
      ['a'],
    );
    assert.equal(later.piecesBetween(NOW - DAY, NOW).length, 2);
  });

  it('says the same with what came before and without', () => {
    const one = fc.record({
      counted: fc.constantFrom(...OUTCOMES),
      micros: fc.option(fc.integer({ min: 0, max: 9 })),
      startedAt: fc.constantFrom(TOLD, TOLD - DAY, NOW, null),
    });
    type Given = Pick<FigureSession, 'counted' | 'micros' | 'startedAt'>;
    const sessions = (list: readonly Given[]) =>
      new Map(list.map((given, id) => [id, session(id, { ...given, lastAt: given.startedAt })]));
    const pieces = [piece('a', [0, 1]), piece('b', [1, 2]), piece('c', [3]), piece('d', [])];
    const four = fc.array(one, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        four,
        four,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        (before, after, changes) => {
          const then = facts([], pieces);
          const earlier = new Timeline({ ...then, sessions: sessions(before) }, null);
          all(earlier);
          const now = before.map((given, id) => (changes[id] ? after[id]! : given));
          const changed = new Set([0, 1, 2, 3].filter(id => changes[id]));
          const given = { ...then, sessions: sessions(now), changed };
          const [kept, anew] = [
            new Timeline(given, earlier),
            new Timeline({ ...given, changed: null }, null),
          ];
          assert.deepEqual(all(kept), all(anew));
          assert.deepEqual(kept.finishedPieces(NOW), anew.finishedPieces(NOW));
        },
      ),
    );
  });
});

describe('insight/figures/memory', () => {
  const numbers = (...values: number[]) => Float64Array.from(values);

  it('reckons again only from other numbers', () => {
    const memory = new FigureMemory();
    let reckoned = 0;
    const ask = (name: string, ...from: Float64Array[]) =>
      memory.result(name, from, () => [numbers(++reckoned)])[0]?.[0];
    assert.equal(ask('a', numbers(1, 2), numbers(3)), 1);
    assert.equal(ask('a', numbers(1, 2), numbers(3)), 1);
    assert.equal(ask('b', numbers(1, 2), numbers(3)), 2);
    assert.equal(ask('a', numbers(1, 2), numbers(4)), 3);
    assert.equal(ask('a', numbers(0, 2), numbers(4)), 4);
    assert.equal(ask('a', numbers(0, 2), numbers(4, 5)), 5);
    assert.equal(ask('a', numbers(0, 2)), 6);
    assert.equal(ask('a', numbers(0, 2), numbers(4)), 7);
    assert.equal(ask('a', numbers(Number.NaN)), 8);
    assert.equal(ask('a', numbers(Number.NaN)), 8);
    assert.equal(ask('b', numbers(1, 2), numbers(3)), 2);
  });

  it('keeps the timeline of the facts before', () => {
    const memory = new FigureMemory();
    const world = facts([session(1)], [piece('a', [1])]);
    const [first] = memory.timeline(world).piecesBetween(0, NOW);
    assert.equal(memory.timeline({ ...world, changed: new Set() }).piecesBetween(0, NOW)[0], first);
  });
});
