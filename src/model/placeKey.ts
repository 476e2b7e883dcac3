import { createHash } from 'node:crypto';
import type { PlaceSummary, Summary } from './summary.ts';

const KEY_LENGTH = 16;

/** Names a worktree's root without telling it. */
export function placeKey(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, KEY_LENGTH);
}

/**
 * The summary with the state of the work in these folders' repositories alone. A window without a repository is
 * told of all; one whose repositories no agent worked in lately has nothing waiting.
 */
export function inWindow(summary: Summary, roots: readonly string[]): Summary {
  if (roots.length === 0 || summary.openPieces === null) return summary;
  const keys = new Set(roots.map(placeKey));
  const here = summary.places.filter(place => place.keys.some(key => keys.has(key)));
  const sum = (pick: (place: PlaceSummary) => number) =>
    here.reduce((total, place) => total + pick(place), 0);
  const shippings = here.flatMap(({ shippedAt }) => shippedAt ?? []).sort();
  return {
    ...summary,
    toPush: sum(({ toPush }) => toPush),
    pushed: here[0]?.pushed ?? false,
    shippedAt: shippings.at(-1) ?? null,
    openPieces: sum(({ openPieces }) => openPieces),
  };
}
