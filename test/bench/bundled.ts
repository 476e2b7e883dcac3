import { join } from 'node:path';
import { build } from 'esbuild';
import { nodeSide } from '../../scripts/build.ts';

/** Bundled as what is shipped is, for a thread with the sources themselves has a compiler in it. */
export async function bundle(entryPoints: Record<string, string>, outdir: string): Promise<void> {
  await build({ ...nodeSide, entryPoints, outdir, outExtension: { '.js': '.mjs' }, minify: true });
}

/** @returns the worker's file. What is only imported on demand lies in chunks of its own, unread. */
export async function bundleWorker(outdir: string): Promise<string> {
  await bundle(nodeSide.entryPoints, outdir);
  return join(outdir, 'worker.mjs');
}
