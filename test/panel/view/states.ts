import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { READY, STATES } from '../sample.ts';
import type { PageHost, Shown } from './pageHost.ts';

/** What a state is seen as. */
export type Look = (name: string, shown: Shown) => Promise<void>;

/** Every state in one theme, one after the other on one page, as VS Code sends them. */
export async function eachState(host: PageHost, theme: string, look: Look): Promise<void> {
  const shown = await host.show(READY, theme);
  for (const [name, state] of Object.entries(STATES)) {
    shown.complaints.length = 0;
    await shown.become(state);
    await look(name, shown);
  }
  await host.leave(shown);
}

/** The page with all opened that can be: every "Why", the dates, then every chart as a table, then narrow. */
export async function eachOpened(host: PageHost, theme: string, look: Look): Promise<void> {
  const shown = await host.show(READY, theme);
  const { page } = shown;
  for (const why of await page.getByRole('button', { name: /^Why: / }).all()) await why.click();
  await page.getByRole('button', { name: 'Dates…' }).click();
  await look('opened', shown);
  const tables = page.getByRole('button', { name: /^Show as table/ });
  while ((await tables.count()) > 0) await tables.first().click();
  await look('tables', shown);
  await page.setViewportSize({ width: 420, height: 900 });
  await look('narrow', shown);
  await host.leave(shown);
}

/** The rules whose answer may be another in another theme. */
export const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** axe over the whole page, by all its rules or by these. @returns each fault with where it is */
export async function violations({ page }: Shown, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  const { passes, violations: found } = await page.evaluate(
    only => (globalThis as unknown as { axe: typeof axe }).axe.run(only === null ? {} : { runOnly: only }),
    rules === undefined ? null : [...rules],
  );
  if (passes.length === 0) throw new Error('axe found nothing to look at');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.flat().join(' ')).join(', ')}`);
}

/** Takes pictures of whole pages into a folder; nothing where there is none. */
export async function pictures(folder: string | undefined, theme: string): Promise<Look> {
  if (folder === undefined) return async () => {};
  await mkdir(folder, { recursive: true });
  return async (name, { page }) => {
    const path = join(folder, `panel-${name.replaceAll(/\W+/g, '-')}-${theme}.png`);
    await page.screenshot({ path, fullPage: true });
  };
}
