import { SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { FigurePiece } from './facts.ts';

type Counted = Pick<FigurePiece, 'repository' | 'counted' | 'shippedAt' | 'living'>;

/**
 * Pieces that count as shipped in a window: those with at least one line that is new and there. A repository that is no more
 * than a beginning counts one at most, the latest, so that scaffolding is no series of changes.
 * @param mature see `isMature`
 * @param since the first instant, and `until` the first one after it
 */
export function countedAsShipped<T extends Counted>(
  pieces: readonly T[],
  mature: ReadonlySet<number>,
  since: Instant | null,
  until: Instant | null,
): T[] {
  const shipped = pieces.filter(
    ({ counted, shippedAt, living }) =>
      shippedAt !== null &&
      (since === null || shippedAt >= since) &&
      (until === null || shippedAt < until) &&
      living > 0 &&
      SHIPPED.includes(counted),
  );
  const latest = new Map<number | null, T>();
  for (const piece of shipped) {
    const known = latest.get(piece.repository);
    if (known === undefined || piece.shippedAt! > known.shippedAt!) latest.set(piece.repository, piece);
  }
  return shipped.filter(
    piece =>
      (piece.repository !== null && mature.has(piece.repository)) || latest.get(piece.repository) === piece,
  );
}
