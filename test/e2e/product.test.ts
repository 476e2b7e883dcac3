import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../scripts/package.ts';
import { Editor, THEMES, type Theme } from './editor.ts';
import type { Window } from './window.ts';

/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;
const BADGE = 'ai-impact.ai-impact.badge';

describe('AI Impact, installed from its package on a machine without agents', function () {
  this.timeout(240_000);
  let folder: string;
  let workspace: string;
  let vsix: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-product-'));
    workspace = join(folder, 'workspace');
    await mkdir(workspace);
    vsix = await pack(join(folder, 'ai-impact.vsix'));
    if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  describe('in one window after the other', () => {
    let editor: Editor;
    let window: Window;

    before(async () => {
      editor = await Editor.start({ extension: { vsix } });
      window = await editor.open(workspace);
    });

    after(() => editor.close());

    for (const theme of Object.keys(THEMES) as Theme[]) {
      it(`has one quiet badge and a page that everyone can use, in ${theme}`, async () => {
        await editor.wear(theme);
        const badge = await window.readStatusBarItem(BADGE);
        assert.equal(badge.text, '');
        assert.match(badge.label, /AI Impact/);
        const own = (await window.statusBarIds()).filter(id => id.startsWith('ai-impact.'));
        assert.deepEqual(own, [BADGE]);
        assert.deepEqual(await window.notifications(), []);

        const panel = await window.openPanel(BADGE, 'h1, h2');
        await panel.getByText('No log of an AI agent was found').first().waitFor();
        assert.deepEqual(await window.accessibilityFaults(), []);
        await panel.getByRole('button', { name: 'Show sample data' }).click();
        await panel.getByText('This is sample data, made up.').waitFor();
        await panel.getByRole('heading', { name: 'Find orphaned jobs in the reaper' }).waitFor();
        assert.deepEqual(await window.accessibilityFaults(), []);
        await panel.getByRole('button', { name: 'Leave the sample' }).click();
        await panel.getByText('No log of an AI agent was found').first().waitFor();
      });
    }
  });

  it('says so in Restricted Mode, where it reads no repository, and leads to trusting the window', async () => {
    const editor = await Editor.start({ extension: { vsix }, trusted: false });
    try {
      const window = await editor.open(workspace);
      await window.statusBarItem('status.workspaceTrust').filter({ hasText: 'Restricted Mode' }).waitFor();
      const badge = await window.readStatusBarItem(BADGE);
      assert.equal(badge.text, '');
      assert.match(badge.label, /This window is in Restricted Mode, so no repository is read\./);
      const panel = await window.openPanel(BADGE, 'h1');
      await panel.getByText('This window is in Restricted Mode,').first().waitFor();
      assert.deepEqual(await window.accessibilityFaults(), []);
      if (PICTURES !== undefined) await window.screenshot(join(PICTURES, 'restricted.png'));
      await panel.getByRole('button', { name: 'Manage workspace trust…' }).click();
      await window.page.locator('.workspace-trust-editor').waitFor();
    } finally {
      await editor.close();
    }
  });
});
