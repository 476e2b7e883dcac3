import type { ResourceLimits } from 'node:worker_threads';

/**
 * Megabytes. A collector needs little, and a leak must not take the editor's memory; what is young has
 * room to be thrown away young, for what grows old lies about in the editor's memory.
 */
export const WORKER_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
