import { unlinked } from '../insight/corrections.ts';
import type { Findings, Outline } from '../ledger/findings.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type SessionFinding } from './findingTypes.ts';

/** Earlier findings that hold, for they rest on what could not be read now. */
export interface Held {
  readonly sessions: ReadonlySet<number>;
  /** Names of the pieces that any of these sessions is part of, and whose own repository was not read. */
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

/** What no commit and no worktree told. */
const NOT_ON_IT: readonly Outcome[] = ['explored', 'unclear', 'set aside', 'repeated itself'];

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
    const earlier = findings.outlines(FINDING.piece);
    for (const [name, ids] of findings.pieceSessions()) {
      const repository = earlier.get(name)?.repository ?? null;
      const isRead = repository !== null && notRead.read.has(repository);
      if (isRead || !ids.some(id => sessions.has(id))) continue;
      pieces.add(name);
      for (const id of ids) members.add(id);
    }
  }
  return { sessions, pieces, members };
}

function restsOnUnread(study: SessionStudy, before: Outline, findings: Findings, notRead: NotRead): boolean {
  const { facts, finding, isUnread, isPartlyRead, links } = study;
  if (isUnread) return true;
  if (isPartlyRead && (!isOnItsWay(before.outcome, finding.outcome) || shipsLess(study, findings)))
    return true;
  if (!notRead.isAnyUnread) return false;
  const isPlaced = facts.edits.inGit > 0 || links.some(({ repository }) => repository !== null);
  if (!isPlaced && before.repository !== null && !notRead.read.has(before.repository)) return true;
  return notRead.missing.has(finding.session) && lacksLinked(study, findings, notRead.read);
}

/** Whether nothing but what was not read makes it a smaller share that shipped. */
function shipsLess({ finding, facts, sayings }: SessionStudy, findings: Findings): boolean {
  if (facts.unseen.lines === 0 || sayings.length > 0) return false;
  const before = findings.one<SessionFinding>(FINDING.session, String(finding.session));
  if (before === undefined || before.outcome !== finding.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && finding.shipped.mid < before.shipped.mid;
}

/** Whether work got further, stands where it stood, or has begun anew: told though not all was read. */
export function isOnItsWay(before: Outcome, now: Outcome): boolean {
  if (before === now) return true;
  return (NOT_ON_IT.includes(before) && now !== 'unclear') || WAY.indexOf(before) < WAY.indexOf(now);
}

/** Whether a commit of an unread repository counted before, was found nowhere this time, and was not taken away. */
function lacksLinked(
  { finding, links, corrected, sayings }: SessionStudy,
  findings: Findings,
  read: ReadonlySet<number>,
): boolean {
  const before = findings.one<SessionFinding>(FINDING.session, String(finding.session));
  const out = unlinked(sayings);
  const known = new Set([...links, ...corrected.links].map(({ commit }) => commit));
  return (before?.linked ?? []).some(
    ([commit, repository]) => !read.has(repository) && !known.has(commit) && !out.has(commit),
  );
}
