import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Editor, THEMES, type Theme } from './editor.ts';
import { writeStandIn } from './standIn.ts';

const BADGE = 'test.stand-in.badge';

describe('A window of a real VS Code', function () {
  this.timeout(120_000);
  let folder: string;
  let workspace: string;
  let extension: { development: string };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-window-'));
    workspace = join(folder, 'workspace');
    extension = { development: join(folder, 'stand-in') };
    await mkdir(workspace);
    await writeStandIn(extension.development);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('shows an extension, its panel and its settings, in two windows of one server', async () => {
    const editor = await Editor.start({ extension, settings: { 'standIn.label': 'first' } });
    try {
      const one = await editor.open(workspace);
      const two = await editor.open(workspace);
      const expected = { text: 'first', label: 'Stand-in says first', icons: ['pulse'] };
      assert.deepEqual(await one.readStatusBarItem(BADGE), expected);
      assert.deepEqual(await two.readStatusBarItem(BADGE), expected);

      const panel = await one.openPanel(BADGE, 'h1');
      assert.equal(await panel.locator('h1').innerText(), `Home is ${editor.home}`);
      assert.deepEqual(await one.accessibilityFaults('main'), []);
      const faults = await one.accessibilityFaults('aside');
      assert.ok(
        faults.some(fault => fault.rule === 'button-name'),
        'axe did not see the button without a name',
      );

      await two.command('Stand-in: Open Panel');
      await two.panel().locator('h1').waitFor();
      await one.set('standIn.label', 'second');
      await one.statusBarItem(BADGE).filter({ hasText: 'second' }).waitFor();
    } finally {
      await editor.close();
    }
  });

  it('wears each theme', async () => {
    const looks = new Set<string>();
    const editor = await Editor.start();
    try {
      const window = await editor.open(workspace);
      for (const theme of Object.keys(THEMES) as Theme[]) {
        await editor.wear(theme);
        const values = await window.page.evaluate(
          `['--vscode-editor-background', '--vscode-contrastBorder'].map(name =>
            getComputedStyle(document.querySelector('.monaco-workbench')).getPropertyValue(name)).join(' ')`,
        );
        looks.add(String(values));
      }
    } finally {
      await editor.close();
    }
    assert.equal(looks.size, Object.keys(THEMES).length);
  });
});
