import { OPEN, type Outcome, SHIPPED } from './outcome.ts';

/** Lists of pieces, in the order in which they are shown. */
export const LIST_IDS = ['open', 'shipped', 'explored', 'outside', 'gone', 'let go', 'unclear'] as const;

export type ListId = (typeof LIST_IDS)[number];

/** Rows of a list that are shown without being asked for. */
export const SHOWN_AT_FIRST = 10;

/** Of a `PieceReport`, or of what one is made of: times are ISO 8601, or Unix milliseconds. */
export interface Listed {
  readonly outcome: Outcome;
  readonly letGo: boolean;
  readonly lastAt: string | number | null;
  readonly shippedAt: string | number | null;
}

const OF: Readonly<Record<ListId, readonly Outcome[]>> = {
  open: OPEN,
  shipped: SHIPPED,
  explored: ['explored'],
  outside: ['outside git'],
  gone: ['set aside', 'rolled back', 'repeated itself'],
  'let go': OPEN,
  unclear: ['unclear'],
};

const LIST_OF = new Map<Outcome, ListId>(
  LIST_IDS.flatMap(id => (id === 'let go' ? [] : OF[id].map(outcome => [outcome, id] as const))),
);

/** The one list that a piece is in. */
export function listOf({ outcome, letGo }: Pick<Listed, 'outcome' | 'letGo'>): ListId {
  return letGo ? 'let go' : LIST_OF.get(outcome)!;
}

/** Every piece is in exactly one list; each is sorted, open ones oldest first, others newest first. */
export function inLists<T extends Listed>(pieces: readonly T[]): ReadonlyMap<ListId, readonly T[]> {
  const found = Map.groupBy(pieces, listOf);
  return new Map(LIST_IDS.flatMap(id => (found.has(id) ? [[id, sorted(id, found.get(id)!)] as const] : [])));
}

/** What has no known time comes last, and equals keep their order. */
function sorted<T extends Listed>(id: ListId, pieces: readonly T[]): T[] {
  const sign = id === 'open' ? 1 : -1;
  const timed = pieces.map(piece => ({
    piece,
    at: id === 'shipped' ? timeOf(piece.shippedAt) : null,
    last: timeOf(piece.lastAt),
  }));
  return timed
    .sort((a, b) => compared(a.at, b.at, sign) || compared(a.last, b.last, sign))
    .map(({ piece }) => piece);
}

function compared(a: number | null, b: number | null, sign: number): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b);
}

/** `null` for what is no time. */
export function timeOf(time: string | number | null): number | null {
  const at = typeof time === 'string' ? Date.parse(time) : (time ?? Number.NaN);
  return Number.isNaN(at) ? null : at;
}
