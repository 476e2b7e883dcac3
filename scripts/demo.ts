// Makes the demo: npx node scripts/demo.ts FOLDER (Node 24). Prints the home and the folder to open, as JSON.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheRoot } from '../test/support/cache.ts';
import { makeDemo } from './demo/makeDemo.ts';

export { makeDemo };

/** A demo that ends now, in the place of the one before. */
export async function demoHome(): Promise<{ readonly home: string; readonly workspace: string }> {
  const folder = join(cacheRoot(), 'demo');
  await rm(folder, { recursive: true, force: true });
  const { home, workspace } = await makeDemo(folder);
  return { home, workspace };
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('Usage: npx node scripts/demo.ts FOLDER');
    process.exitCode = 2;
  } else {
    const { home, workspace } = await makeDemo(resolve(folder));
    console.log(JSON.stringify({ home, workspace }, null, 2));
  }
}
