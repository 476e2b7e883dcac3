import { dateFormat } from '../../model/formats.ts';
import { SHIPPED } from '../../model/outcome.ts';
import type { PieceReport } from '../../model/report.ts';
import { waits } from '../../model/waiting.ts';
import type { PanelReport, PanelState } from '../protocol.ts';
import { instant, shortDay, sortedByTime } from './ages.ts';
import { whole } from './numbers.ts';
import { untitled } from './rows.ts';
import type { TitleShelf } from './titles.ts';
import { fill, type Voice } from './words.ts';

/** A look back at the week before, on its first day after. */
export interface Recap {
  /** `YYYY-MM-DD` of the Monday on which it stands, in the report's time zone. */
  readonly monday: string;
  readonly heading: string;
  /** Without those that are empty. */
  readonly parts: readonly RecapPart[];
}

export interface RecapPart {
  readonly heading: string;
  readonly items: readonly RecapItem[];
  /** How many more there are, in words; empty where these are all. */
  readonly more: string;
}

/** A piece, shown by its title; or a sentence. */
export type RecapItem = { readonly piece: PieceReport; readonly untitled: string } | string;

const DAY = 86_400_000;
const MOST = 5;

/** `null` on every other day, in a week that was put away, and where the report does not reach back so far. */
export function recapOf(state: PanelState, voice: Voice): Recap | null {
  const { report, phase, sample, recapPutOff } = state;
  if (report === null || phase !== 'ready' || sample) return null;
  const monday = dayOf(voice.now, voice);
  if (weekday(monday) !== 1 || recapPutOff === monday) return null;
  const first = daysLater(monday, -7);
  const since = instant(report.window.since);
  if (since !== null && dayOf(since, voice) > first) return null;
  const parts = [shipped(report, first, monday, voice), waiting(report, voice), held(report, voice)].filter(
    part => part.items.length > 0,
  );
  if (parts.length === 0) return null;
  const { heading } = voice.strings.recap;
  const [from, to] = [first, daysLater(monday, -1)].map(day =>
    shortDay(new Date(`${day}T00:00:00Z`), { ...voice, timeZone: 'UTC' }),
  );
  return { monday, heading: fill(heading, from!, to!), parts };
}

/** For a chat or a note: titles are what they are, whatever signs are in them. */
export function recapMarkdown(recap: Recap, titles: Pick<TitleShelf, 'of'>): string {
  const parts = recap.parts.map(({ heading, items, more }) => {
    const lines = items.map(item => `- ${escaped(itemText(item, titles))}`);
    return [`### ${escaped(heading)}`, '', ...lines, ...(more === '' ? [] : [`- ${escaped(more)}`]), ''];
  });
  return [`## ${escaped(recap.heading)}`, '', ...parts.flat()].join('\n');
}

export function itemText(item: RecapItem, titles: Pick<TitleShelf, 'of'>): string {
  return typeof item === 'string' ? item : (titles.of(item.piece) ?? item.untitled);
}

function shipped(report: PanelReport, first: string, monday: string, voice: Voice): RecapPart {
  const own = report.pieces.filter(({ outcome, countsAsShipped, shippedAt }) => {
    const at = instant(shippedAt);
    if (!SHIPPED.includes(outcome) || !countsAsShipped || at === null) return false;
    const day = dayOf(at, voice);
    return day >= first && day < monday;
  });
  const sorted = sortedByTime(own, piece => piece.shippedAt, 'newest');
  return partOf(voice.strings.recap.shipped, sorted, voice);
}

function waiting(report: PanelReport, voice: Voice): RecapPart {
  const own = report.pieces.filter(piece => waits(piece, voice.now));
  return partOf(
    voice.strings.recap.waiting,
    sortedByTime(own, piece => piece.lastAt, 'oldest'),
    voice,
    report.rest.waiting,
  );
}

function held({ figures: { stillThere14 } }: PanelReport, { strings: { recap }, locale }: Voice): RecapPart {
  const none = { heading: recap.held, items: [], more: '' };
  if (stillThere14 === null || stillThere14.oldEnough === 0) return none;
  const [kept, all] = [whole(stillThere14.kept, locale), whole(stillThere14.oldEnough, locale)];
  return { ...none, items: [kept === all ? fill(recap.heldAll, all) : fill(recap.heldSome, kept, all)] };
}

/** @param rest how many there are beside these */
function partOf(heading: string, pieces: readonly PieceReport[], voice: Voice, rest = 0): RecapPart {
  const more = pieces.length + rest - MOST;
  return {
    heading,
    items: pieces.slice(0, MOST).map(piece => ({ piece, untitled: untitled(piece, voice) })),
    more: more > 0 ? fill(voice.strings.recap.more, whole(more, voice.locale)) : '',
  };
}

/** `YYYY-MM-DD` where the person is. */
function dayOf(date: Date, { timeZone }: Voice): string {
  return dateFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(date);
}

function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|~&]/g, '\\$&');
}
