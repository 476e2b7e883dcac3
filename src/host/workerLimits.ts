import type { ResourceLimits } from 'node:worker_threads';

/**
 * Megabytes. A collector needs little, and a leak must not take the editor's memory; what is young is thrown away
 * while it is little, for else it lies about in the editor's memory.
 */
export const WORKER_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };
