import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the tests as the extension is bundled: ESM for the host's Node, a file for each test.
 * @returns the module whose `run` the extension host calls
 */
export async function buildSuite(root: string): Promise<string> {
  const outdir = join(root, 'out', 'host');
  await rm(outdir, { recursive: true, force: true });
  const tests: string[] = [];
  for await (const file of glob('test/host/suite/*.suite.ts', { cwd: root })) tests.push(file);
  await build({
    absWorkingDir: root,
    entryPoints: ['test/host/suite/index.ts', ...tests],
    outdir,
    outbase: join(root, 'test', 'host', 'suite'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    splitting: true,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}
