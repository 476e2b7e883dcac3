import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { pack } from '../../scripts/package.ts';
import { FIXTURES, openHome } from '../agents/fixtureHome.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { Workshop } from '../support/repository.ts';
import { Editor } from './editor.ts';
import type { Window } from './window.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const SOON_MS = 30_000;
/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;
/** What these left was recorded in repositories that are not on this machine. */
const SIX = [
  'claude-code/2.1.330',
  'codex/0.169.0',
  'copilot-cli/1.0.102',
  'gemini/0.61.0',
  'kiro/cli-3',
  'qwen/0.24.4',
];
const LINES = Array.from({ length: 8 }, (_, i) => `export const value${i} = compute(${i}, 'x');\n`).join('');

describe('A new user, in a real window', function () {
  this.timeout(240_000);
  let workshop: Workshop;
  let vsix: string;
  let editor: Editor | null;

  beforeEach(async () => {
    workshop = new Workshop();
    workshop.second = Math.floor(Date.now() / 1000) - 3600;
    vsix = await pack(workshop.path('ai-impact.vsix'));
    editor = null;
  });

  afterEach(async () => {
    await editor?.close();
    workshop.remove();
  });

  const begin = async (workspace: string): Promise<Window> => {
    editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    return editor.open(workspace);
  };
  /** Screens in order, for a walk that can be looked through. */
  const screen = async (window: Window, name: string) => {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await window.screenshot(join(PICTURES, `new-user-${name}.png`));
  };
  const begins = async (panel: FrameLocator) =>
    (await panel.locator('p').first().innerText()).replaceAll(/\s+/g, ' ');
  const says = async (panel: FrameLocator, text: RegExp) =>
    panel
      .getByText(text)
      .first()
      .waitFor({ timeout: SOON_MS })
      .catch(async error => assert.fail(`${error.message}\nthe page begins: ${await begins(panel)}`));

  it('with nothing on the machine is told where was looked, and may see a sample', async () => {
    const shop = workshop.init('empty');
    const window = await begin(shop.root);
    assert.match(
      (await window.readStatusBarItem(BADGE)).label,
      /^AI Impact: (?:AI Impact is starting|The logs|No log)/,
    );
    assert.deepEqual(await window.notifications(), []);
    await screen(window, 'nothing-1-window');
    const panel = await window.openPanel(BADGE, 'h1');
    await says(panel, /No log of an AI agent was found on this machine\./);
    await says(panel, /The logs of \d+ agents were looked for/);
    assert.deepEqual(await window.accessibilityFaults(), []);
    await screen(window, 'nothing-2-page');
    // Open without being asked for: there is nothing else to see.
    await says(panel, /\.claude\/projects/);
    await panel.getByRole('button', { name: 'Show sample data' }).click();
    await says(panel, /This is sample data, made up/);
    await says(panel, /changes shipped/);
    assert.deepEqual(await window.accessibilityFaults(), []);
    await screen(window, 'nothing-3-sample');
    await panel.getByRole('button', { name: 'Leave the sample' }).click();
    await says(panel, /No log of an AI agent was found on this machine\./);
    // The first session is seen without being asked for.
    new ClaudeSession(workshop.home, shop.root, Date.now() - 60_000)
      .prompt('Add values.')
      .write('a.ts', LINES);
    await says(panel, /One change is waiting for you/);
    await screen(window, 'nothing-4-first-session');
  });

  it('with one agent sees what is open, and what to do next', async () => {
    const shop = workshop.published('shop');
    new ClaudeSession(workshop.home, shop.root, workshop.second * 1000)
      .prompt('Add values.')
      .write('src/values.ts', LINES);
    shop.commit('Add values');
    const window = await begin(shop.root);
    const panel = await window.openPanel(BADGE, 'h1');
    await says(panel, /One change is waiting for you/);
    await panel.getByRole('button', { name: /^Push branch/ }).waitFor();
    // The page tells it while the last logs are still read; the badge once they are.
    await window
      .statusBarItem(BADGE)
      .filter({ hasText: /^\s*1\sto\spush\s*$/ })
      .waitFor({ timeout: SOON_MS });
    assert.equal((await window.readStatusBarItem(BADGE)).text, '1 to push');
    await says(panel, /Claude Code deletes its logs after 30 days/);
    assert.deepEqual(await window.accessibilityFaults(), []);
    await screen(window, 'one-1-page');
    await panel.getByRole('button', { name: /^Why/ }).first().click();
    await screen(window, 'one-2-why');
  });

  it('with six agents sees them all, each with what its counts are worth', async () => {
    const homes = SIX.map(recorded => openHome(join(FIXTURES, recorded, 'home'), workshop.home));
    after(() => {
      for (const home of homes) home.close();
    });
    const shop = workshop.published('shop');
    const window = await begin(shop.root);
    const panel = await window.openPanel(BADGE, 'h1');
    await screen(window, 'six-1-page');
    for (const name of ['Claude Code', 'Codex', 'Copilot CLI', 'Gemini CLI', 'Kiro', 'Qwen Code'])
      await panel
        .getByRole('row', { name: new RegExp(`^${name}`) })
        .first()
        .waitFor({ timeout: SOON_MS });
    await says(panel, /counts credits, not tokens/);
    assert.deepEqual(await window.accessibilityFaults(), []);
    await panel.getByRole('heading', { name: 'Sources' }).scrollIntoViewIfNeeded();
    await screen(window, 'six-2-sources');
    assert.deepEqual(await window.notifications(), []);
  });
});
