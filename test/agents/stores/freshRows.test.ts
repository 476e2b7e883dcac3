import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FreshRows, type FreshState } from '../../../src/agents/stores/freshRows.ts';

interface Row {
  readonly name: string;
  readonly at: number;
}

/** What is told of a store's rows as they stand, and what is known then. */
function look(rows: readonly Row[], state: FreshState | null): { told: Row[]; state: FreshState } {
  const fresh = new FreshRows(state, Math.max(0, ...rows.map(({ at }) => at)));
  const asked = rows.filter(({ at }) => at >= fresh.since).sort((a, b) => a.at - b.at);
  const told = asked.filter(({ name, at }) => fresh.isFresh(name, at));
  return { told, state: JSON.parse(JSON.stringify(fresh.state())) };
}

describe('agents/stores/freshRows', () => {
  it('tells a row that was changed before another and came to light after it', () => {
    const first = look([{ name: 'b', at: 5002 }], null);
    const rows = [
      { name: 'a', at: 5000 },
      { name: 'b', at: 5002 },
    ];
    const second = look(rows, first.state);
    assert.deepEqual(second.told, [rows[0]]);
    assert.deepEqual(look(rows, second.state).told, []);
  });

  it('tells a row again that changed within these moments, and of another store all', () => {
    const { state } = look([{ name: 'a', at: 5000 }], null);
    assert.deepEqual(look([{ name: 'a', at: 5001 }], state).told, [{ name: 'a', at: 5001 }]);
    assert.deepEqual(look([{ name: 'z', at: 10 }], state).told, [{ name: 'z', at: 10 }]);
  });

  it('tells each state of each row once, whenever it looks, where none comes to light later than ten seconds', () => {
    const change = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      after: fc.nat(9000),
      late: fc.nat(9000),
      look: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), changes => {
        const rows = new Map<string, Row>();
        const told: Row[] = [];
        let now = 1_000_000;
        let state: FreshState | null = null;
        for (const { name, after, late, look: looks } of changes) {
          now += after;
          const at = Math.max(now - late, (rows.get(name)?.at ?? 0) + 1);
          rows.set(name, { name, at });
          if (!looks) continue;
          const seen = look([...rows.values()], state);
          told.push(...seen.told);
          state = seen.state;
        }
        const last = look([...rows.values()], state);
        told.push(...last.told);
        const names = told.map(({ name, at }) => `${name} ${at}`);
        assert.equal(new Set(names).size, names.length);
        for (const { name, at } of rows.values()) assert.ok(names.includes(`${name} ${at}`));
        assert.deepEqual(look([...rows.values()], last.state).state, last.state);
      }),
    );
  });
});
