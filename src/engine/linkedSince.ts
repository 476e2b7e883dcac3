import type { LinkFacts } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';

/** By repository: when a session that worked there first named a commit or a pull request. */
export function linkedSince(
  families: Families,
  links: readonly LinkFacts[],
  repositoryOf: (folder: string) => number | null,
): Map<number, Instant> {
  const folders = new Map(families.roots.map(({ id, cwd }) => [id, cwd]));
  const since = new Map<number, Instant>();
  for (const { session, at } of links) {
    const cwd = folders.get(families.rootOf(session)) ?? null;
    const repository = cwd === null ? null : repositoryOf(cwd);
    if (repository !== null) since.set(repository, Math.min(since.get(repository) ?? at, at));
  }
  return since;
}
