import { inLists, type ListId, SHOWN_AT_FIRST } from '../model/pieceLists.ts';
import type { PieceReport, Report, SessionReport } from '../model/report.ts';
import type { Rest } from '../model/rest.ts';
import { waits } from '../model/waiting.ts';

const DAY = 86_400_000;
/** What was worked on or shipped within so many days is always told: the look back is of it. */
const LATELY = 15 * DAY;
/** Rows that wait for the person of which the look back tells. */
const WAITING = 10;

/** How many rows of each list are wanted, where that is more than at first. */
export type Rows = Readonly<Partial<Record<ListId, number>>>;

/**
 * Leaves out pieces that are in no row, and their sessions, of which there may be thousands: of them it is only told how
 * many there are.
 */
export function cutReport(report: Report, rows: Rows, now: Date): Report {
  const pieces = keptPieces(report, rows, now);
  const names = new Set(pieces.flatMap(({ sessions }) => sessions.map(nameOf)));
  const [sessions, others] = parted(report.sessions, session => names.has(nameOf(session)));
  return { ...report, pieces, sessions, rest: restOf(report, new Set(pieces), others, now) };
}

function keptPieces({ pieces, nudges }: Report, rows: Rows, now: Date): readonly PieceReport[] {
  const wanted = new Set<PieceReport>();
  const lists = inLists(pieces);
  for (const [id, listed] of lists) {
    for (const piece of listed.slice(0, rows[id] ?? SHOWN_AT_FIRST)) wanted.add(piece);
  }
  const waiting = lists.get('open')?.filter(piece => waits(piece, now)) ?? [];
  for (const piece of waiting.slice(0, WAITING)) wanted.add(piece);
  const told = new Set(nudges.map(({ about }) => about.piece));
  const since = now.getTime() - LATELY;
  const isLate = (at: string | null) => at !== null && Date.parse(at) >= since;
  return pieces.filter(
    piece => wanted.has(piece) || told.has(piece.id) || isLate(piece.lastAt) || isLate(piece.shippedAt),
  );
}

function restOf(
  { pieces, rest }: Report,
  kept: ReadonlySet<PieceReport>,
  sessions: readonly SessionReport[],
  now: Date,
): Rest {
  const left = pieces.filter(piece => !kept.has(piece));
  const lists: Partial<Record<ListId, number>> = { ...rest.lists };
  for (const [id, listed] of inLists(left)) lists[id] = (lists[id] ?? 0) + listed.length;
  const agents: Record<string, { count: number; latest: string | null }> = { ...rest.sessions };
  for (const { agent, endedAt } of sessions) {
    const { count, latest } = agents[agent] ?? { count: 0, latest: null };
    agents[agent] = { count: count + 1, latest: later(latest, endedAt) };
  }
  return {
    lists,
    counted: rest.counted + left.filter(({ countsAsShipped }) => countsAsShipped).length,
    waiting: rest.waiting + left.filter(piece => waits(piece, now)).length,
    sessions: agents,
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

function parted<T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] {
  return [items.filter(is), items.filter(item => !is(item))];
}

function nameOf({ agent, id }: { readonly agent: string; readonly id: string }): string {
  return `${agent} ${id}`;
}
