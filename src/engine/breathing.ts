import { setImmediate } from 'node:timers/promises';
import { GitError } from '../git/gitError.ts';

/**
 * Milliseconds that one stretch of work may take before messages are read again. Garbage is marked between
 * stretches too: where they are long, much more of it lies about.
 */
const STRETCH = 4;

/** `null` where it is not yet time: most of very many calls, for which no promise is made. */
export type Breathe = () => Promise<void> | null;

/**
 * To be called often during long work: lets waiting messages through when enough time has passed. Throws
 * `GitError`, `stopped`, where the signal says so.
 */
export function breathing(signal: AbortSignal | undefined, now = () => performance.now()): Breathe {
  let since = now();
  const pause = async () => {
    await setImmediate();
    if (signal?.aborted) throw new GitError('stopped', null, '');
    since = now();
  };
  return () => (now() - since < STRETCH ? null : pause());
}

/** Does work of short steps, and breathes between them. */
export async function gently<T>(work: Generator<void, T>, breathe: Breathe): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const pause = breathe();
    if (pause !== null) await pause;
  }
}
