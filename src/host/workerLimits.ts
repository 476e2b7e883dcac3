import type { ResourceLimits } from 'node:worker_threads';

/**
 * Megabytes. A collector needs little, and a leak must not take the editor's memory. Room for what is young is
 * taken several times over, and memory outside of the heap waits until that room is full.
 */
export const WORKER_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 6 };
