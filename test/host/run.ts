import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { cacheRoot } from '../support/cache.ts';
import { buildSuite } from './build.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

/** The lowest version that the extension says it runs on; what is served is the newest that npm has. */
const DESKTOP_VERSION = '1.105.0';

// A short path: on macOS the name of a socket below it may have 103 characters.
const folder = await mkdtemp(join(tmpdir(), 'aih-'));
try {
  const home = join(folder, 'home');
  const workspace = join(folder, 'workspace');
  await Promise.all([mkdir(home), mkdir(workspace)]);
  const desktop = process.env.AI_IMPACT_VSCODE === 'desktop';
  process.exitCode = await runTests({
    ...(desktop ? { version: DESKTOP_VERSION } : { vscodeExecutablePath: join(here, 'servedCode.ts') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: await buildSuite(root),
    launchArgs: [
      workspace,
      `--user-data-dir=${join(folder, 'user')}`,
      `--extensions-dir=${join(folder, 'ext')}`,
    ],
    extensionTestsEnv: {
      HOME: home,
      PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
      // The stand-in runs with the made-up HOME; its cache stays where it is.
      AI_IMPACT_CACHE: cacheRoot(),
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
