import assert from 'node:assert/strict';
import { OUTCOMES } from '../../src/model/outcome.ts';
import type { Evidence, PieceReport } from '../../src/model/report.ts';
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
  acts: PieceReport['acts'] = {},
  corrected = false,
) {
  return whyOf(pieceOf('x', 3, use(1, 1), { outcome, evidence, acts }), corrected, VOICE);
}

describe('panel/why', () => {
  it('gives counts of lines, the commits and the certainty of a landing', () => {
    const commit = '4c1d9e2a0b3c4d5e6f708192a3b4c5d6e7f80912';
    const shown = why('shipped', [{ ...none, commit, rule: 'shipped-by-lines' }], {
      shell: 2,
    });
    assert.equal(shown.linked, true);
    assert.deepEqual(shown.because, [
      'What it left is on the shipping branch.',
      '41 of the 46 lines that count are in the shipped code.',
    ]);
    assert.equal(shown.match, 'Solid.');
    assert.deepEqual(shown.notSeen, ['What its shell commands changed, if anything.']);
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
      'What it left has not been found anywhere since its last edit.',
      '46 of its lines count.',
      'A session names api#12 itself.',
    ]);
  });

  it('says first that the person decided', () => {
    assert.equal(why('explored', [], {}, true).because[0], 'You said so.');
  });

  it('says what is missing', () => {
    const missing = ['log-cut', 'a-newer-rule'].map(rule => ({ ...none, kind: 'missing', rule }));
    assert.deepEqual(why('unclear', missing, { shell: 1 }).notSeen, [
      'What its shell commands changed, if anything.',
      'Its log ends early, has parts that were not understood, or tells only what was used.',
      'Part of the evidence.',
    ]);
    assert.deepEqual(why('explored', []).notSeen, []);
  });

  it('counts tests, builds and searches as nothing that could have changed a file', () => {
    assert.deepEqual(why('shipped', [], { check: 9, read: 4, search: 2 }).notSeen, []);
  });

  it('tells only what explains the outcome of the whole piece', () => {
    const rules = ['too-few-lines', 'shipped-by-lines', 'committed-by-link'].map(rule => ({ ...none, rule }));
    assert.deepEqual(why('shipped', rules).because.slice(0, -1), ['What it left is on the shipping branch.']);
    assert.deepEqual(why('unclear', rules).because[0], 'It left too few lines to tell.');
  });

  it('speaks in sentences, never in ids of rules', () => {
    const rules = ['no-edits', 'a-newer-rule', 'log-cut', 'pushed-by-link', 'not-found-yet'];
    for (const outcome of OUTCOMES) {
      for (const kind of ['lines', 'missing']) {
        const shown = why(
          outcome,
          rules.map(rule => ({ ...none, kind, rule })),
          { shell: 3 },
        );
        for (const sentence of [...shown.because, ...shown.notSeen, shown.match]) {
          assert.match(sentence, /^[A-Z0-9].*\.$/);
          for (const rule of rules) assert.ok(!sentence.includes(rule), sentence);
        }
      }
    }
  });

  it('takes the name of a file from either kind of path', () => {
    assert.equal(lastName('src/a.ts'), 'a.ts');
    assert.equal(lastName('C:\\code\\api\\'), 'api');
    assert.equal(lastName('/'), '/');
  });
});
