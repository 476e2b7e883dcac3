import assert from 'node:assert/strict';
import { badgeText } from '../../src/badge/badgeText.ts';
import { PROBLEMS } from '../../src/model/problem.ts';
import { forPage } from '../../src/panel/forPage.ts';
import { parseHostMessage } from '../../src/panel/protocol.ts';
import { hasCommit } from '../../src/panel/shownCommits.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { plain } from '../../src/panel/view/words.ts';
import { badgeVoice, SUMMARY } from '../badge/summary.ts';
import { NOW, READY } from './sample.ts';
import { VOICE } from './voice.ts';

const said = (state: Partial<typeof READY>) => plain(pageOf({ ...READY, ...state }, VOICE).sentence);

describe('panel/problems', () => {
  for (const problem of PROBLEMS) {
    it(`says "${problem}" first, with the one thing to do, and the account from before after it`, () => {
      const whole = said({ problem });
      const alone = said({ problem, report: null, phase: 'starting' });
      assert.ok(whole.startsWith(`${alone} `), whole);
      assert.ok(whole.endsWith(said({})), 'the account stays');
      assert.match(alone, /^[A-Z].*\. [A-Z].*\.$/, 'what is wrong, and what to do');
      assert.doesNotMatch(alone, /!|\*|\{/);
    });

    it(`says "${problem}" in the badge’s tooltip and to screen readers`, () => {
      for (const summary of [SUMMARY, null]) {
        const state = { summary, enabled: true, trusted: true, roots: [], problem };
        const shown = badgeText(state, 'state', badgeVoice(NOW));
        assert.match(shown!.tooltip[0]!, /^[A-Z].*\. [A-Z].*\.$/);
        assert.equal(shown!.tooltip.length, 5);
        assert.ok(shown!.spoken.includes(shown!.tooltip[0]!));
      }
    });

    it(`brings "${problem}" to the page`, () => {
      const state = forPage({ ...READY, problem });
      assert.deepEqual(parseHostMessage(JSON.parse(JSON.stringify({ type: 'state', state }))), {
        type: 'state',
        state,
      });
    });
  }

  it('lets no unknown problem through', () => {
    const state = { ...forPage(READY), problem: 'something else' };
    assert.equal(parseHostMessage({ type: 'state', state }), null);
  });

  it('is silent while switched off', () => {
    assert.equal(said({ phase: 'off', problem: 'disk full' }), 'AI Impact is switched off. Nothing is read.');
  });

  it('opens commits that the report shows, in the repository that it shows them in, and no others', () => {
    const report = READY.report!;
    const shipped = report.pieces.find(({ commits }) => commits.length > 0)!;
    const [commit] = shipped.commits;
    assert.equal(hasCommit(report, shipped.repo!, commit!), true);
    assert.equal(hasCommit(report, '/somewhere/else', commit!), false);
    assert.equal(hasCommit(report, shipped.repo!, 'f'.repeat(40)), false);
    assert.equal(hasCommit(report, shipped.repo!, '--output=/tmp/x'), false);
    const seen = { kind: 'lines', commit: 'e'.repeat(40), ref: null, file: null, lines: 1, rule: 'r' };
    const [piece] = report.pieces;
    const withEvidence = { pieces: [{ ...piece!, evidence: [seen] }] };
    assert.equal(hasCommit(withEvidence, piece!.repo!, seen.commit), true, 'shown as evidence');
    const withMain = { pieces: [{ ...piece!, mainCommit: seen.commit }] };
    assert.equal(hasCommit(withMain, piece!.repo!, seen.commit), true, 'shown as its title');
  });
});
