import assert from 'node:assert/strict';
import { code, story } from './scene.ts';

describe('cases: history written anew', () => {
  story('I amended after the push and pushed by force', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push('feat');
    assert.equal(await scene.outcome(), 'pushed');
    scene.later({ hours: 2 }).write('src/notes.md', 'Notes on it.\n').git('add .');
    scene.git('commit -q --amend --no-edit');
    scene.git('push -q --force origin feat');
    assert.equal(await scene.outcome(), 'pushed');
    const [repository] = (await scene.report()).repos;
    assert.deepEqual(
      repository?.events.filter(({ ref }) => ref.endsWith('/feat')).map(({ kind, forced }) => [kind, forced]),
      [
        ['push', false],
        ['push', true],
      ],
    );
  });

  story('a force push took it off its branch for good', async scene => {
    scene.branch('feat').write('README.md', 'About it.\n').commit('About');
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push('feat');
    assert.equal(await scene.outcome(), 'pushed');
    scene.git('reset -q --hard HEAD~1');
    scene.git('push -q --force origin feat');
    assert.equal(await scene.outcome(), 'in progress');
    assert.equal(await scene.later({ days: 15 }).outcome(), 'set aside');
  });

  story('a force push took it off main', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
    scene.later({ days: 2 }).git('reset -q --hard HEAD~1');
    scene.git('push -q --force origin main');
    assert.equal(await scene.outcome(), 'rolled back');
    assert.equal((await scene.piece()).outcome, 'rolled back');
  });

  story('it came to main and was pushed off again before anybody looked', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push().later({ hours: 1 }).git('reset -q --hard HEAD~1');
    scene.git('push -q --force origin main');
    const { outcome, evidence } = await scene.session();
    assert.equal(outcome, 'rolled back');
    assert.ok(evidence.some(({ rule }) => rule === 'rolled-back-by-force'));
  });

  story('somebody wrote main\u2019s history anew and kept my work in it', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
    scene.colleague.on().git('commit -q --amend -m Better-said');
    scene.colleague.git('push -q --force origin main');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('main was pushed by force without it, and it was pushed again', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    const commit = scene.commit();
    scene.push();
    await scene.report();
    scene.git('push -q --force origin HEAD~1:main');
    assert.equal(await scene.outcome(), 'rolled back');
    scene.git(`push -q origin ${commit}:main`);
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('my branch was pruned on the remote after the squash, and its reflog is gone', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push('feat');
    scene.colleague.squash('feat');
    scene.colleague.deleteBranch('feat');
    scene.fetch().git('checkout -q main');
    scene.git('branch -q -D feat');
    scene.git('reflog expire --expire=now --all');
    scene.git('gc -q --prune=now');
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('I deleted the whole file that the agent had written before anybody had it', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.write('src/one.ts', null).git('add -A');
    scene.git('reset -q --soft HEAD~1');
    scene.git('commit -q --allow-empty -m Nothing');
    scene.push();
    assert.equal(await scene.outcome(), 'in progress');
    assert.equal(await scene.later({ days: 15 }).outcome(), 'set aside');
  });

  story('the session deleted old code, and that is what shipped', async scene => {
    scene.write('src/old.ts', code('old', 20)).commit('Old');
    scene.push();
    scene
      .agent()
      .edit('src/old.ts', code('old', 15, 5), '')
      .reply();
    scene.commit('Less');
    scene.push();
    const { outcome, shipped } = await scene.session();
    assert.equal(outcome, 'shipped');
    assert.equal(shipped.low, 1);
  });
});
