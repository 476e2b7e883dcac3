import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import {
  FINDING,
  type PieceFinding,
  type RestatedFinding,
  type SessionFinding,
} from '../../src/engine/findingTypes.ts';
import { KeptFacts } from '../../src/engine/keptFacts.ts';
import { FINDING_COLUMNS } from '../../src/ledger/findingColumns.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import { asOfOneMoment } from '../../src/ledger/transaction.ts';
import { OUTCOMES } from '../../src/model/outcome.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';

type Session = SessionFinding & RestatedFinding;
type Piece = PieceFinding & RestatedFinding;

const time = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }));
const count = fc.nat(5000);
const share = fc.double({ min: 0, max: 1, noNaN: true }).map(number => number + 0);
const range = fc.record({ low: share, mid: share, high: share }, { noNullPrototype: true });
const outcome = fc.constantFrom(...OUTCOMES);
const confidence = fc.constantFrom('solid', 'likely', 'thin') as fc.Arbitrary<Session['confidence']>;
const plain = { noNullPrototype: true };

const sessionFinding: fc.Arbitrary<Session> = fc.record(
  {
    session: fc.integer({ min: 1, max: 6 }),
    repository: fc.option(fc.nat(9)),
    outcome,
    counted: outcome,
    said: fc.constantFrom(null, 'let go' as const),
    confidence,
    chip: fc.constantFrom(null, 'mostly yours' as Session['chip']),
    shipped: range,
    living: range,
    evidence: fc.constant([]),
    files: fc.array(fc.string()),
    linesAdded: count,
    linesRemoved: count,
    lastEditAt: time,
    restated: fc.constant([]),
  },
  plain,
);
const pieceFinding: fc.Arbitrary<Piece> = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'a b', 'é"', '1'),
    repository: fc.option(fc.nat(2)),
    branch: fc.option(fc.string()),
    sessions: fc.array(fc.integer({ min: 1, max: 6 })),
    outcome,
    counted: outcome,
    confidence,
    chip: fc.constant(null),
    startedAt: time,
    lastAt: time,
    shippedAt: time,
    commits: fc.array(fc.string()),
    mainCommit: fc.option(fc.string()),
    files: fc.array(fc.string()),
    lines: fc.record({ counting: count, shipped: count }, plain),
    fresh: count,
    living: count,
    diagnosed: fc.boolean(),
    still: fc.record({ oldEnough: count, kept: count }, plain),
    left: fc.constant(null),
    restated: fc.constant([]),
  },
  plain,
);

describe('engine: findings that are read late', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'late-'));
    file = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are what was written, to the last bit, whatever is written anew', () => {
    const steps = fc.array(
      fc.record({ sessions: fc.array(sessionFinding), pieces: fc.array(pieceFinding) }, plain),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(steps, written => {
        const database = new DatabaseSync(':memory:');
        for (const migration of MIGRATIONS) database.exec(migration);
        const facts = new KeptFacts(database, new PriceBook());
        for (const step of written) {
          write(database, step.sessions, step.pieces);
          assertHeld(database, facts);
          assertHeld(database, new KeptFacts(database, new PriceBook()));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are the same in a ledger of an earlier version, brought to this one or only read', async () => {
    const sessions = fc.sample(sessionFinding, { seed: 7, numRuns: 20 });
    const pieces = fc.sample(pieceFinding, { seed: 7, numRuns: 20 });
    const older = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, 4)) older.exec(migration);
    older.exec('PRAGMA user_version = 4');
    write(older, sessions, pieces);
    older.close();
    const reading = await openLedger(file, { readOnly: true });
    assertHeld(reading.database, new KeptFacts(reading.database, new PriceBook()));
    reading.database.close();
    const { database, writable } = await openLedger(file);
    assert.equal(writable, true);
    assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, SCHEMA_VERSION);
    assertHeld(database, new KeptFacts(database, new PriceBook()));
    database.close();
  });

  it('are of the moment at which they were looked for, though another writes meanwhile', async () => {
    const { database: writer } = await openLedger(file);
    const [finding] = fc.sample(sessionFinding, { seed: 3, numRuns: 1 });
    const one = { ...finding!, session: 1 };
    write(writer, [{ ...one, files: ['before'] }], []);
    const { database } = await openLedger(file, { readOnly: true });
    const facts = new KeptFacts(database, new PriceBook());
    asOfOneMoment(database, () => {
      facts.refresh();
      write(writer, [{ ...one, files: ['after'] }], []);
      assert.deepEqual(facts.findings.get(1)?.files, ['before']);
    });
    asOfOneMoment(database, () => {
      facts.refresh();
      assert.deepEqual(facts.findings.get(1)?.files, ['after']);
    });
    database.close();
    writer.close();
  });

  it('are looked for without their text', async () => {
    const { database } = await openLedger(file);
    const plans = (['session', 'piece'] as const).map(kind =>
      database
        .prepare(
          `EXPLAIN QUERY PLAN SELECT name, ${FINDING_COLUMNS[kind]} FROM finding INDEXED BY finding_of_${kind}
           WHERE kind = '${kind}'`,
        )
        .all()
        .map(({ detail }) => detail),
    );
    for (const plan of plans) assert.match(String(plan), /COVERING INDEX/);
    database.close();
  });
});

function write(database: DatabaseSync, sessions: readonly Session[], pieces: readonly Piece[]): void {
  const findings = new Findings(database);
  findings.replace(FINDING.session, new Map(sessions.map(each => [String(each.session), each])));
  findings.replace(FINDING.piece, new Map(pieces.map(each => [`${each.repository} ${each.id}`, each])));
}

function assertHeld(database: DatabaseSync, facts: KeptFacts): void {
  asOfOneMoment(database, () => {
    facts.refresh();
    const findings = new Findings(database);
    assertSame([...facts.findings.values()], [...findings.of<Session>(FINDING.session).values()]);
    assertSame(facts.pieces, [...findings.of<Piece>(FINDING.piece).values()]);
  });
}

function assertSame<T extends object>(late: readonly T[], written: readonly T[]): void {
  assert.equal(late.length, written.length);
  for (const [n, each] of written.entries()) {
    for (const part of Object.keys(each) as (keyof T)[]) {
      assert.deepEqual([part, late[n]![part]], [part, each[part]]);
    }
  }
}
