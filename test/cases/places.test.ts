import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { code, type Scene, story } from './scene.ts';

async function outcomes(scene: Scene): Promise<string[]> {
  return (await scene.report()).sessions.map(({ outcome }) => outcome).sort();
}

describe('cases: wherever it lies', () => {
  story('two sessions wrote in one file, and only one of them shipped', async scene => {
    const first = scene.agent().write('src/app.ts', code('first', 12)).reply();
    scene.commit('First');
    scene.push();
    const second = scene
      .agent()
      .edit('src/app.ts', code('first', 1, 11), `${code('first', 1, 11)}${code('second', 12)}`);
    scene.branch('feat').commit('Second');
    assert.equal(await scene.outcome(first), 'shipped');
    assert.equal(await scene.outcome(second), 'committed');
    scene.push('feat');
    assert.equal(await scene.outcome(second), 'pushed');
  });

  story('Claude Code and Codex worked on one change', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
    scene.codex('src/two.ts', code('two'));
    scene.commit();
    scene.push('feat');
    scene.colleague.squash('feat');
    scene.fetch();
    assert.deepEqual(await outcomes(scene), ['shipped', 'shipped']);
  });

  story('three agents worked beside one another in worktrees, and one lost', async scene => {
    for (const [index, name] of ['one', 'two', 'three'].entries()) {
      const folder = scene.workshop.path('trees', name);
      scene.git(`worktree add -q -b ${name} ${folder}`);
      scene.agent(folder).write('src/same.ts', code(name, 12)).reply();
      scene.commit(name, folder);
      if (index < 2) scene.push(name, folder);
    }
    scene.colleague.squash('one');
    scene.fetch();
    assert.deepEqual(await outcomes(scene), ['committed', 'pushed', 'shipped']);
  });

  story('the worktree is gone, and its branch was merged', async scene => {
    const folder = scene.workshop.path('trees', 'one');
    scene.git(`worktree add -q -b one ${folder}`);
    scene.agent(folder).write('src/one.ts', code('one')).reply();
    assert.deepEqual(await outcomes(scene), ['in progress']);
    scene.commit('One', folder);
    scene.push('one', folder);
    scene.colleague.merge('one');
    rmSync(folder, { recursive: true });
    scene.git('worktree prune');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('my fork has it, and upstream not yet', async scene => {
    scene.workshop
      .at(scene.workshop.root)
      .run('clone', '-q', '--bare', scene.remote, scene.workshop.path('upstream.git'));
    scene.git(`remote add upstream ${scene.workshop.path('upstream.git')}`);
    scene.git('fetch -q upstream');
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'pushed');
    assert.equal((await scene.report()).repos[0]?.shippingRef, 'refs/remotes/upstream/main');
    scene.git('push -q upstream main');
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('the repository has no remote', async scene => {
    scene.git('remote remove origin');
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    assert.equal(await scene.outcome(), 'committed');
    assert.equal(await scene.later({ days: 40 }).outcome(), 'committed');
  });

  story('I committed on a detached HEAD', async scene => {
    scene.git('checkout -q --detach');
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    assert.equal(await scene.outcome(), 'committed');
    scene.git('push -q origin HEAD:main');
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('I put it into the stash', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.git('stash -q --include-untracked');
    assert.equal(scene.has('src/one.ts'), false);
    assert.equal(await scene.outcome(), 'in progress');
    assert.equal(await scene.later({ days: 30 }).outcome(), 'in progress');
    scene.git('stash drop -q');
    assert.equal(await scene.outcome(), 'set aside');
  });

  story('my clone is shallow', async scene => {
    for (const name of ['a', 'b', 'c']) scene.colleague.commit(name, { [`src/${name}.ts`]: code(name) });
    const folder = scene.workshop.path('shallow');
    scene.workshop.at(scene.workshop.root).run('clone', '-q', '--depth=1', `file://${scene.remote}`, folder);
    scene.agent(folder).write('src/one.ts', code('one')).reply();
    scene.commit('One', folder);
    scene.push('main', folder);
    assert.equal(await scene.outcome(), 'shipped');
    scene.agent(folder).write('src/a.ts', code('a')).reply();
    assert.equal((await scene.report()).sessions[0]?.outcome, 'in progress');
  });

  story('I pushed to the address instead of the name', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.git(`push -q ${scene.remote} main`);
    assert.equal(await scene.outcome(), 'committed');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('a mirror has it, and the remote not', async scene => {
    scene.workshop.bare('mirror.git');
    scene.git(`remote add --mirror=push mirror ${scene.workshop.path('mirror.git')}`);
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.git('push -q mirror');
    assert.equal(await scene.outcome(), 'committed');
  });

  story('the remote was renamed', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push();
    const before = await scene.report();
    scene.git('remote rename origin forge');
    const after = await scene.report();
    assert.deepEqual(after.sessions[0]?.outcome, 'shipped');
    const events = (of: typeof before) =>
      of.repos[0]?.events.map(({ kind, to, at }) => `${kind} ${to} ${at}`) ?? [];
    assert.deepEqual(events(after), events(before));
    assert.ok(after.repos[0]?.events.every(({ ref }) => ref === 'refs/remotes/forge/main'));
  });

  story('the remote was taken out of the settings after it had shipped', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
    scene.git('remote remove origin');
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('the remote was taken out of the settings while it was waiting there', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push('feat').git('checkout -q main');
    assert.equal(await scene.outcome(), 'pushed');
    scene.git('remote remove origin');
    scene.git('branch -q -D feat');
    assert.equal(await scene.later({ days: 60 }).outcome(), 'pushed');
  });
});
