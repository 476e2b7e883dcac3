import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
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
  const beside: Record<string, (path: string) => void> = {
    'through a link into a repository where nobody worked': path => {
      const dotfiles = desk.workshop.published('dotfiles');
      dotfiles.commit('First', { 'rules.md': 'rule one\n' });
      symlinkSync(`${dotfiles.root}/rules.md`, path);
    },
    'below a folder .git with nothing in it': path => mkdirSync(`${dirname(path)}/.git`),
  };
  for (const [where, prepare] of Object.entries(beside)) {
    it(`take nothing from what shipped: ${where}`, async () => {
      const path = desk.workshop.path('notes/rules.md');
      mkdirSync(dirname(path));
      prepare(path);
      desk
        .session(shop.root, 'mine')
        .prompt()
        .write('src/a.ts', feature('one'))
        .write('../notes/rules.md', rules);
      shop.commit('Mine');
      shop.run('push', '-q');
      await desk.collect();
      const { sessions } = await desk.report();
      const { outcome, confidence, shipped } = sessions[0]!;
      assert.deepEqual([outcome, confidence, shipped?.mid], ['shipped', 'solid', 1]);
    });
  }
});
