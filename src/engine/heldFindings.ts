import { unlinked } from '../insight/corrections.ts';
import type { Findings, Outline } from '../ledger/findings.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type SessionFinding } from './findingTypes.ts';

/** Earlier findings that hold, for they rest on what could not be read now. */
export interface Held {
  readonly sessions: ReadonlySet<number>;
  /** Names of all pieces that any of these sessions is part of. */
  readonly pieces: ReadonlySet<string>;
  /** All sessions of those pieces. */
  readonly members: ReadonlySet<number>;
}

/** What was not read this time. */
export interface NotRead {
  /** Repositories that were, by the ledger's number. */
  readonly read: ReadonlySet<number>;
  /** Whether the ledger knows others. */
  readonly isAnyUnread: boolean;
  /** Sessions that name a commit or pull request which was found nowhere. */
  readonly missing: ReadonlySet<number>;
}

/** How far work gets by commits, which all worktrees of a repository share, each further than the one before. */
const WAY: readonly Outcome[] = [
  'committed',
  'pushed',
  'in review',
  'shipped',
  'in production',
  'rolled back',
];

/** In short steps: what git once told is not taken back by its silence. */
export function* holding(
  studies: readonly SessionStudy[],
  findings: Findings,
  notRead: NotRead,
): Generator<void, Held> {
  const sessions = new Set<number>();
  const pieces = new Set<string>();
  const members = new Set<number>();
  if (notRead.isAnyUnread || studies.some(({ isPartlyRead }) => isPartlyRead)) {
    const earlier = findings.outlines(FINDING.session);
    for (const study of studies) {
      const name = String(study.finding.session);
      const before = earlier.get(name);
      if (before !== undefined && restsOnUnread(study, before, findings, notRead))
        sessions.add(study.finding.session);
      yield;
    }
  }
  if (sessions.size > 0) {
    for (const [name, ids] of findings.pieceSessions()) {
      if (!ids.some(id => sessions.has(id))) continue;
      pieces.add(name);
      for (const id of ids) members.add(id);
    }
  }
  return { sessions, pieces, members };
}

function restsOnUnread(study: SessionStudy, before: Outline, findings: Findings, notRead: NotRead): boolean {
  const { facts, finding, isPartlyRead, links } = study;
  if (facts.unread) return true;
  if (isPartlyRead && !isOnItsWay(before.outcome, finding.outcome)) return true;
  if (!notRead.isAnyUnread) return false;
  const isPlaced = facts.edits.inGit > 0 || links.some(({ repository }) => repository !== null);
  if (!isPlaced && before.repository !== null && !notRead.read.has(before.repository)) return true;
  return notRead.missing.has(finding.session) && lacksLinked(study, findings);
}

function isOnItsWay(before: Outcome, now: Outcome): boolean {
  return before === now || WAY.indexOf(before) < WAY.indexOf(now);
}

/** Whether a commit counted before that was found nowhere this time, and that the person did not take away. */
function lacksLinked({ finding, links, corrected, sayings }: SessionStudy, findings: Findings): boolean {
  const before = findings.one<SessionFinding>(FINDING.session, String(finding.session))?.evidence ?? [];
  const known = unlinked(sayings);
  return before.some(
    ({ kind, commit }) =>
      kind === 'link' &&
      commit !== null &&
      !known.has(commit) &&
      ![...links, ...corrected.links].some(link => link.commit === commit),
  );
}
