import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Findings } from '../../src/ledger/findings.ts';
import { ParsedFindings } from '../../src/ledger/parsedFindings.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import { SessionNews } from '../../src/ledger/sessionNews.ts';

const KINDS = ['session', 'piece', 'refused'];

describe('ledger/parsedFindings', () => {
  it('is what the ledger holds, in its order, whatever was written and taken out since', () => {
    const values = fc.dictionary(
      fc.constantFrom('1', '10', '2', '1 a', 'b'),
      fc.record({ n: fc.integer({ min: 0, max: 3 }) }, { noNullPrototype: true }),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...KINDS), values), { maxLength: 8 }), steps => {
        const database = new DatabaseSync(':memory:');
        for (const migration of MIGRATIONS) database.exec(migration);
        const findings = new Findings(database);
        const news = new SessionNews(database);
        const parsed = new ParsedFindings(database, {
          session: ([name], texts) => texts.parse('session', name),
          piece: ([name], texts) => texts.parse('piece', name),
        });
        let change: number | null = null;
        for (const [kind, of] of steps) {
          findings.replace(kind, Object.entries(of));
          const before = KINDS.map(each => ({ array: parsed.values(each), copy: [...parsed.values(each)] }));
          parsed.refresh(change);
          change = news.lastChange();
          for (const [n, each] of KINDS.entries()) {
            const held = [...findings.of(each)];
            assert.deepEqual(
              parsed.names(each).map((name, place) => [name, parsed.values(each)[place]]),
              held,
            );
            // Who kept the array that was there before can tell by it whether anything is otherwise.
            const { array, copy } = before[n]!;
            if (parsed.values(each) === array) assert.deepEqual(array, copy);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
