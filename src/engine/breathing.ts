import { setImmediate } from 'node:timers/promises';
import { GitError } from '../git/gitError.ts';

/**
 * Milliseconds that one stretch of work may take before messages are read again. Garbage is marked between
 * stretches too: where they are long, much more of it lies about.
 */
const STRETCH = 10;

/**
 * To be called often during long work: lets waiting messages through when enough time has passed. Throws
 * `GitError`, `stopped`, where the signal says so.
 */
export function breathing(
  signal: AbortSignal | undefined,
  now = () => performance.now(),
): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < STRETCH) return;
    await setImmediate();
    if (signal?.aborted) throw new GitError('stopped', null, '');
    since = now();
  };
}
