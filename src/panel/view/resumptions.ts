import { agentName } from '../../model/agentNames.ts';
import type { ListId } from '../../model/pieceLists.ts';
import type { PieceReport, PieceSession } from '../../model/report.ts';
import type { Resumptions } from '../protocol.ts';
import { day, instant, sortedByTime } from './ages.ts';
import { type Key, keyOf } from './pieceKeys.ts';
import { fill, type Voice } from './words.ts';

/** Sessions of one piece that are asked about and offered, the last ones first. */
const MOST = 6;

/** In these lists the way back stands in the row itself; elsewhere behind "Why". */
const IN_ROW: readonly ListId[] = ['open', 'shipped', 'explored'];

/** How the sessions of rows can be gone on with: asked for once each when a row is shown, and gone with the page. */
export class ResumeShelf {
  readonly #known = new Map<string, Resumptions[number]>();
  readonly #asked = new Set<string>();

  of(session: Key): Resumptions[number] | null {
    return this.#known.get(nameOf(session)) ?? null;
  }

  /** What these pieces need and nobody has asked for yet; `null` where that is nothing. */
  wanted(pieces: readonly PieceReport[]): Key[] | null {
    const wanted = pieces.flatMap(lastSessions).filter(session => !this.#asked.has(nameOf(session)));
    for (const session of wanted) this.#asked.add(nameOf(session));
    return wanted.length > 0 ? wanted.map(keyOf) : null;
  }

  put(resumptions: Resumptions): void {
    for (const each of resumptions) this.#known.set(nameOf(each), each);
  }
}

export interface WayBack {
  /** To go on with from the row itself. */
  readonly session: Key | null;
  /** Said in the row instead, where the last session cannot be gone on with any more. */
  readonly note: string | null;
  /** Behind "Why": all that the row does not have. `session` is `null` for one that is gone. */
  readonly others: readonly { readonly text: string; readonly session: Key | null }[];
}

/** The way back to a piece is its last session; to the others it leads from behind "Why". */
export function wayBack(list: ListId, piece: PieceReport, shelf: ResumeShelf, voice: Voice): WayBack {
  const told = lastSessions(piece).flatMap(session => {
    const known = shelf.of(session);
    return known === null || known.state === 'cannot' ? [] : [{ ...session, ...known }];
  });
  const inRow = IN_ROW.includes(list);
  const [last] = told;
  const ready = inRow && last?.state === 'ready' ? last : null;
  return {
    session: ready && keyOf(ready),
    note: inRow && last !== undefined ? noteOf(last, voice) : null,
    others: (inRow ? told.slice(1) : told).map(({ agent, id, state, endedAt }) => {
      const text = named(agent, endedAt, voice);
      return state === 'ready'
        ? { text, session: { agent, id } }
        : { text: fill(voice.strings.resuming.deleted, text), session: null };
    }),
  };
}

function noteOf({ agent, state, by }: Resumptions[number], voice: Voice): string | null {
  const { resuming } = voice.strings;
  if (state === 'folder gone') return fill(resuming.folderGone, agentName(agent));
  if (state !== 'gone') return null;
  const seen = instant(by);
  return seen === null
    ? fill(resuming.gone, agentName(agent))
    : fill(resuming.goneBy, agentName(agent), day(seen, voice));
}

function named(agent: string, endedAt: string | null, voice: Voice): string {
  const ended = instant(endedAt);
  const name = agentName(agent);
  return ended === null ? name : fill(voice.strings.resuming.session, name, day(ended, voice));
}

function lastSessions({ sessions }: PieceReport): PieceSession[] {
  return sortedByTime(sessions, ({ endedAt }) => endedAt, 'newest').slice(0, MOST);
}

function nameOf({ agent, id }: Key): string {
  return `${agent} ${id}`;
}
