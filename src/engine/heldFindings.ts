import { unlinked } from '../insight/corrections.ts';
import type { Findings, Outline } from '../ledger/findings.ts';
import { unsaidOf } from './belowWords.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type SessionFinding } from './findingTypes.ts';
import { fallsBack, plainFallsBack, type Rests } from './sessionHeld.ts';

/** Earlier findings that hold, for they rest on what could not be read now. */
export interface Held {
  readonly sessions: ReadonlySet<number>;
  /** The same by what was found without the person's word; where they said nothing it is one and the same. */
  readonly plain: ReadonlySet<number>;
  /** Names of the pieces whose own repository, if they have one, was not read, and that a session of `plain` is part of. */
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
      if (before !== undefined) {
        const rests = restsOnUnread(study, before, findings, notRead);
        if (rests.told) sessions.add(study.finding.session);
        if (rests.plain) plain.add(study.finding.session);
      }
      yield;
    }
  }
  if (plain.size > 0) {
    const earlier = findings.outlines(FINDING.piece);
    for (const [name, ids] of findings.pieceSessions()) {
      const repository = earlier.get(name)?.repository ?? null;
      const isRead = repository !== null && notRead.read.has(repository);
      if (isRead || !ids.some(id => plain.has(id))) continue;
      pieces.add(name);
      for (const id of ids) members.add(id);
    }
  }
  return { sessions, plain, pieces, members };
}

/** Whether what is told, and what was found without the person's word, is less by what was not read. */
function restsOnUnread(study: SessionStudy, outline: Outline, findings: Findings, notRead: NotRead): Rests {
  const { facts, finding, sayings, isUnread, isPartlyRead, links } = study;
  const isPlaced = facts.edits.inGit > 0 || links.some(({ repository }) => repository !== null);
  const isElsewhere =
    notRead.isAnyUnread && !isPlaced && outline.repository !== null && !notRead.read.has(outline.repository);
  if (isUnread || isElsewhere) return { told: true, plain: true };
  const mayLack = notRead.isAnyUnread && notRead.missing.has(finding.session);
  if (!isPartlyRead && !mayLack) return { told: false, plain: false };
  const before = findings.one<SessionFinding>(FINDING.session, String(finding.session));
  if (before === undefined) return { told: false, plain: false };
  const plain =
    (isPartlyRead && plainFallsBack(before, study)) || (mayLack && lacks(true, before, study, notRead.read));
  if (sayings.length === 0) return { told: plain, plain };
  const told =
    (isPartlyRead && fallsBack(before, study)) || (mayLack && lacks(false, before, study, notRead.read));
  return { told, plain };
}

/** Whether it rested on a commit of an unread repository that was found nowhere this time, and was not taken away. */
function lacks(
  isSilent: boolean,
  before: SessionFinding,
  { links, corrected, sayings }: SessionStudy,
  read: ReadonlySet<number>,
): boolean {
  const linked = (isSilent ? unsaidOf(before).plain : before).linked ?? [];
  const out = isSilent ? new Set<string>() : unlinked(sayings);
  const known = new Set([...links, ...corrected.links].map(({ commit }) => commit));
  return linked.some(
    ([commit, repository]) => !read.has(repository) && !known.has(commit) && !out.has(commit),
  );
}
