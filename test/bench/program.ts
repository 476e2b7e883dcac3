import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, cacheRoot } from '../support/cache.ts';
import { npmInstall } from '../support/npmInstall.ts';
import { bundle } from './bundled.ts';

/** The other tool, pinned: the fastest that adds the same logs up. */
const CCUSAGE = '20.0.24';

export interface Program {
  readonly name: string;
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Installed into the cache when it is first asked for. */
export async function ccusage(home: string): Promise<Program> {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@ccusage/ccusage-${platform}`;
  const folder = await cached(cacheRoot(), `ccusage-${CCUSAGE}`, draft =>
    npmInstall(draft, [`${name}@${CCUSAGE}`]),
  );
  const binary = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'ccusage.exe' : 'ccusage',
  );
  // The package that would start it makes it executable; here it is started directly.
  await chmod(binary, 0o755);
  return {
    name: `ccusage ${CCUSAGE}`,
    command: [binary, 'daily', '--json', '--offline', '--by-agent'],
    variables: {
      HOME: home,
      CLAUDE_CONFIG_DIR: join(home, '.claude'),
      CODEX_HOME: join(home, '.codex'),
    },
  };
}

/** The report without a window, bundled as it ships, with a ledger written beside it. */
export async function aiImpact(home: string, folder: string): Promise<Program & { readonly ledger: string }> {
  const script = join(folder, 'report.mjs');
  await bundle({ report: join(import.meta.dirname, '../../src/engine/reportCommand.ts') }, folder);
  const ledger = join(folder, 'data', 'ledger.db');
  return {
    name: 'AI Impact',
    command: [process.execPath, '--import', PEAK, script, '--json', '--home', home, '--ledger', ledger],
    variables: {},
    ledger,
  };
}

/** Says at the end how much memory the process had at its peak, in KiB. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))",
)}`;
