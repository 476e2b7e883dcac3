// The extension host while a large corpus is read: node scripts/bench/host.ts CORPUS
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cacheRoot } from '../../test/support/cache.ts';
import { buildAll } from '../build.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface HostFigures {
  /** Loading its code included. */
  readonly activateMs: number | null;
  readonly readSeconds: number;
  /** Longest, and 99th percentile, that the host's loop was held; with next to nothing to read for comparison. */
  readonly held: { readonly max: number; readonly p99: number };
  readonly heldIdle: { readonly max: number; readonly p99: number };
}

interface Seen {
  readonly phase: string | null;
  readonly activateMs: number | null;
  readonly seconds: number;
  readonly heldMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** @param corpus a home with `.claude` and `.codex` in it */
export async function measureHost(corpus: string): Promise<HostFigures> {
  await buildAll({ minify: true });
  const quiet = await probe(null);
  const busy = await probe(resolve(corpus));
  if (busy.phase !== 'ready') throw new Error(`the corpus was not read in time: ${busy.phase}`);
  return {
    activateMs: busy.activateMs,
    readSeconds: busy.seconds,
    held: busy.heldMs,
    heldIdle: quiet.heldMs,
  };
}

async function probe(corpus: string | null): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'aip-'));
  try {
    const home = join(folder, 'home');
    const workspace = join(folder, 'workspace');
    await Promise.all([mkdir(home), mkdir(workspace)]);
    if (corpus !== null) {
      for (const name of ['.claude', '.codex']) await symlink(join(corpus, name), join(home, name));
    }
    const out = join(folder, 'seen.json');
    const code = await runTests({
      vscodeExecutablePath: join(ROOT, 'test', 'host', 'servedCode.ts'),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: await bundleProbe(),
      launchArgs: [
        workspace,
        `--user-data-dir=${join(folder, 'user')}`,
        `--extensions-dir=${join(folder, 'ext')}`,
      ],
      extensionTestsEnv: {
        HOME: home,
        PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
        AI_IMPACT_CACHE: cacheRoot(),
        AI_IMPACT_PROBE_OUT: out,
        AI_IMPACT_PROBE_SUMMARY: join(home, '.local', 'share', 'ai-impact', 'summary.json'),
      },
    });
    if (code !== 0) throw new Error(`the probe ended with ${code}`);
    return JSON.parse(await readFile(out, 'utf8')) as Seen;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function bundleProbe(): Promise<string> {
  const outfile = join(ROOT, 'out', 'probe', 'hostProbe.js');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['scripts/bench/hostProbe.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

if (import.meta.main) console.log(JSON.stringify(await measureHost(process.argv[2] ?? '.'), null, 2));
