import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../../scripts/package.ts';
import { assembleEngine } from '../../src/engine/assemble.ts';
import { DATA_FILES, dataFolder } from '../../src/model/dataFolder.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { Workshop } from '../support/repository.ts';
import { Editor } from './editor.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const DAY = 86_400;
const LINES = Array.from({ length: 8 }, (_, i) => `export const value${i} = compute(${i}, 'x');\n`).join('');

describe('A nudge, in a real window', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  let root: string;
  let vsix: string;

  beforeEach(async () => {
    workshop = new Workshop();
    const now = Math.floor(Date.now() / 1000);
    workshop.second = now - 12 * DAY;
    const shop = workshop.published('shop');
    root = shop.root;
    const folder = dataFolder({ platform: process.platform, home: workshop.home, variables: {} });
    mkdirSync(folder, { recursive: true });
    // The extension has been there for twelve days.
    const engine = await assembleEngine({
      ledgerFile: join(folder, DATA_FILES.ledger),
      home: workshop.home,
      variables: {},
      agentVariables: false,
      gitPath: null,
      now: () => workshop.second * 1000,
    });
    await engine.logs.sweep();
    engine.close();
    workshop.second = now - 5 * DAY - 3600;
    new ClaudeSession(workshop.home, root, workshop.second * 1000, 'one').prompt().write('src/a.ts', LINES);
    shop.commit('One');
    shop.run('fetch', '-q');
    vsix = await pack(join(workshop.root, 'ai-impact.vsix'));
  });

  afterEach(() => workshop.remove());

  it('stands in its row once the panel is opened, opens its evidence, and goes when it is answered', async () => {
    const editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    try {
      const window = await editor.open(root);
      const panel = await window.openPanel(BADGE, 'h1');
      const nudge = panel.locator('.row .nudge');
      await nudge.waitFor({ timeout: 30_000 });
      assert.match(await nudge.innerText(), /^One commit on main with lines of an agent is 5 days old/);
      assert.match((await window.readStatusBarItem(BADGE)).label, /Commits on a branch wait to be pushed/);
      assert.deepEqual(await window.notifications(), []);
      await nudge.getByRole('button', { name: 'Show evidence' }).click();
      await panel.getByText('A commit is older than 3 days').waitFor();
      assert.deepEqual(await window.accessibilityFaults(), []);
      await nudge.getByRole('button', { name: 'Never this kind' }).click();
      await nudge.waitFor({ state: 'detached', timeout: 30_000 });
      await panel.getByText('commits that are not pushed: never, you said').waitFor();
      await panel.getByRole('button', { name: 'Say it again: commits that are not pushed' }).click();
      await panel.getByText('never, you said').waitFor({ state: 'detached' });
    } finally {
      await editor.close();
    }
  });

  it('is told in a notification where the person wants it so, once, and is answered there', async () => {
    const settings = { 'aiImpact.nudges': 'toast' };
    const editor = await Editor.start({ home: workshop.home, extension: { vsix }, settings });
    try {
      const window = await editor.open(root);
      await window.readStatusBarItem(BADGE);
      assert.deepEqual(await window.notifications(), [], 'nothing at the start');
      const panel = await window.openPanel(BADGE, 'h1');
      await panel.locator('.row .nudge').waitFor({ timeout: 30_000 });
      // A toast goes by; the list of notifications keeps it.
      await window.page.locator('.statusbar-item[id="status.notifications"] a').click();
      const told = window.page.locator('.notifications-center .notification-list-item');
      await told.first().waitFor({ timeout: 30_000 });
      assert.equal(await told.count(), 1);
      assert.match(await told.innerText(), /One commit on main/);
      await told.getByRole('button', { name: 'Not useful' }).click();
      await panel.locator('.row .nudge').waitFor({ state: 'detached', timeout: 30_000 });
    } finally {
      await editor.close();
    }
  });

  it('is not there where nudges are switched off', async () => {
    const settings = { 'aiImpact.nudges': 'off' };
    const editor = await Editor.start({ home: workshop.home, extension: { vsix }, settings });
    try {
      const window = await editor.open(root);
      const panel = await window.openPanel(BADGE, 'h1');
      await panel.locator('.row').first().waitFor({ timeout: 30_000 });
      await new Promise(resolve => setTimeout(resolve, 3_000));
      assert.equal(await panel.locator('.nudge').count(), 0);
      assert.doesNotMatch((await window.readStatusBarItem(BADGE)).label, /wait to be pushed/);
    } finally {
      await editor.close();
    }
  });
});
