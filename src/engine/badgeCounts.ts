import { countedAsShipped } from '../insight/figures/shippedCounts.ts';
import { OPEN, SHIPPED } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { BadgeCounts } from '../model/report.ts';
import { workState } from '../model/workState.ts';
import type { PieceFinding, RepositoryFinding } from './findingTypes.ts';

const WEEK = 7 * 86_400_000;

/** What badge and summary say of the work: of the last seven days for what shipped, of now for the rest. */
export interface WorkCounts extends Omit<BadgeCounts, 'text'> {
  /** The newest work is on a remote and not on a shipping ref. */
  readonly pushed: boolean;
  /** The latest shipping, ISO 8601; `null` where nothing has shipped. */
  readonly shippedAt: string | null;
}

export function workCounts(
  pieces: readonly PieceFinding[],
  repositories: readonly RepositoryFinding[],
  now: Instant,
  letGo: ReadonlySet<string>,
): WorkCounts {
  const mature = matureOf(repositories);
  let shippedAt = Number.NEGATIVE_INFINITY;
  let newest: PieceFinding | undefined;
  let open = 0;
  for (const piece of pieces) {
    if (OPEN.includes(piece.outcome) && !letGo.has(piece.id)) open++;
    // A clock may have run ahead: what is said to come later has not shipped. Nor has what was nothing new.
    const at = SHIPPED.includes(piece.outcome) && piece.living > 0 ? piece.shippedAt : null;
    if (at !== null && at <= now) shippedAt = Math.max(shippedAt, at);
    if (newest === undefined || (piece.lastAt ?? 0) > (newest.lastAt ?? 0)) newest = piece;
  }
  return {
    shipped: countedAsShipped(pieces, mature, now - WEEK, now + 1).length,
    open,
    toPush: repositories.reduce((sum, repository) => sum + repository.toPush, 0),
    pushed: newest?.outcome === 'pushed' || newest?.outcome === 'in review',
    shippedAt: Number.isFinite(shippedAt) ? new Date(shippedAt).toISOString() : null,
  };
}

/** Those that count as shipped in a window: see `countedAsShipped`. */
export function countedIn<T extends PieceFinding>(
  pieces: readonly T[],
  repositories: readonly RepositoryFinding[],
  {
    now,
    since,
    until,
  }: { readonly now: Instant; readonly since: Instant | null; readonly until: Instant | null },
): T[] {
  return countedAsShipped(pieces, matureOf(repositories), since, until ?? now + 1);
}

export function matureOf(repositories: readonly RepositoryFinding[]): Set<number> {
  return new Set(repositories.flatMap(({ repository, mature }) => (mature ? [repository] : [])));
}

/** The same words as the status bar's, in the headless report's English. */
export function badgeCounts(counts: WorkCounts, now: Instant, timeZone: string): BadgeCounts {
  const { shipped, open, toPush, pushed, shippedAt } = counts;
  const t = (message: string, value?: string | number) => message.replace('{0}', String(value));
  const facts = { toPush, pushed, shippedAt, openPieces: open };
  return { text: workState(facts, { t, locale: 'en-GB', timeZone, now }), shipped, open, toPush };
}
