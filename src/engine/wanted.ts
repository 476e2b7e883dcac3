import type { EditFacts } from '../ledger/editReads.ts';
import type { LinkFacts, SessionFacts } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';
import type { Places } from './places.ts';

/** What is to be read of one repository. */
export interface Wanted {
  /** When a session first edited a file of it, or named a commit or pull request there. */
  since: Instant;
  edits: number;
  /** Edited files, relative to a worktree's root. */
  readonly paths: Set<string>;
}

/** By repository. */
export function wantedOf(
  families: Families<SessionFacts>,
  edits: readonly EditFacts[],
  links: readonly LinkFacts[],
  places: Places,
): Map<number, Wanted> {
  const wanted = new Map<number, Wanted>();
  const want = (repository: number, at: Instant): Wanted => {
    const known = wanted.get(repository) ?? { since: at, edits: 0, paths: new Set() };
    wanted.set(repository, known);
    known.since = Math.min(known.since, at);
    return known;
  };
  for (const { at, path } of edits) {
    const placed = places.locate(path);
    if (placed.in !== 'repository') continue;
    const known = want(placed.repository, at);
    known.edits++;
    known.paths.add(placed.path);
  }
  const folders = new Map(families.roots.map(({ id, cwd }) => [id, cwd]));
  for (const { session, at } of links) {
    const cwd = folders.get(families.rootOf(session)) ?? null;
    const repository = cwd === null ? null : places.repositoryOf(cwd);
    if (repository !== null) want(repository, at);
  }
  return wanted;
}
