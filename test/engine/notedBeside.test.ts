import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';

describe('engine: files that a session wrote beside a repository', () => {
  let desk: Desk;
  let shop: TestRepository;
  beforeEach(() => {
    desk = new Desk();
    shop = desk.workshop.published('shop');
  });
  afterEach(() => desk.remove());

  const rules = Array.from({ length: 12 }, (_, rule) => feature(`rule${rule}`)).join('');

  it('are not nothing where they lie in a worktree of a repository that was moved', async () => {
    const moved = desk.workshop.published('moved');
    moved.run('worktree', 'add', '-q', '-b', 'side', desk.workshop.path('notes'));
    renameSync(moved.root, `${moved.root}-elsewhere`);
    const mine = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    mine.write('../notes/rules.ts', rules).write('../notes/more.ts', feature('more'));
    desk.session(shop.root, 'most').prompt().write('src/b.ts', rules).write('../notes/b.ts', feature('two'));
    shop.commit('Mine');
    shop.run('push', '-q');
    await desk.collect();
    const { sessions } = await desk.report();
    const outcomes = Object.fromEntries(sessions.map(({ id, outcome }) => [id, outcome]));
    assert.deepEqual(outcomes, { mine: 'unclear', most: 'shipped' });
  });

  it('lie outside git below a folder .git with nothing in it', async () => {
    const path = desk.workshop.path('notes/.git');
    mkdirSync(path, { recursive: true });
    desk.session(dirname(path), 'notes').prompt().write('rules.ts', rules);
    await desk.collect();
    assert.equal((await desk.report()).sessions[0]?.outcome, 'outside git');
  });

  const beside: Record<string, (path: string) => void> = {
    'through a link into a repository where nobody worked': path => {
      const dotfiles = desk.workshop.published('dotfiles');
      dotfiles.commit('First', { 'rules.ts': 'rule one\n' });
      symlinkSync(`${dotfiles.root}/rules.ts`, path);
    },
    'below a folder .git with nothing in it': path => mkdirSync(`${dirname(path)}/.git`),
  };
  for (const [where, prepare] of Object.entries(beside)) {
    it(`take nothing from what shipped: ${where}`, async () => {
      const path = desk.workshop.path('notes/rules.ts');
      mkdirSync(dirname(path));
      prepare(path);
      desk
        .session(shop.root, 'mine')
        .prompt()
        .write('src/a.ts', feature('one'))
        .write('../notes/rules.ts', rules);
      shop.commit('Mine');
      shop.run('push', '-q');
      await desk.collect();
      const { sessions } = await desk.report();
      const { outcome, confidence, shipped } = sessions[0]!;
      assert.deepEqual([outcome, confidence, shipped?.mid], ['shipped', 'solid', 1]);
    });
  }
});
