import type { CorrectionRow } from '../ledger/corrections.ts';
import { OPEN } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';
import type { PieceFinding, RepositoryFinding } from './findingTypes.ts';

/**
 * Ids of open pieces that the person let go, and to which nothing happened since: no call, no edit, no push. It hides
 * them and changes nothing that is reckoned.
 */
export function letGo(
  pieces: readonly PieceFinding[],
  corrections: readonly CorrectionRow[],
  families: Families,
  repositories: ReadonlyMap<number, RepositoryFinding>,
): ReadonlySet<string> {
  const said = new Map<number, Instant>();
  for (const { session, said: word, at } of corrections) if (word === 'let go') said.set(session, at);
  if (said.size === 0) return new Set();
  return new Set(
    pieces
      .filter(({ sessions, outcome, lastAt, branch, repository }) => {
        const at = Math.max(...sessions.map(id => said.get(id) ?? 0));
        if (at === 0 || !OPEN.includes(outcome)) return false;
        const calls = sessions.map(id => families.spanOf(id).endedAt ?? 0);
        const pushes = (repositories.get(repository ?? -1)?.events ?? []).flatMap(event =>
          event.kind === 'push' && branch !== null && event.ref.endsWith(`/${branch}`) ? [event.at] : [],
        );
        return at >= Math.max(lastAt ?? 0, ...calls, ...pushes);
      })
      .map(({ id }) => id),
  );
}
