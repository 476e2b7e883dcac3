import assert from 'node:assert/strict';
import { othersCommits } from '../../src/engine/othersCommits.ts';
import type { CommitChange, RefMove } from '../../src/model/git.ts';

describe('engine: whose commits they are', () => {
  const commit = (authorEmail: string, ...coAuthors: string[]) =>
    ({ authorEmail, mentions: { coAuthors } }) as unknown as CommitChange;
  const push = (actor: string) => ({ kind: 'push', actor }) as RefMove;
  const isOthers = othersCommits('Ada@example.com', [push('ada@work.example')]);

  it('knows the person under every address that they have pushed with', () => {
    assert.equal(isOthers(commit('ada@example.com')), false);
    assert.equal(isOthers(commit('ada@work.example')), false);
    assert.equal(isOthers(commit('mate@example.com', 'ada@example.com')), false);
  });

  it('knows teammates, bots and agents elsewhere', () => {
    assert.equal(isOthers(commit('mate@example.com')), true);
    assert.equal(isOthers(commit('49699333+dependabot[bot]@users.noreply.github.com')), true);
    assert.equal(isOthers(commit('198982749+Copilot@users.noreply.github.com')), true);
  });

  it('takes a forge’s nameless address for the person’s own, as after a squash there', () => {
    assert.equal(isOthers(commit('12345+ada@users.noreply.github.com')), false);
  });

  it('says nothing where it is not known who the person is', () => {
    assert.equal(othersCommits(null, [])(commit('mate@example.com')), false);
  });
});
