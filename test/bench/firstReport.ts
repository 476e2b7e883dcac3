// The thread of one measurement: a reader that has just begun, as when a panel is opened.
import { parentPort, workerData } from 'node:worker_threads';
import { reportsOf } from './yearsReports.ts';

const { folder, now } = workerData as { readonly folder: string; readonly now: number };
const reports = reportsOf(folder, now);
parentPort?.postMessage(await reports.time({ days: 28, rows: {} }));
reports.end();
