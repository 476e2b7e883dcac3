import { type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { Evidence, PieceReport } from '../../model/report.ts';
import { day, instant } from './ages.ts';
import { whole } from './numbers.ts';
import { visible } from './visible.ts';
import { fill, list, type Voice } from './words.ts';

const SHOWN = 6;

/** Why a piece is where it is, in plain words; counts of lines and names of files, never their text. */
export interface Why {
  /** A landing is linked; all else is just where it is. */
  readonly linked: boolean;
  readonly because: readonly string[];
  /** How sure the match is. */
  readonly match: string;
  readonly notSeen: readonly string[];
  readonly commits: readonly { readonly repo: string; readonly commit: string; readonly short: string }[];
  readonly files: readonly { readonly repo: string | null; readonly path: string; readonly name: string }[];
}

/** Which outcomes a rule of one session can explain; one that is not named here explains "unclear". */
const EXPLAINS: Readonly<Record<string, readonly Outcome[]>> = {
  'shipped-by-lines': SHIPPED,
  'shipped-by-link': SHIPPED,
  'shipped-in-part': SHIPPED,
  'in-production-by-ref': ['in production'],
  'in-production-by-tag': ['in production'],
  'in-production-confirmed': ['in production'],
  'rolled-back-by-revert': ['rolled back'],
  'rolled-back-by-inverse': ['rolled back'],
  'rolled-back-by-removal': ['rolled back'],
  'rolled-back-by-force': ['rolled back'],
  'pull-request-seen': ['in review'],
  'pushed-by-lines': ['pushed', 'in review'],
  'pushed-by-link': ['pushed', 'in review'],
  'committed-by-lines': ['committed'],
  'committed-by-link': ['committed'],
  'in-working-tree': ['in progress'],
  'not-found-yet': ['in progress'],
  'found-nowhere': ['set aside'],
  'taken-back': ['set aside'],
};

/** @param corrected the person decided */
export function whyOf(piece: PieceReport, corrected: boolean, voice: Voice): Why {
  const { why } = voice.strings;
  return {
    linked: SHIPPED.includes(piece.outcome),
    because: [
      ...(corrected ? [why.corrected] : []),
      ...reasons(piece, voice),
      ...restated(piece, voice),
      ...linesSaid(piece, voice),
      ...said(piece.evidence, voice),
    ],
    match: why.confidence[piece.confidence],
    notSeen: notSeen(piece, voice),
    commits: commitsOf(piece),
    files: piece.files.slice(0, SHOWN).map(path => ({ repo: piece.repo, path, name: lastName(path) })),
  };
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** The last part of a path, with either kind of slash. */
export function lastName(path: string): string {
  return visible(path.split(/[\\/]/).findLast(part => part !== '') ?? path);
}

/** A piece can hold sessions that got less far than it did: only what explains its own outcome is told. */
function reasons({ outcome, evidence }: PieceReport, { strings: { why } }: Voice): string[] {
  const told = evidence
    .filter(({ kind, rule }) => kind !== 'missing' && (EXPLAINS[rule] ?? ['unclear']).includes(outcome))
    .map(({ rule }) => why.byRule[rule] ?? why.reasons[outcome]);
  if (told.length === 0) return [why.reasons[outcome]];
  return [...new Set(told)].slice(0, outcome === 'unclear' ? SHOWN : 1);
}

function restated(piece: PieceReport, voice: Voice): string[] {
  const { why, row } = voice.strings;
  return piece.restated.slice(-1).flatMap(({ from, at }) => {
    const seen = instant(at);
    const word = row.outcomes[from];
    return seen === null ? [] : [fill(why.restated, day(seen, voice), word)];
  });
}

function linesSaid({ lines }: PieceReport, { strings: { why }, locale }: Voice): string[] {
  if (lines.counting === 0) return [];
  const counting = whole(lines.counting, locale);
  if (lines.shipped === 0) return [fill(why.linesOpen, counting)];
  return [fill(why.lines, whole(lines.shipped, locale), counting)];
}

function said(evidence: readonly Evidence[], voice: Voice): string[] {
  const { why } = voice.strings;
  const lines: string[] = [];
  for (const kind of ['link', 'command'] as const) {
    const targets = new Set(
      evidence
        .filter(each => each.kind === kind)
        .map(each => named(each))
        .filter(name => name !== null),
    );
    if (targets.size > 0) lines.push(fill(why[kind], list([...targets].slice(0, SHOWN), voice)));
  }
  return lines;
}

function named({ commit, ref }: Evidence): string | null {
  return commit === null ? ref : shortCommit(commit);
}

function notSeen({ acts, evidence }: PieceReport, { strings: { why } }: Voice): string[] {
  const missing = evidence.filter(each => each.kind === 'missing');
  return [
    ...((acts.shell ?? 0) > 0 ? [why.shell] : []),
    ...new Set(missing.map(({ rule }) => why.byRule[rule] ?? why.missing)),
  ];
}

function commitsOf({ repo, commits, mainCommit, evidence }: PieceReport): Why['commits'] {
  if (repo === null) return [];
  const main = mainCommit === null ? [] : [mainCommit];
  const ids = new Set([...main, ...commits, ...evidence.flatMap(each => each.commit ?? [])]);
  return [...ids].slice(0, SHOWN).map(commit => ({ repo, commit, short: shortCommit(commit) }));
}
