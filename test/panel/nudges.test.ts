import assert from 'node:assert/strict';
import { NUDGE_KINDS, type NudgeKind } from '../../src/model/nudge.ts';
import { type OwnRule, RULE_CONDITIONS, ruleId } from '../../src/model/ownRule.ts';
import type { NudgeReport } from '../../src/model/report.ts';
import { parsePageMessage } from '../../src/panel/protocol.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { NUDGED, nudgeOf, pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

const spaced = (text: string | undefined) => text?.replace(/\u00a0/g, ' ');

function linesOf(nudges: readonly NudgeReport[], rules: readonly OwnRule[] = []) {
  return pageOf({ ...READY, rules, report: { ...READY.report!, nudges } }, VOICE).nudges;
}

function text(kind: NudgeKind, given: Partial<NudgeReport> = {}, rules: readonly OwnRule[] = []) {
  const { ofRows, others } = linesOf([nudgeOf(kind, given)], rules);
  return spaced([...ofRows.values(), ...others][0]?.text);
}

describe('panel/nudges', () => {
  it('stands in the row that it is about, and under the sentence where there is none', () => {
    const { ofRows, others } = linesOf(NUDGED.report!.nudges);
    assert.deepEqual([...ofRows.keys()], ['retry']);
    assert.deepEqual(
      others.map(({ text: said }) => said),
      ['Two sessions are editing uploader.ts and 1 more at the same time.'],
    );
  });

  it('stands under the sentence where its row is not shown without being asked for', () => {
    const pieces = Array.from({ length: 12 }, (_, i) =>
      pieceOf(`p${i}`, 20 - i, use(1, 1), { outcome: 'committed' }),
    );
    const nudges = ['p9', 'p10'].map((piece, id) =>
      nudgeOf('not pushed', { id, about: { ...nudgeOf('not pushed').about, piece } }),
    );
    const report = { ...reportOf(pieces), nudges };
    const page = pageOf({ ...READY, report }, VOICE);
    assert.deepEqual([...page.nudges.ofRows.keys()], ['p9']);
    assert.equal(page.nudges.others.length, 1);
  });

  it('says of each kind in a sentence what is so', () => {
    assert.equal(
      text('not pushed'),
      '3 commits on feat/retry with lines of an agent are not pushed, the oldest for 4 days: push, keep or let go.',
    );
    const one = nudgeOf('not pushed').evidence;
    assert.equal(
      text('not pushed', { evidence: { ...one, counts: { commits: 1, old: 1, days: 4 } } }),
      'One commit on feat/retry with lines of an agent is 4 days old and not pushed: push, keep or let go.',
    );
    const { about } = nudgeOf('parked');
    const parkedIn = (tree: string) => text('parked', { about: { ...about, tree } });
    assert.match(parkedIn('/home/ada/code/agent-7')!, /^The worktree agent-7 holds 140 changed lines/);
    assert.match(parkedIn(about.repo!)!, /^The working tree of api holds/);
    assert.match(parkedIn('refs/stash')!, /^A stash of api holds/);
    assert.match(text('came back')!, /^What shipped in aaaaaaa is taken out again by bbbbbbb: /);
    for (const kind of NUDGE_KINDS.filter(each => each !== 'own rule')) {
      assert.match(text(kind)!, /^[A-Z0-9].*\.$/, kind);
      assert.doesNotMatch(text(kind)!, /\{\d\}|undefined|NaN|\$/, kind);
    }
  });

  it('tells a rule in the words of whoever set it, and not once they have taken it out', () => {
    const rule: OwnRule = { if: 'agent turns without me', than: 20, words: 'I look at the diff.' };
    const given = { rule: ruleId(rule) };
    assert.equal(
      text('own rule', given, [rule]),
      'You planned: if an agent runs 20 turns without me, then I look at the diff. It has.',
    );
    assert.equal(text('own rule', given, []), undefined);
    assert.equal(text('own rule', given, [{ ...rule, than: 21 }]), undefined);
  });

  it('tells a rule about one as of one', () => {
    const told = (condition: OwnRule['if']) => {
      const rule: OwnRule = { if: condition, than: 1, words: 'I stop' };
      return text('own rule', { rule: ruleId(rule) }, [rule]);
    };
    assert.deepEqual(RULE_CONDITIONS.map(told), [
      'You planned: if an agent runs one turn without me, then I stop. It has.',
      'You planned: if commits wait one day to be pushed, then I stop. These have.',
      'You planned: if one change is open, then I stop. It is.',
      'You planned: if one change has one line, then I stop. It has.',
    ]);
  });

  it('shows no nudge that is only due', () => {
    const { ofRows, others } = linesOf([nudgeOf('not pushed', { id: null, state: 'due' })]);
    assert.equal(ofRows.size + others.length, 0);
  });

  it('names the kinds that are quiet, why, until when, and the way back', () => {
    const { quiet } = pageOf(NUDGED, VOICE).nudges;
    assert.deepEqual(quiet, [
      {
        text: 'lines that lie uncommitted, until Fri 20 Feb 2026: twice not useful',
        lift: { type: 'answerNudge', nudge: 3, answer: 'lift' },
        liftOf: 'Say it again: lines that lie uncommitted',
      },
      {
        text: 'sessions that read much again: never, you said',
        lift: { type: 'answerNudge', nudge: 4, answer: 'lift' },
        liftOf: 'Say it again: sessions that read much again',
      },
    ]);
  });

  it('is answered by messages of the protocol, and by no others', () => {
    const [line] = [...linesOf(NUDGED.report!.nudges).ofRows.values()];
    for (const { message } of line!.answers) assert.deepEqual(parsePageMessage(message), message);
    for (const broken of [
      { type: 'answerNudge', nudge: 1 },
      { type: 'answerNudge', nudge: 1.5, answer: 'never' },
      { type: 'answerNudge', nudge: '1', answer: 'never' },
      { type: 'answerNudge', nudge: 1, answer: 'ignored' },
    ])
      assert.equal(parsePageMessage(broken), null);
  });
});
