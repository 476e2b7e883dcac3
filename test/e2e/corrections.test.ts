import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pack } from '../../scripts/package.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';
import { Editor } from './editor.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const LINES = Array.from({ length: 8 }, (_, i) => `export const value${i} = compute(${i}, 'x');\n`).join('');

describe('What the person says, in a real window', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  let shop: TestRepository;
  let vsix: string;

  before(async () => {
    workshop = new Workshop();
    workshop.second = Math.floor(Date.now() / 1000) - 3600;
    shop = workshop.published('shop');
    new ClaudeSession(workshop.home, shop.root, workshop.second * 1000, 'said')
      .prompt()
      .write('src/a.ts', LINES);
    vsix = await pack(join(workshop.root, 'ai-impact.vsix'));
  });

  after(() => workshop.remove());

  it('moves work to where the person says it belongs, links a commit, and takes both back', async () => {
    const commit = shop.commit('Mine', {
      'src/a.ts': null,
      'src/b.ts': 'export const other = something(1, 2);\n',
    });
    shop.run('push', '-q');
    const editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    try {
      const window = await editor.open(shop.root);
      const panel = await window.openPanel(BADGE, 'h1');
      const list = (heading: string) =>
        panel.getByRole('region', { name: heading }).filter({ has: panel.getByRole('listitem') });
      await list('Open').waitFor();
      const why = () => panel.getByRole('button', { name: /^Why/ }).first();
      const say = async (name: RegExp) => {
        if ((await why().getAttribute('aria-expanded')) !== 'true') await why().click();
        await panel.getByRole('button', { name }).click();
      };
      await say(/^This was research$/);
      await list('Explored').waitFor();
      assert.equal(await list('Open').count(), 0);
      assert.deepEqual(await window.accessibilityFaults(), []);
      await say(/^Undo/);
      await list('Open').waitFor();

      await say(/^Link a commit/);
      await window.page.locator('.quick-input-widget input.input').waitFor();
      await window.page.keyboard.type('not a commit');
      await window.page.getByText('A commit id has 7 to 64 digits').first().waitFor();
      await window.page.keyboard.press('ControlOrMeta+A');
      await window.page.keyboard.type(commit.slice(0, 10));
      await window.page.keyboard.press('Enter');
      await list('Shipped').waitFor();
      await panel.getByText('mostly yours').first().waitFor();
      await say(/^Undo/);
      await list('Open').waitFor();
    } finally {
      await editor.close();
    }
  });

  it('fetches on a click, in a terminal, and on no other occasion', async () => {
    shop.run('clone', '-q', workshop.path('shop-remote.git'), workshop.path('mate'));
    const mate = workshop.at(workshop.path('mate'));
    const branch = () => shop.head('refs/remotes/origin/main');
    const before = branch();
    const theirs = mate.commit('Theirs', { 'src/c.ts': 'export const theirs = something(3);\n' });
    mate.run('push', '-q');
    const editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    try {
      const window = await editor.open(shop.root);
      const panel = await window.openPanel(BADGE, 'h1');
      const fetch = panel.getByRole('button', { name: /^Fetch / });
      await fetch.waitFor();
      assert.equal(branch(), before);
      await fetch.click();
      const deadline = Date.now() + 20_000;
      while (branch() === before && Date.now() < deadline)
        await new Promise(resolve => setTimeout(resolve, 50));
      assert.equal(branch(), theirs);
    } finally {
      await editor.close();
    }
  });

  it('takes a word on what production is, with one click, and takes it back', async () => {
    const tower = workshop.published('tower');
    new ClaudeSession(workshop.home, tower.root, workshop.second * 1000, 'deployed')
      .prompt()
      .write('src/a.ts', LINES);
    tower.commit('Deployed');
    tower.run('push', '-q');
    tower.run('tag', '-a', 'v1.0.0', '-m', 'first');
    const editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    try {
      const window = await editor.open(tower.root);
      const panel = await window.openPanel(BADGE, 'h1');
      const row = (outcome: string) => panel.locator('.row').filter({ hasText: outcome });
      await row('in production').waitFor();
      const word = (name: string) =>
        panel.getByRole('button', { name: `${name}: the release tag v1.0.0 in tower` });
      await word('Not production').click();
      await panel.getByText('You said: production of tower is not told by the release tag v1.0.0.').waitFor();
      await row('in production').waitFor({ state: 'detached' });
      assert.deepEqual(await window.accessibilityFaults(), []);
      await panel.getByRole('button', { name: /^Undo: You said: production of tower/ }).click();
      await row('in production').waitFor();
      await word('That is production').click();
      await panel.getByText('You said: production of tower is told by the release tag v1.0.0.').waitFor();
    } finally {
      await editor.close();
    }
  });
});
