import assert from 'node:assert/strict';
import { summaryText } from '../../src/host/summaryText.ts';
import type { Report } from '../../src/model/report.ts';
import { READY } from '../panel/sample.ts';

describe('host/summaryText', () => {
  const report = READY.report as unknown as Report;

  it('tells sums and shares', () => {
    const text = summaryText(report, 28);
    assert.match(text, /in the last 28 days/);
    assert.match(text, /changes shipped: 3 /);
    assert.match(text, /pieces of work open: 4/);
    assert.match(text, /shipped, there, and within the usual: 58 %$/m);
    assert.match(text, /in review: 9 %, 3 sessions/);
    assert.match(text, /not enough yet, 7 of 12 changes/);
  });

  it('names no file, branch, repository, session or commit', () => {
    const text = summaryText(report, null);
    for (const { id, repo, branch, files, commits } of report.pieces) {
      for (const word of [id, repo, branch, ...files, ...commits]) {
        if (word !== null) assert.ok(!text.includes(` ${word}`), word);
      }
    }
    assert.ok(!text.includes('/'));
  });

  it('makes the share of what shipped no larger by what went beyond the usual', () => {
    const window = { ...report.figures.window, inCode: 0.25 };
    const text = summaryText({ ...report, figures: { ...report.figures, window } }, 28);
    assert.match(text, /within the usual: 25 %/);
    assert.match(text, /beyond the usual: 33 %/);
    assert.doesNotMatch(text, / shipped: \d+ %/);
  });

  it('says unknown where a share is unknown', () => {
    const total = { ...report.usage.total, costUsd: null };
    const text = summaryText({ ...report, usage: { ...report.usage, total } }, 7);
    assert.match(text, /shipped: unknown$/m);
  });
});
