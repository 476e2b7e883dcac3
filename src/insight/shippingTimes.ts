import type { RefMove } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

export interface Step {
  readonly commit: string;
  readonly committedAt: Instant;
}

export interface Shipping {
  readonly at: Instant;
  /** The move of the ref that brought it; `null` where none is known and the commit's own time stands in. */
  readonly move: RefMove | null;
}

/**
 * When each commit of a shipping ref arrived there: with the first known move of the ref whose target is the
 * commit itself or one after it.
 * @param steps the ref's first-parent history, newest first
 * @param moves of that ref, in any order
 */
export function shippingTimes(steps: readonly Step[], moves: readonly RefMove[]): Map<string, Shipping> {
  const place = new Map(steps.map((step, index) => [step.commit, index]));
  const times = new Map<string, Shipping>();
  const inOrder = [...moves].sort((a, b) => a.at - b.at);
  for (const move of inOrder) {
    const start = place.get(move.to);
    if (start === undefined) continue;
    for (let i = start; i < steps.length; i++) {
      const step = steps[i]!;
      // All before it came with an earlier move, or was there when this one came.
      if (times.has(step.commit) || step.commit === move.from) break;
      // A first sight of a ref (a clone) brings old history, which shipped long before.
      const cloned = move.from === null && move.kind !== 'push';
      times.set(
        step.commit,
        cloned ? { at: step.committedAt, move: null } : { at: Math.max(move.at, 0), move },
      );
    }
  }
  for (const step of steps) {
    if (!times.has(step.commit)) times.set(step.commit, { at: step.committedAt, move: null });
  }
  return times;
}
