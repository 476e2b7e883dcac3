import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionStudy } from '../../src/engine/findings.ts';
import { FINDING, type PieceFinding, type RestatedFinding } from '../../src/engine/findingTypes.ts';
import { KeptFindings } from '../../src/engine/keptFindings.ts';
import { NOTHING_UNSEEN } from '../../src/insight/unseen.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { type OpenLedger, openLedger } from '../../src/ledger/open.ts';
import { ProductionWords } from '../../src/ledger/productionWords.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { inOneGo } from '../../src/model/inOneGo.ts';
import type { Outcome } from '../../src/model/outcome.ts';

type Kept = RestatedFinding & { readonly outcome: Outcome };

describe('engine/keptFindings', () => {
  let folder: string;
  let ledger: OpenLedger;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kept-findings-'));
    ledger = await openLedger(join(folder, 'ledger.db'));
  });
  afterEach(() => {
    ledger.database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const REPOSITORY = 1;
  /** One session and its piece, as a pass at this time found them. */
  const found = (
    now: number,
    session: Outcome,
    piece: Outcome,
    { unread = false, meanwhile = () => {} } = {},
  ): void => {
    const finding = { session: 7, outcome: session, repository: REPOSITORY, said: null };
    const studies = [
      {
        session: { id: 7 },
        finding,
        isUnread: unread,
        facts: { edits: { inGit: 1, outsideGit: 0 }, unseen: NOTHING_UNSEEN },
        sayings: [],
      },
    ] as unknown as SessionStudy[];
    const pieces = [
      { id: 'p', repository: REPOSITORY, sessions: [7], outcome: piece },
    ] as unknown as PieceFinding[];
    const repositories = new Set(unread ? [] : [REPOSITORY]);
    const kept = new KeptFindings(ledger.database);
    const notRead = { read: repositories, isAnyUnread: unread, missing: new Set<number>() };
    const held = inOneGo(kept.holding(studies, notRead));
    const pass = {
      studies,
      // What is held is part of no other piece.
      pieces: held.members.size > 0 ? [] : pieces,
      held,
      repositories: [],
      rows: [],
      refused: new Map<string, string>(),
      only: null,
      now,
    };
    const replace = inOneGo(kept.replacing({ ...pass, reachable: repositories }));
    meanwhile();
    transaction(ledger.database, replace);
  };
  /** Outcome of the session and of the piece, each with what was another before, and when that was noted. */
  const told = () => {
    const findings = new Findings(ledger.database);
    return [findings.one<Kept>(FINDING.session, '7'), findings.one<Kept>(FINDING.piece, '1 p')].map(kept =>
      [kept!.outcome, ...kept!.restated.map(({ from, to, at }) => `${from} > ${to} ${at}`)].join(', '),
    );
  };

  it('say of a session and of a piece what each was before', () => {
    found(10, 'shipped', 'committed');
    assert.deepEqual(told(), ['shipped', 'committed']);
    found(20, 'shipped', 'shipped');
    assert.deepEqual(told(), ['shipped', 'shipped'], 'on its way');
    found(30, 'shipped', 'rolled back');
    assert.deepEqual(told(), ['shipped', 'rolled back, shipped > rolled back 30']);
    found(40, 'set aside', 'shipped');
    assert.deepEqual(told(), [
      'set aside, shipped > set aside 40',
      'shipped, shipped > rolled back 30, rolled back > shipped 40',
    ]);
  });

  it('say it once, in the order of the clock, and stay as they are', () => {
    found(100, 'shipped', 'shipped');
    found(100, 'set aside', 'shipped');
    found(50, 'shipped', 'shipped');
    assert.equal(told()[0], 'shipped, set aside > shipped 50, shipped > set aside 100');
    // Noted in the same moment.
    found(50, 'rolled back', 'shipped');
    assert.equal(told()[0], 'rolled back, shipped > rolled back 50, shipped > set aside 100');
    const change = () => ledger.database.prepare('SELECT max(change) AS change FROM finding').get()?.change;
    const before = change();
    found(60, 'rolled back', 'shipped');
    assert.equal(change(), before);
  });

  it('are compared again where others wrote before they were put in place', () => {
    found(10, 'shipped', 'shipped');
    const meanwhile = () => found(20, 'set aside', 'rolled back');
    found(30, 'set aside', 'shipped', { meanwhile });
    assert.deepEqual(told(), [
      'set aside, shipped > set aside 20',
      'shipped, shipped > rolled back 20, rolled back > shipped 30',
    ]);
  });

  it('are compared again where they were taken away, or a word was said, before they were put in place', () => {
    found(10, 'in production', 'in production');
    const taken = () => new Findings(ledger.database).replace(FINDING.session, []);
    found(20, 'in production', 'in production', { meanwhile: taken });
    assert.deepEqual(told(), ['in production', 'in production']);
    ledger.database.exec(
      `INSERT INTO repository (id, common_dir, root) VALUES (${REPOSITORY}, '/work/.git', '/work')`,
    );
    const tags = { kind: 'release tags', branch: null } as const;
    const said = () => void new ProductionWords(ledger.database).say('/work', tags, 'not production', 25);
    found(30, 'shipped', 'shipped', { meanwhile: said });
    assert.deepEqual(told(), ['shipped', 'shipped'], 'what the person said is no correction');
  });

  it('are compared once where another window read more of a log meanwhile', () => {
    const { outcomes } = Findings.prototype;
    let compared = 0;
    Findings.prototype.outcomes = function (kind) {
      if (kind === FINDING.session) compared++;
      return outcomes.call(this, kind);
    };
    try {
      const read = () =>
        new Findings(ledger.database).replace(FINDING.source, [['claude-code', { files: 2 }]]);
      found(10, 'shipped', 'shipped', { meanwhile: read });
      assert.equal(compared, 1);
      found(20, 'shipped', 'shipped', {
        meanwhile: () => new Findings(ledger.database).replace(FINDING.piece, []),
      });
      assert.equal(compared, 3);
    } finally {
      Findings.prototype.outcomes = outcomes;
    }
  });

  it('stay while their repository cannot be read', () => {
    found(10, 'shipped', 'rolled back');
    found(20, 'unclear', 'unclear', { unread: true });
    assert.deepEqual(told(), ['shipped', 'rolled back']);
    found(30, 'unclear', 'unclear');
    assert.deepEqual(told(), ['unclear, shipped > unclear 30', 'unclear, rolled back > unclear 30']);
  });
});
