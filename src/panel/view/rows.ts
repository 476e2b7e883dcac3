import { agentName } from '../../model/agentNames.ts';
import { inMillions } from '../../model/compactNumber.ts';
import { OPEN, type Outcome, SHIPPED } from '../../model/outcome.ts';
import { inLists, LIST_IDS, type ListId } from '../../model/pieceLists.ts';
import type { PieceReport, UseCounts } from '../../model/report.ts';
import type { PanelReport, Plan } from '../protocol.ts';
import { day, instant, openLabel } from './ages.ts';
import { creditsOf } from './ledger.ts';
import { dollars, inCredits, inWords, tokensOf, whole } from './numbers.ts';
import { visible } from './visible.ts';
import { lastName, shortCommit, type Why, whyOf } from './why.ts';
import { dots, fill, type Voice } from './words.ts';

export interface Row {
  readonly piece: PieceReport;
  /** Shown while, or because, no title is known. */
  readonly untitled: string;
  readonly outcome: Outcome;
  /** `committed 4 days ago`, `shipped`, `read 6 files`. */
  readonly label: string;
  readonly amount: Amount;
  readonly meta: string;
  readonly why: Why;
}

/** What a piece took. */
export interface Amount {
  /** `0.9 M`, `31.4 credits`, `unknown`. */
  readonly text: string;
  /** What `text` counts, where it does not say so itself: told once for a column. */
  readonly unit: string | null;
  /** Dollars, where the person pays per use. */
  readonly paid: string | null;
}

export interface PieceList {
  readonly id: ListId;
  /** The first of them, at least as many as are shown. */
  readonly pieces: readonly PieceReport[];
  /** How many there are in all, and how many of them count as shipped. */
  readonly total: number;
  readonly counted: number;
  /** The first rows, worked out when asked for: a list can have thousands. */
  rows(limit: number): Row[];
}

/** Every piece in exactly one list; lists without pieces are left out. */
export function pieceLists(report: PanelReport, plan: Plan, voice: Voice): PieceList[] {
  const sessions = new Map(report.sessions.map(session => [`${session.agent} ${session.id}`, session]));
  const refs = new Map(report.repos.map(repo => [repo.root, repo.shippingRef]));
  const draw = (piece: PieceReport) => {
    const own = piece.sessions.flatMap(key => sessions.get(`${key.agent} ${key.id}`) ?? []);
    const corrected = own.some(session => session.corrected !== null);
    return row(piece, corrected, refs.get(piece.repo ?? '') ?? null, plan, voice);
  };
  const lists = inLists(report.pieces);
  return LIST_IDS.flatMap((id): PieceList[] => {
    const pieces = lists.get(id) ?? [];
    const { lists: rest, counted } = report.rest;
    const total = pieces.length + (rest[id] ?? 0);
    if (total === 0) return [];
    const own = pieces.filter(({ countsAsShipped }) => countsAsShipped).length;
    return [{ id, pieces, total, counted: own + counted, rows: limit => pieces.slice(0, limit).map(draw) }];
  });
}

function row(
  piece: PieceReport,
  corrected: boolean,
  shippingRef: string | null,
  plan: Plan,
  voice: Voice,
): Row {
  return {
    piece,
    untitled: untitled(piece, voice),
    outcome: piece.outcome,
    label: label(piece, voice),
    amount: amountOf(piece.use, plan, voice),
    meta: meta(piece, shippingRef, voice),
    why: whyOf(piece, corrected, voice),
  };
}

export function untitled(piece: PieceReport, voice: Voice): string {
  const { row } = voice.strings;
  const date = instant(piece.startedAt) ?? instant(piece.lastAt);
  return date === null ? row.untitledUnknown : fill(row.untitled, day(date, voice));
}

function label(piece: PieceReport, voice: Voice): string {
  if (OPEN.includes(piece.outcome)) return openLabel(piece.outcome, piece.lastAt, voice);
  const { row } = voice.strings;
  const read = piece.acts.read ?? 0;
  if (piece.outcome === 'explored' && read > 0) {
    return read === 1 ? row.readFile : fill(row.readFiles, whole(read, voice.locale));
  }
  const word = row.outcomes[piece.outcome];
  return piece.chip === null ? word : fill(row.join, word, row.chips[piece.chip]);
}

/** Tokens where known, else credits, else "unknown". */
function amountOf(use: UseCounts, plan: Plan, voice: Voice): Amount {
  const { strings, locale } = voice;
  const tokens = tokensOf(use);
  const [credits] = creditsOf(use).map(([, amount]) => inCredits(amount, voice));
  const paid = plan === 'per use' && use.costUsd !== null ? dollars(use.costUsd, locale) : null;
  if (tokens === null || (tokens === 0 && credits !== undefined)) {
    return { text: credits ?? strings.unknown, unit: null, paid };
  }
  return { text: inMillions(tokens, locale), unit: strings.row.tokens, paid };
}

function meta(piece: PieceReport, shippingRef: string | null, voice: Voice): string {
  const agents = [...new Set(piece.sessions.map(session => agentName(session.agent)))].join(', ');
  const { row } = voice.strings;
  const who =
    piece.sessions.length > 1
      ? fill(row.sessionsMany, agents, inWords(piece.sessions.length, voice))
      : agents;
  const repo = piece.repo === null ? null : lastName(piece.repo);
  if (SHIPPED.includes(piece.outcome)) {
    return dots([landed(piece, shippingRef, voice), repo, who], voice);
  }
  const last = instant(piece.lastAt);
  const dated = OPEN.includes(piece.outcome) || last === null ? null : day(last, voice);
  if (piece.outcome === 'outside git') return dots([who, dated], voice);
  return dots([ownBranch(piece.branch, shippingRef), repo, who, dated], voice);
}

function landed(piece: PieceReport, shippingRef: string | null, voice: Voice): string | null {
  const { row } = voice.strings;
  const shipped = instant(piece.shippedAt);
  if (shipped === null) return null;
  const on = day(shipped, voice);
  // Work may land on another branch than the default one.
  const found = piece.evidence.find(({ kind, commit }) => kind === 'lines' && commit === piece.mainCommit);
  const landing = found?.ref ?? shippingRef;
  const ref = landing === null ? null : visible(shortRef(landing));
  const said = ref === null ? fill(row.shippedSomewhere, on) : fill(row.shippedOn, ref, on);
  const commit = piece.mainCommit ?? piece.commits[0];
  return commit === undefined ? said : fill(row.join, said, shortCommit(commit));
}

/** `null` on the default branch, which every repository has and which tells nothing. */
function ownBranch(branch: string | null, shippingRef: string | null): string | null {
  if (branch === null) return null;
  const name = visible(shortRef(branch));
  const usual = shippingRef === null ? ['main', 'master'] : [withoutRemote(shippingRef)];
  return usual.includes(name) ? null : name;
}

function withoutRemote(ref: string): string {
  return ref.startsWith('refs/remotes/') ? ref.split('/').slice(3).join('/') : shortRef(ref);
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes|tags)\//, '');
}
