// The thread of one measurement: the part of the collector that asks git and studies what it says.
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { GitCollector } from '../../src/engine/gitCollector.ts';
import { RestrictedFolders } from '../../src/git/restrictedFolders.ts';
import { Git } from '../../src/git/run.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { createPacker } from '../../src/lines/packer.ts';
import { type AttributedByThread, type AttributionStart, KEY } from './attributing.ts';

const { folder, work, now } = workerData as AttributionStart;
const { database } = await openLedger(join(folder, 'ledger.db'));
const collector = new GitCollector({
  database,
  git: new Git({ variables: process.env, home: folder }),
  restricted: new RestrictedFolders(),
  packer: await createPacker(new Uint8Array(32).fill(KEY)),
  home: folder,
  now: () => now,
});
parentPort?.postMessage('ready');
await once(parentPort!, 'message');
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const first = await seconds(() => collector.run({ changed: null, folders: [] }));
const again = await seconds(() => collector.run({ changed: new Set([join(work, '.git')]), folders: [] }));
delay.disable();
const row = database
  .prepare("SELECT avg(json_extract(value, '$.shipped.mid')) AS mid FROM finding WHERE kind = 'session'")
  .get();
database.close();
const result: AttributedByThread = { first, again, pause: delay.max / 1e6, shipped: row?.mid as number };
parentPort?.postMessage(result);

async function seconds(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}
