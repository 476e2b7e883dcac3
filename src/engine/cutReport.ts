import { later } from '../ledger/merge.ts';
import { inLists, type Listed, type ListId, listOf, SHOWN_AT_FIRST, timeOf } from '../model/pieceLists.ts';
import type { AgentId, Instant } from '../model/records.ts';
import type { Rest } from '../model/rest.ts';
import { waits } from '../model/waiting.ts';
import { iso } from './isoTime.ts';

const DAY = 86_400_000;
/** What was worked on or shipped within so many days is always told: the look back is of it. */
const LATELY = 15 * DAY;
/** Rows that wait for the person of which the look back tells. */
const WAITING = 10;

/** How many rows of each list are wanted, where that is more than at first. */
export type Rows = Readonly<Partial<Record<ListId, number>>>;

/** Of a `PieceReport`, or of what one will be made of. */
export interface CutPiece extends Listed {
  readonly id: string;
  readonly countsAsShipped: boolean;
}

/** A session that is left out; when it ended in Unix milliseconds. */
interface LeftSession {
  readonly agent: AgentId;
  readonly endedAt: Instant | null;
}

/**
 * Those that are told: the others are in no row, and of them, of which there may be thousands, it is only told how many
 * there are.
 * @param told ids of those of which a nudge tells
 */
export function keptPieces<T extends CutPiece>(
  pieces: readonly T[],
  told: ReadonlySet<string | null>,
  rows: Rows,
  now: Date,
): readonly T[] {
  const wanted = new Set<T>();
  const lists = inLists(pieces);
  for (const [id, listed] of lists) {
    for (const piece of listed.slice(0, rows[id] ?? SHOWN_AT_FIRST)) wanted.add(piece);
  }
  const waiting = lists.get('open')?.filter(piece => waits(piece, now)) ?? [];
  for (const piece of waiting.slice(0, WAITING)) wanted.add(piece);
  const since = now.getTime() - LATELY;
  const isLate = (at: string | number | null) => (timeOf(at) ?? Number.NEGATIVE_INFINITY) >= since;
  return pieces.filter(
    piece => wanted.has(piece) || told.has(piece.id) || isLate(piece.lastAt) || isLate(piece.shippedAt),
  );
}

/** What is told of those that are left out. */
export function restOf(pieces: readonly CutPiece[], sessions: Iterable<LeftSession>, now: Date): Rest {
  const lists: Partial<Record<ListId, number>> = {};
  let counted = 0;
  let waiting = 0;
  for (const piece of pieces) {
    const id = listOf(piece);
    lists[id] = (lists[id] ?? 0) + 1;
    if (piece.countsAsShipped) counted++;
    if (waits(piece, now)) waiting++;
  }
  const agents = new Map<AgentId, { count: number; latest: Instant | null }>();
  for (const { agent, endedAt } of sessions) {
    const of = agents.get(agent);
    if (of === undefined) agents.set(agent, { count: 1, latest: endedAt });
    else {
      of.count++;
      of.latest = later(of.latest, endedAt);
    }
  }
  return {
    lists,
    counted,
    waiting,
    sessions: Object.fromEntries(
      Array.from(agents, ([agent, { count, latest }]) => [agent, { count, latest: iso(latest) }]),
    ),
  };
}
