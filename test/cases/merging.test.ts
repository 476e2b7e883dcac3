import assert from 'node:assert/strict';
import { code, type Scene, story } from './scene.ts';

/** A branch with one session's work in two commits, pushed. */
function twoCommits(scene: Scene): void {
  scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
  scene.commit('One');
  scene.agent().write('src/two.ts', code('two')).reply();
  scene.commit('Two');
  scene.push('feat').later({ days: 1 });
}

async function allShipped(scene: Scene): Promise<void> {
  const { sessions } = await scene.fetch().report();
  assert.ok(sessions.length > 0);
  for (const { outcome, shipped } of sessions) {
    assert.equal(outcome, 'shipped');
    assert.deepEqual(shipped, { low: 1, mid: 1, high: 1 });
  }
}

describe('cases: however it was merged', () => {
  story('two commits became one squash', async scene => {
    twoCommits(scene);
    scene.colleague.squash('feat');
    await allShipped(scene);
  });

  story('it was squashed after main had changed beside it', async scene => {
    scene.write('src/app.ts', `${code('old', 6)}\n${code('tail', 6)}`).commit('App');
    scene.push();
    scene
      .branch('feat')
      .agent()
      .edit('src/app.ts', code('old', 1, 5), `${code('old', 1, 5)}${code('new', 8)}`);
    scene.commit();
    scene.push('feat');
    scene.colleague.commit('Beside it', {
      'src/app.ts': `${code('old', 6)}\n// A tail.\n${code('tail', 5)}`,
    });
    scene.colleague.squash('feat');
    await allShipped(scene);
  });

  story('it was squashed with a conflict, and half of it was resolved another way', async scene => {
    scene.write('src/app.ts', code('old', 4)).commit('App');
    scene.push();
    scene.branch('feat').agent().edit('src/app.ts', code('old', 4), code('mine', 10));
    scene.commit();
    scene.push('feat');
    scene.colleague.commit('Theirs', { 'src/app.ts': code('theirs', 4) });
    scene.colleague.on();
    assert.throws(() => scene.colleague.git('merge -q --squash origin/feat'));
    scene.colleague.finish('Feature (#4)', { 'src/app.ts': `${code('mine', 5)}${code('resolved', 5)}` });
    const { outcome, shipped, chip } = await scene.fetch().session();
    assert.equal(outcome, 'shipped');
    assert.equal(chip, null);
    assert.ok(shipped.low <= 0.65 && shipped.high >= 0.35, JSON.stringify(shipped));
  });

  story('I rebased it over a conflict before it was merged', async scene => {
    scene.write('src/app.ts', code('old', 4)).commit('App');
    scene.push();
    scene.branch('feat').agent().edit('src/app.ts', code('old', 4), code('mine', 10));
    scene.commit();
    scene.push('feat');
    scene.colleague.commit('Theirs', { 'src/app.ts': code('theirs', 4) });
    scene.fetch();
    assert.throws(() => scene.git('rebase -q origin/main'));
    scene.write('src/app.ts', `${code('theirs', 4)}${code('mine', 10)}`).git('add .');
    scene.git('-c core.editor=true rebase --continue');
    scene.git('push -q --force-with-lease origin feat');
    assert.equal(await scene.outcome(), 'pushed');
    scene.colleague.fastForward('feat');
    const { outcome, shipped } = await scene.fetch().session();
    assert.equal(outcome, 'shipped');
    assert.ok(shipped.mid >= 0.7, JSON.stringify(shipped));
  });

  story('a merge commit brought it', async scene => {
    twoCommits(scene);
    scene.colleague.commit('Theirs', { 'src/theirs.ts': code('theirs') });
    scene.colleague.merge('feat');
    await allShipped(scene);
  });

  story('the resolution of a merge conflict alone has its lines', async scene => {
    scene.write('src/app.ts', code('old', 4)).commit('App');
    scene.push();
    scene.branch('feat').write('src/app.ts', code('branch', 4)).commit();
    scene.push('feat');
    scene.colleague.commit('Theirs', { 'src/app.ts': code('theirs', 4) });
    scene.fetch();
    assert.throws(() => scene.git('merge -q origin/main'));
    scene.agent().write('src/app.ts', code('resolved', 12)).reply();
    scene.commit('Merge main');
    scene.push('feat');
    assert.equal(await scene.outcome(), 'pushed');
    scene.colleague.fastForward('feat');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('it was merged fast-forward', async scene => {
    twoCommits(scene);
    scene.colleague.fastForward('feat');
    await allShipped(scene);
  });

  story('a merge queue wrote it anew under the bot\u2019s name, with another change', async scene => {
    twoCommits(scene);
    const queue = scene.colleague.on('feat');
    queue.git('config user.name merge-queue[bot]');
    queue.git('checkout -q -b gh-readonly-queue/main/pr-1 origin/main');
    queue.git('merge -q --squash origin/feat');
    queue.finish('One and two (#1)', {}, 'HEAD:main');
    await allShipped(scene);
  });

  story('it was cherry-picked to a release branch before main had it', async scene => {
    scene.colleague.git('push -q origin main:release/1.x');
    scene.branch('feat').agent().write('src/fix.ts', code('fix')).reply();
    const fix = scene.commit('Fix');
    scene.push('feat');
    scene.colleague.on('feat');
    scene.colleague.cherryPick(fix, 'release/1.x');
    assert.equal(await scene.fetch().outcome(), 'pushed');
    scene.colleague.cherryPick(fix, 'main');
    await allShipped(scene);
  });

  story('I work on main and push without a pull request', async scene => {
    for (const name of ['one', 'two', 'three']) {
      scene.agent().write(`src/${name}.ts`, code(name)).reply();
      scene.commit(name);
      scene.push().later({ days: 3 });
    }
    await allShipped(scene);
    assert.equal((await scene.report()).pieces.length, 3);
  });

  story('it shipped three months after the last edit', async scene => {
    twoCommits(scene);
    scene.later({ days: 90 }).colleague.merge('feat');
    await allShipped(scene);
  });

  story('a formatter ran on commit', async scene => {
    scene
      .agent()
      .write(
        'src/app.ts',
        "export const a = { one: read('one'), two: read('two'), three: read('three') };\n".repeat(1) +
          code('more', 3),
      )
      .reply();
    const formatted =
      'export const a = {\n  one: read("one"),\n  two: read("two"),\n  three: read("three"),\n};\n' +
      code('more', 3).replaceAll("'", '"').replaceAll(', { ', ', {\n  ').replaceAll(' });', ',\n});');
    scene.write('src/app.ts', formatted).commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('I renamed the file before the merge, and a teammate moved half of it after', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one', 12)).reply();
    scene.commit();
    scene.push('feat').git('mv src/one.ts src/first.ts');
    scene.commit('Rename');
    scene.push('feat');
    scene.colleague.squash('feat');
    await allShipped(scene);
    scene.colleague.commit('Split', { 'src/first.ts': code('one', 6), 'src/second.ts': code('one', 6, 6) });
    await allShipped(scene);
  });

  story('I put what the agent wrote into another file before I committed it', async scene => {
    scene.agent().write('src/one.ts', code('one', 12)).reply();
    scene
      .write('src/one.ts', code('one', 4))
      .write('src/lib/rest.ts', code('one', 8, 4))
      .commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
    assert.ok((await scene.session()).shipped.high >= 0.9);
  });
});
