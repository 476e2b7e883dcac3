/** Takes pictures of every state in every theme: `node test/panel/preview.ts FOLDER`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { READY, STATES } from './sample.ts';
import { THEMES } from './themes.ts';
import { PageHost } from './view/pageHost.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder shall the pictures go to?');
await mkdir(folder, { recursive: true });
const host = await PageHost.start();
try {
  for (const theme of Object.keys(THEMES)) {
    const { page } = await host.show(READY, theme);
    await page.getByRole('button', { name: /^Why/ }).nth(4).click();
    await page.screenshot({ path: join(folder, `ready-${theme}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await page.screenshot({ path: join(folder, `table-${theme}.png`) });
    const narrow = await host.show(READY, theme, 420);
    await narrow.page.getByRole('button', { name: /^Why/ }).nth(4).click();
    await narrow.page.screenshot({ path: join(folder, `narrow-${theme}.png`), fullPage: true });
  }
  for (const width of [320, 420, 900]) {
    const { page } = await host.show({ ...READY, plan: 'per use' }, 'light', width);
    await page.getByRole('button', { name: /^Why/ }).nth(4).click();
    await page.screenshot({ path: join(folder, `per-use-${width}.png`), fullPage: true });
  }
  for (const [name, state] of Object.entries(STATES)) {
    const { page, complaints } = await host.show(state, 'dark');
    await page.screenshot({ path: join(folder, `state-${name}.png`) });
    if (complaints.length > 0) console.error(name, complaints);
  }
} finally {
  await host.stop();
}
