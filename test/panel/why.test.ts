import assert from 'node:assert/strict';
import type { Evidence } from '../../src/model/report.ts';
import { lastName, whyOf } from '../../src/panel/view/why.ts';
import { pieceOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

const none: Evidence = {
  kind: 'lines',
  commit: null,
  ref: null,
  file: null,
  lines: null,
  rule: 'in-working-tree',
};

function why(
  outcome: Parameters<typeof pieceOf>[3]['outcome'],
  evidence: Evidence[],
  shell = 0,
  corrected: string | null = null,
) {
  const session = { id: 's', agent: 'codex', endedAt: null, evidence, acts: { shell }, corrected };
  return whyOf(pieceOf('x', 3, use(1, 1), { outcome }), [session], VOICE);
}

describe('panel/why', () => {
  it('gives counts of lines, the commits and the rule of a landing', () => {
    const commit = '4c1d9e2a0b3c4d5e6f708192a3b4c5d6e7f80912';
    const shown = why('shipped', [{ ...none, commit, rule: 'shipped-by-lines' }], 2);
    assert.equal(shown.linked, true);
    assert.deepEqual(shown.because, [
      'what it left is on the shipping branch.',
      '41 of the 46 lines that count are in the shipped code.',
    ]);
    assert.equal(shown.rule, 'shipped-by-lines; the match is solid.');
    assert.deepEqual(shown.notSeen, ['what 2 shell commands changed, if anything.']);
    assert.deepEqual(
      shown.commits.map(each => each.short),
      ['4c1d9e2'],
    );
    assert.deepEqual(
      shown.files.map(each => each.name),
      ['reflog.ts', 'refs.ts'],
    );
  });

  it('names links, and prefers what a rule knows to what its outcome tells', () => {
    const link = { ...none, kind: 'link', ref: 'api#12', rule: 'not-found-yet' };
    assert.deepEqual(why('in progress', [link]).because, [
      'what it left has not been found anywhere since its last edit.',
      '46 of its lines count.',
      'A session names api#12 itself.',
    ]);
  });

  it('says first that the person decided', () => {
    assert.equal(why('explored', [], 0, 'explored').because[0], 'you said so.');
  });

  it('says what is missing', () => {
    const shown = why('unclear', [{ ...none, kind: 'missing', rule: 'log-cut' }], 1);
    assert.deepEqual(shown.notSeen, [
      'what one shell command changed, if anything.',
      'part of the evidence (log-cut).',
    ]);
    assert.deepEqual(why('explored', []).notSeen, []);
    assert.equal(why('explored', []).rule, 'The match is solid.');
  });

  it('takes the name of a file from either kind of path', () => {
    assert.equal(lastName('src/a.ts'), 'a.ts');
    assert.equal(lastName('C:\\code\\api\\'), 'api');
    assert.equal(lastName('/'), '/');
  });
});
