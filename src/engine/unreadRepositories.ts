import { existsSync } from 'node:fs';
import type { RepositoryRow } from '../ledger/gitTables.ts';
import type { RepositoryFinding } from './findingTypes.ts';

/** Findings of one kind of an earlier pass: each may be read when it is asked for. */
export interface Earlier<T> {
  get(name: string): T | undefined;
}

/**
 * Repositories that the ledger knows and nobody could read now: what was found of them, and why.
 * @param told why git would not answer, by folder
 * @param only folders of which alone repositories were looked for; `null` where it was for all
 */
export function keepRepositories(
  rows: readonly RepositoryRow[],
  earlier: Earlier<RepositoryFinding>,
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
      const found = earlier.get(String(id));
      if (found === undefined) return [];
      const before = { ...found, remoteIdentity };
      if (reachable.has(id)) return [before];
      return [{ ...before, problem: told.get(root) ?? (existsSync(root) ? there(root) : 'no folder') }];
    });
  return [...found, ...kept];
}
