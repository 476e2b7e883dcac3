import type { ResourceLimits } from 'node:worker_threads';
import type { WorkerRole } from '../engine/protocol.ts';

/** Megabytes: a worker needs little, and a leak must not take the editor's memory. */
const MOST = 512;

/**
 * A collector is there all day: room for what is young is taken several times over, and memory outside of the heap waits
 * until that room is full. A reader lives as long as somebody looks, and is waited for.
 */
export const WORKER_LIMITS: Readonly<Record<WorkerRole, ResourceLimits>> = {
  collector: { maxOldGenerationSizeMb: MOST, maxYoungGenerationSizeMb: 6 },
  reader: { maxOldGenerationSizeMb: MOST, maxYoungGenerationSizeMb: 16 },
};
