import { unlinked } from '../insight/corrections.ts';
import type { Findings, Outline } from '../ledger/findings.ts';
import { unsaidOf } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type SessionFinding } from './findingTypes.ts';
import { fallsBack } from './sessionHeld.ts';

/** Earlier findings that hold, for they rest on what could not be read now. */
export interface Held {
  readonly sessions: ReadonlySet<number>;
  /** Those of which this holds for what was found without the person's word. */
  readonly plain: ReadonlySet<number>;
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

/** In short steps: what git once told is not taken back by its silence. */
export function* holding(
  studies: readonly SessionStudy[],
  findings: Findings,
  notRead: NotRead,
): Generator<void, Held> {
  const sessions = new Set<number>();
  const plain = new Set<number>();
  const pieces = new Set<string>();
  const members = new Set<number>();
  if (notRead.isAnyUnread || studies.some(({ isPartlyRead }) => isPartlyRead)) {
    const earlier = findings.outlines(FINDING.session);
    for (const study of studies) {
      const name = String(study.finding.session);
      const before = earlier.get(name);
      const { session } = study.finding;
      if (before !== undefined && restsOnUnread(study, before, findings, notRead)) sessions.add(session);
      const mayLack = notRead.missing.has(session) && study.sayings.length > 0;
      if (mayLack && lacksPlain(study, findings, notRead.read)) plain.add(session);
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
  return { sessions, plain, pieces, members };
}

function restsOnUnread(study: SessionStudy, outline: Outline, findings: Findings, notRead: NotRead): boolean {
  const { facts, finding, isUnread, isPartlyRead, links } = study;
  if (isUnread) return true;
  if (isPartlyRead) {
    const before = findings.one<SessionFinding>(FINDING.session, String(finding.session));
    if (before !== undefined && fallsBack(before, study)) return true;
  }
  if (!notRead.isAnyUnread) return false;
  const isPlaced = facts.edits.inGit > 0 || links.some(({ repository }) => repository !== null);
  if (!isPlaced && outline.repository !== null && !notRead.read.has(outline.repository)) return true;
  return notRead.missing.has(finding.session) && lacksLinked(study, findings, notRead.read);
}

/** Whether what is told rested on a commit of an unread repository that was found nowhere this time. */
function lacksLinked(study: SessionStudy, findings: Findings, read: ReadonlySet<number>): boolean {
  const before = findings.one<SessionFinding>(FINDING.session, String(study.finding.session));
  if (before === undefined) return false;
  const told = study.sayings.length === 0 ? unsaidOf(before).plain : before;
  return isLacking(told.linked, study, read, unlinked(study.sayings));
}

/** Whether what was found without the person's word did. */
function lacksPlain(study: SessionStudy, findings: Findings, read: ReadonlySet<number>): boolean {
  const before = findings.one<SessionFinding>(FINDING.session, String(study.finding.session));
  return before !== undefined && isLacking(unsaidOf(before).plain.linked, study, read);
}

/** @param out commits that were taken away */
function isLacking(
  linked: SessionFinding['linked'],
  { links, corrected }: SessionStudy,
  read: ReadonlySet<number>,
  out: ReadonlySet<string> = new Set(),
): boolean {
  const known = new Set([...links, ...corrected.links].map(({ commit }) => commit));
  return (linked ?? []).some(
    ([commit, repository]) => !read.has(repository) && !known.has(commit) && !out.has(commit),
  );
}
