// Bundles the extension into dist/: node scripts/build.ts [--minify] [--watch] [--metafile]
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, context, type Plugin } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// CommonJS packages inside an ES module still ask for `require`. The name is one that no minifier gives out:
// with a short one, a minified chunk declares it twice.
const REQUIRE =
  "import{createRequire as __aiImpactRequire}from'node:module';const require=__aiImpactRequire(import.meta.url);";

/** The HTTP client could send forms with files, and brings a list of all their types; we send none. */
const withoutFileTypes: Plugin = {
  name: 'without file types',
  setup(build) {
    build.onResolve({ filter: /^mime-db$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** What runs in Node: the extension, its worker thread and the report without a window. They share chunks. */
export const nodeSide = {
  absWorkingDir: root,
  entryPoints: {
    extension: 'src/extension.ts',
    worker: 'src/engine/worker.ts',
    report: 'src/engine/reportCommand.ts',
  },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  // Keeps what is imported on demand (the HTTP client) in a chunk of its own, unread until then.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: REQUIRE },
  plugins: [withoutFileTypes],
  logLevel: 'warning',
} satisfies BuildOptions;

const page: BuildOptions = {
  absWorkingDir: root,
  entryPoints: { main: 'src/panel/view/main.ts' },
  outdir: 'dist/view',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const both: readonly BuildOptions[] = [nodeSide, page];

/** Empties dist/ and builds it. @throws what esbuild throws */
export async function buildAll({ minify = false, metafile = false } = {}) {
  await rm(join(root, 'dist'), { recursive: true, force: true });
  const results = await Promise.all(
    both.map(options => build({ ...options, minify: minify || options.minify === true, metafile })),
  );
  if (!metafile) return;
  const [node, browser] = results.map(result => result.metafile);
  await writeFile(join(root, 'dist', 'meta.json'), JSON.stringify({ node, browser }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { minify: { type: 'boolean' }, watch: { type: 'boolean' }, metafile: { type: 'boolean' } },
  });
  if (values.watch) {
    for (const options of both) {
      const watching = await context({ ...options, sourcemap: 'linked', logLevel: 'info' });
      await watching.watch();
    }
  } else {
    await buildAll(values);
  }
}
