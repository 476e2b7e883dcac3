import { SHIPPED } from '../../model/outcome.ts';
import type { Evidence, PieceReport } from '../../model/report.ts';
import type { PanelReport } from '../protocol.ts';
import { whole } from './numbers.ts';
import { fill, list, type Voice } from './words.ts';

const SHOWN = 6;

/** Why a piece is where it is, in plain words; counts of lines and names of files, never their text. */
export interface Why {
  /** A landing is linked; all else is just where it is. */
  readonly linked: boolean;
  readonly because: readonly string[];
  readonly rule: string;
  readonly notSeen: readonly string[];
  readonly commits: readonly { readonly repo: string; readonly commit: string; readonly short: string }[];
  readonly files: readonly { readonly repo: string | null; readonly path: string; readonly name: string }[];
}

type Session = PanelReport['sessions'][number];

export function whyOf(piece: PieceReport, sessions: readonly Session[], voice: Voice): Why {
  const evidence = sessions.flatMap(session => session.evidence);
  return {
    linked: SHIPPED.includes(piece.outcome),
    because: [
      ...(sessions.some(session => session.corrected !== null) ? [voice.strings.why.corrected] : []),
      ...reasons(piece, evidence, voice),
      ...linesSaid(piece, voice),
      ...said(evidence, voice),
    ],
    rule: ruleSaid(piece, evidence, voice),
    notSeen: notSeen(sessions, evidence, voice),
    commits: commitsOf(piece, evidence),
    files: piece.files.slice(0, SHOWN).map(path => ({ repo: piece.repo, path, name: lastName(path) })),
  };
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** The last part of a path, with either kind of slash. */
export function lastName(path: string): string {
  return path.split(/[\\/]/).findLast(part => part !== '') ?? path;
}

function reasons(
  { outcome }: PieceReport,
  evidence: readonly Evidence[],
  { strings: { why } }: Voice,
): string[] {
  const known = new Set(evidence.flatMap(each => why.byRule[each.rule] ?? []));
  return known.size > 0 ? [...known].slice(0, SHOWN) : [why.reasons[outcome]];
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

function ruleSaid(piece: PieceReport, evidence: readonly Evidence[], { strings: { why } }: Voice): string {
  const rules = new Set(evidence.map(each => each.rule).filter(rule => rule !== ''));
  const confidence = why.confidence[piece.confidence];
  return rules.size === 0
    ? fill(why.ruleless, confidence)
    : fill(why.rules, [...rules].slice(0, SHOWN).join(', '), confidence);
}

function notSeen(sessions: readonly Session[], evidence: readonly Evidence[], voice: Voice): string[] {
  const { why } = voice.strings;
  const shell = sessions.reduce((sum, session) => sum + (session.acts.shell ?? 0), 0);
  const missing = new Set(evidence.filter(each => each.kind === 'missing').map(each => each.rule));
  return [
    ...(shell === 1 ? [why.shellOne] : []),
    ...(shell > 1 ? [fill(why.shellMany, whole(shell, voice.locale))] : []),
    ...[...missing].map(rule => fill(why.missing, rule)),
  ];
}

function commitsOf(piece: PieceReport, evidence: readonly Evidence[]): Why['commits'] {
  const { repo } = piece;
  if (repo === null) return [];
  const ids = new Set([...piece.commits, ...evidence.flatMap(each => each.commit ?? [])]);
  return [...ids].slice(0, SHOWN).map(commit => ({ repo, commit, short: shortCommit(commit) }));
}
