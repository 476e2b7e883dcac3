// Builds the extension and packs it: node scripts/package.ts [--out FILE.vsix]
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { x } from 'tinyexec';
import { buildAll } from './build.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Builds, and packs dist/ with the few files beside it. @returns path of the package */
export async function pack(out?: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = resolve(out ?? join(root, `${name}-${version}.vsix`));
  await buildAll({ minify: true });
  await mkdir(dirname(file), { recursive: true });
  await vsce([
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  return file;
}

/** Files that are packed, relative to the project. */
export async function packedFiles(): Promise<string[]> {
  const listed = await vsce(['ls', '--no-dependencies']);
  return listed.split('\n').filter(line => line !== '');
}

async function vsce(args: string[]): Promise<string> {
  const result = await x('vsce', args, { nodeOptions: { cwd: root }, timeout: 120_000 });
  if (result.exitCode !== 0) throw new Error(`vsce ${args[0]} failed:\n${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  console.log(await pack(values.out));
}
