import assert from 'node:assert/strict';
import { nextStep } from '../../src/model/nextStep.ts';
import { OPEN, OUTCOMES } from '../../src/model/outcome.ts';
import type { PanelState } from '../../src/panel/protocol.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { stepOf } from '../../src/panel/view/steps.ts';
import { pieceOf, READY, reportOf, STATES, use } from './sample.ts';
import { VOICE } from './voice.ts';

const spent = use(1000, 1);
const first = (state: Partial<PanelState>) => pageOf({ ...READY, ...state }, VOICE).firstStep;

describe('panel/steps', () => {
  it('has one step for each open outcome, and none for others', () => {
    const steps = OUTCOMES.map(outcome => [outcome, nextStep(pieceOf('a', 1, spent, { outcome }))] as const);
    assert.deepEqual(
      steps.filter(([, step]) => step !== null),
      [
        ['in review', 'open pull request'],
        ['pushed', 'new pull request'],
        ['committed', 'push'],
        ['in progress', 'show changes'],
      ],
    );
  });

  it('has none where it would lead nowhere', () => {
    const none = [
      pieceOf('a', 1, spent, { outcome: 'in review', pullRequest: null }),
      pieceOf('a', 1, spent, { outcome: 'pushed', newPullRequest: null }),
      pieceOf('a', 1, spent, { outcome: 'committed', branch: null }),
      pieceOf('a', 1, spent, { outcome: 'in progress', repo: null }),
    ];
    for (const piece of none) assert.equal(nextStep(piece), null);
  });

  it('has none in a window that is not trusted', () => {
    const steps = OPEN.map(outcome => stepOf(pieceOf('a', 1, spent, { outcome }), { trusted: false }));
    assert.deepEqual(steps, [null, null, null, null]);
  });

  it('puts the step of what waits longest first, and nothing before what is wrong with reading', () => {
    assert.equal(first({}), 'old');
    const pieces = READY.report!.pieces.filter(({ id }) => id !== 'old');
    assert.equal(first({ report: reportOf(pieces) }), 'retry', 'what is in review waits for others');
    assert.equal(first({ report: reportOf(pieces.filter(({ outcome }) => !OPEN.includes(outcome))) }), null);
    assert.equal(first({ trusted: false }), null);
    for (const name of ['paused', 'disk full', 'off']) {
      assert.equal(pageOf({ ...STATES[name]! }, VOICE).firstStep, null, name);
    }
  });
});
