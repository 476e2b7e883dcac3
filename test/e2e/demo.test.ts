import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemo } from '../../scripts/demo/makeDemo.ts';
import { pack } from '../../scripts/package.ts';
import { Editor, THEMES, type Theme } from './editor.ts';
import type { StatusBarItem, Window } from './window.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const FIRST_IMPORT_MS = 60_000;
/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;
/** Of the window, in pixels: as much as the README shows. */
const TOP = 1060;

describe('Six weeks of work, seen in every theme', function () {
  this.timeout(300_000);
  let folder: string;
  let vsix: string;
  let editor: Editor;
  let window: Window;
  let demo: { readonly home: string; readonly workspace: string };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-demo-'));
    vsix = await pack(join(folder, 'ai-impact.vsix'));
    demo = await makeDemo(join(folder, 'demo'));
    if (PICTURES) await mkdir(PICTURES, { recursive: true });
    editor = await Editor.start({
      home: demo.home,
      extension: { vsix },
      viewport: { width: 1280, height: 2400 },
    });
    window = await editor.open(demo.workspace);
    await untilRead(window);
  });

  after(async () => {
    await editor?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  for (const theme of Object.keys(THEMES) as Theme[]) {
    it(`is drawn whole and reachable by everyone in ${theme}`, async () => {
      await editor.wear(theme);
      const panel = await window.openPanel(BADGE, 'h1');
      await panel
        .getByText(/changes shipped/)
        .first()
        .waitFor();
      await panel
        .getByText(/Retry with back-off/)
        .first()
        .waitFor();
      assert.deepEqual(await window.accessibilityFaults(), []);
      // The page is there before the logs were looked at again.
      const { text } = await untilRead(window);
      // The window's own repository has nothing to push, although others of this machine have.
      assert.match(text, /^(?:shipped \d\d:\d\d|\d open)$/);
      if (PICTURES) {
        const name = theme.toLowerCase().replaceAll(' ', '-');
        await window.screenshot(join(PICTURES, `${name}.png`));
        const clip = { x: 0, y: 0, width: 1280, height: TOP };
        await window.page.screenshot({ path: join(PICTURES, `${name}-top.png`), clip });
      }
      const why = panel.getByRole('button', { name: 'Why' }).first();
      const table = panel.getByRole('button', { name: /^Show as table/ }).first();
      await why.click();
      await table.click();
      assert.deepEqual(await window.accessibilityFaults(), []);
      await panel
        .getByRole('button', { name: /^Show as (?:bar|chart)/ })
        .first()
        .click();
      await why.click();
    });
  }
});

async function untilRead(window: Window): Promise<StatusBarItem> {
  const deadline = Date.now() + FIRST_IMPORT_MS;
  for (;;) {
    const item = await window.readStatusBarItem(BADGE);
    if (/\d+ shipped; \d+ open now/.test(item.label)) return item;
    assert.ok(Date.now() < deadline, `the badge still says "${item.label}"`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
