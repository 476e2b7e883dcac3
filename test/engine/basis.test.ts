import assert from 'node:assert/strict';
import { type Basis, countedLinks, decideBy } from '../../src/engine/basis.ts';
import type { ResolvedLink } from '../../src/engine/resolvedLink.ts';
import type { Attribution, Stage } from '../../src/insight/attribution.ts';
import { attributed, sessionCase } from '../insight/cases.ts';

const NOW = 1_790_000_000_000;

function link(commit: string, more: Partial<ResolvedLink> = {}): ResolvedLink {
  const where = { repository: 1, commit, stage: 'shipped', step: commit } as const;
  return { session: 1, ...where, review: false, left: true, ...more };
}

/** Lines that count, found in a commit. */
function foundIn(commit: string, weighing = 1): Attribution {
  const place = { stage: 'shipped', commit, ref: 'refs/remotes/origin/main', path: 'a.ts' } as const;
  const lines = { lines: 3, exact: 3, mixed: 0, mixedWeighing: 0, changed: 3 };
  const found = [{ ...place, ...lines, weighing, exactWeighing: weighing, changedWeighing: weighing }];
  return { ...attributed(20, { shipped: 1 }), found };
}

describe('engine/basis', () => {
  it('counts what the log tells, and of what was left in a repository what holds lines that count', () => {
    const told = link('told', { left: false });
    const counted = countedLinks(
      [told, link('a'), link('b'), link('c'), link('merged', { step: 'merge' })],
      [foundIn('a'), foundIn('c', 0), foundIn('merge')],
    );
    assert.deepEqual(
      counted.map(({ commit }) => commit),
      ['told', 'a', 'merged'],
    );
    const all = [told, link('a')];
    assert.equal(countedLinks(all, [foundIn('a')]), all);
    assert.equal(countedLinks([told], []).length, 1);
  });

  it('shows the outcome with all links, and counts it without those that do not count', () => {
    const basis = (...stages: Stage[]): Basis => {
      const links = stages.map(stage => link('a', { stage }));
      const told = { facts: sessionCase({ links, attribution: attributed(20), lastEditAt: NOW }), links };
      return { ...told, corrected: told };
    };
    const decided = decideBy(basis('shipped'), basis(), [], NOW);
    assert.deepEqual([decided.decision.outcome, decided.decision.chip], ['shipped', 'mostly yours']);
    assert.equal(decided.counted, 'in progress');
    assert.equal(decideBy(basis('shipped'), null, [], NOW).counted, 'shipped');
  });

  it('counts nothing for what the person unlinked, whatever was left of it', () => {
    const shipped = { facts: sessionCase({ attribution: attributed(20, { shipped: 20 }) }), links: [] };
    const links = [link('b')];
    const unlinked = sessionCase({ links, attribution: attributed(20), lastEditAt: NOW });
    const basis = { ...shipped, corrected: { facts: unlinked, links } };
    const counted = { ...shipped, corrected: { facts: { ...unlinked, links: [] }, links: [] } };
    const { decision, counted: outcome } = decideBy(basis, counted, [{ said: 'unlink', target: 'a' }], NOW);
    assert.deepEqual([decision.outcome, outcome], ['shipped', 'in progress']);
  });
});
