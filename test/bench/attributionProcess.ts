// The process of one measurement: its main thread waits and looks at the memory of all.
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { WORKER_LIMITS } from '../../src/host/workerLimits.ts';
import type { Attributed, AttributedByThread, AttributionStart } from './attributing.ts';

const start = JSON.parse(process.argv[2]!) as AttributionStart;
const worker = new Worker(join(start.folder, 'thread.mjs'), {
  workerData: start,
  resourceLimits: WORKER_LIMITS.collector,
});
await once(worker, 'message');
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
worker.postMessage('go');
const [result] = (await once(worker, 'message')) as [AttributedByThread];
clearInterval(watch);
process.send?.({ ...result, memory: (peak - before) / 2 ** 20 } satisfies Attributed);
process.disconnect?.();
