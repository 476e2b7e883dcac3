import assert from 'node:assert/strict';
import { sessionHeard } from '../../src/engine/asSaid.ts';
import { unsaidSession } from '../../src/engine/belowWords.ts';
import type { SessionStudy } from '../../src/engine/findings.ts';
import type { SessionFinding } from '../../src/engine/findingTypes.ts';
import { sessionHeld } from '../../src/engine/sessionHeld.ts';
import type { Saying } from '../../src/insight/corrections.ts';

const SHARE = { low: 0.5, mid: 0.5, high: 0.5 };

describe('engine/sessionHeld', () => {
  const finding = (more: Partial<SessionFinding>): SessionFinding => ({
    session: 1,
    repository: 1,
    outcome: 'shipped',
    counted: 'shipped',
    said: null,
    confidence: 'solid',
    chip: null,
    shipped: SHARE,
    living: SHARE,
    evidence: [{ kind: 'lines', commit: 'a', ref: null, file: null, lines: 8, rule: 'shipped-by-lines' }],
    linked: undefined,
    files: ['a.ts'],
    linesAdded: 8,
    linesRemoved: 0,
    lastEditAt: 1,
    ...more,
  });
  const ofEdits = { repository: 2, files: ['b.ts'], linesAdded: 9, linesRemoved: 1, lastEditAt: 2 };
  const beside = ({ repository, files, linesAdded, linesRemoved, lastEditAt }: SessionFinding) => ({
    ...{ repository, files, linesAdded, linesRemoved, lastEditAt },
  });
  const sayings: Saying[] = [{ said: 'unlink', target: 'a' }];
  const before = finding({});
  const found = finding({ ...ofEdits, outcome: 'pushed', counted: 'pushed' });
  const now = sessionHeard(
    finding({ ...ofEdits, outcome: 'in progress', counted: 'in progress', evidence: [] }),
    unsaidSession(found),
    sayings,
  );
  const study = { finding: now, sayings } as unknown as SessionStudy;

  it('has what no word is about as it is without one', () => {
    const held = sessionHeld(before, study, { told: false, plain: true });
    assert.deepEqual([held.outcome, held.unsaid?.plain.outcome], ['in progress', 'shipped']);
    assert.deepEqual(beside(held), beside(before));
    const goesOn = sessionHeld(before, study, { told: true, plain: false });
    assert.deepEqual([goesOn.outcome, goesOn.unsaid?.plain.outcome], ['unclear', 'pushed']);
    assert.deepEqual(beside(goesOn), ofEdits);
  });

  it('stays as it was where nothing is said', () => {
    const silent = { finding: found, sayings: [] } as unknown as SessionStudy;
    assert.deepEqual(sessionHeld(before, silent, { told: true, plain: true }), before);
  });
});
