import { scaleLinear } from 'd3-scale';
import { agentName } from '../../model/agentNames.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { PieceReport, PieceSession } from '../../model/report.ts';
import { instant, moment, sortedByTime } from './ages.ts';
import { whole } from './numbers.ts';
import { fill, type Voice } from './words.ts';

/** Lanes that are drawn; the table has all. */
const MOST_DRAWN = 8;
/** Percent of the width: a shorter session is drawn this long, so that it can be seen. */
const SHORTEST = 1;

/** One line of the table. */
export interface StripSession {
  readonly agent: string;
  readonly began: string;
  readonly ended: string;
  readonly became: string;
}

export interface StripMark {
  readonly key: string;
  readonly outcome: Outcome;
  /** Both in percent of the time that is drawn. */
  readonly from: number;
  readonly width: number;
  /** `Claude Code: shipped` */
  readonly label: string;
  /** `Claude Code, from Mon 17 Nov 10:40 to Mon 17 Nov 11:20: shipped` */
  readonly spoken: string;
}

/** The sessions of one shipped change along the time until it shipped. */
export interface Strip {
  /** One lane each, oldest first. */
  readonly marks: readonly StripMark[];
  readonly all: readonly StripSession[];
  /** Where it shipped, in percent. */
  readonly shippedAt: number;
  readonly begins: string;
  readonly shipped: string;
  /** Said where not all are drawn; else empty. */
  readonly note: string;
  readonly spoken: string;
}

interface Timed extends PieceSession {
  readonly from: Date;
  readonly to: Date;
}

/** `null` where it is not known when it shipped, or when any of its sessions was. */
export function stripOf(piece: Pick<PieceReport, 'sessions' | 'shippedAt'>, voice: Voice): Strip | null {
  const { strip: words } = voice.strings;
  const shipped = instant(piece.shippedAt);
  const sessions = sortedByTime(piece.sessions, ({ startedAt }) => startedAt, 'oldest');
  const timed = sessions.flatMap(session => timedOf(session) ?? []).slice(-MOST_DRAWN);
  const [first] = timed;
  if (shipped === null || first === undefined) return null;
  const begin = Math.min(first.from.getTime(), shipped.getTime());
  const end = Math.max(shipped.getTime(), ...timed.map(({ to }) => to.getTime()));
  const at = scaleLinear([begin, Math.max(end, begin + 1)], [0, 100]);
  const [count, on] = [whole(sessions.length, voice.locale), moment(shipped, voice)];
  return {
    marks: timed.map(session => mark(session, at, voice)),
    all: sessions.map(session => line(session, voice)),
    shippedAt: at(shipped.getTime()),
    begins: moment(new Date(begin), voice),
    shipped: fill(words.shipped, on),
    note: timed.length < sessions.length ? fill(words.some, whole(timed.length, voice.locale), count) : '',
    spoken: sessions.length === 1 ? fill(words.chartOne, on) : fill(words.chartMany, count, on),
  };
}

function timedOf(session: PieceSession): Timed | null {
  const from = instant(session.startedAt);
  if (from === null) return null;
  const to = instant(session.endedAt) ?? from;
  return { ...session, from, to: to < from ? from : to };
}

function mark(session: Timed, at: (time: number) => number, voice: Voice): StripMark {
  const { strip: words } = voice.strings;
  const { agent, began, ended, became } = line(session, voice);
  const [from, to] = [at(session.from.getTime()), at(session.to.getTime())];
  const width = Math.max(SHORTEST, to - from);
  return {
    key: `${session.agent} ${session.id}`,
    outcome: session.outcome,
    // The last may be too short to be seen, and must not reach beyond the end.
    from: Math.min(from, 100 - width),
    width,
    label: fill(words.label, agent, became),
    spoken: fill(words.spoken, agent, began, ended, became),
  };
}

function line({ agent, startedAt, endedAt, outcome }: PieceSession, voice: Voice): StripSession {
  const { unknown, row } = voice.strings;
  const [from, to] = [instant(startedAt), instant(endedAt)];
  return {
    agent: agentName(agent),
    began: from === null ? unknown : moment(from, voice),
    ended: to === null ? unknown : moment(to, voice),
    became: row.outcomes[outcome],
  };
}
