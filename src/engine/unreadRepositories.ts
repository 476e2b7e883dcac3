import { existsSync } from 'node:fs';
import type { RepositoryRow } from '../ledger/gitTables.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding, RepositoryFinding, SessionFinding } from './findingTypes.ts';

/** Findings of one kind of an earlier pass: each may be read when it is asked for. */
export interface Earlier<T> {
  get(name: string): T | undefined;
}

export interface EarlierFindings {
  readonly sessions: Earlier<SessionFinding>;
  readonly pieces: Earlier<PieceFinding>;
  readonly repositories: Earlier<RepositoryFinding>;
}

/** What was decided of a session stays while a repository of its edits cannot be read. */
export function keepSessions(studies: readonly SessionStudy[], earlier: EarlierFindings): SessionFinding[] {
  return studies.map(({ finding, facts }) => {
    return (facts.unread ? earlier.sessions.get(String(finding.session)) : undefined) ?? finding;
  });
}

/** @param read repositories that were read, now or before by this collector */
export function keepPieces(
  pieces: readonly PieceFinding[],
  earlier: EarlierFindings,
  read: ReadonlySet<number>,
): PieceFinding[] {
  return pieces.map(piece => {
    const unread = piece.repository !== null && !read.has(piece.repository);
    return (unread ? earlier.pieces.get(pieceName(piece)) : undefined) ?? piece;
  });
}

export function pieceName({ repository, id }: PieceFinding): string {
  return `${repository} ${id}`;
}

/**
 * Repositories that the ledger knows and nobody could read now: what was found of them, and why.
 * @param told why git would not answer, by folder
 * @param only folders of which alone repositories were looked for; `null` where it was for all
 */
export function keepRepositories(
  rows: readonly RepositoryRow[],
  earlier: EarlierFindings,
  found: readonly RepositoryFinding[],
  reachable: ReadonlySet<number>,
  told: ReadonlyMap<string, string>,
  only: readonly string[] | null,
): RepositoryFinding[] {
  const there = (root: string) => (only === null || only.includes(root) ? 'not a repository' : 'not opened');
  const seen = new Set(found.map(({ repository }) => repository));
  const kept = rows
    .filter(({ id }) => !seen.has(id))
    .flatMap(({ id, root, remoteIdentity }) => {
      const found = earlier.repositories.get(String(id));
      if (found === undefined) return [];
      const before = { ...found, remoteIdentity };
      if (reachable.has(id)) return [before];
      return [{ ...before, problem: told.get(root) ?? (existsSync(root) ? there(root) : 'no folder') }];
    });
  return [...found, ...kept];
}
