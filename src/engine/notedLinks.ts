import { notedSessions } from '../git/authorshipNotes.ts';
import type { Git } from '../git/run.ts';
import type { LinkTable } from '../ledger/linkTable.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Harvest } from './harvest.ts';

export interface NotedLinksOptions {
  readonly git: Git;
  readonly links: LinkTable;
  readonly sessions: readonly SessionFacts[];
  readonly signal: AbortSignal | undefined;
}

/** Keeps, as links, what git-ai's notes say of a repository's commits: the notes may be gone tomorrow. */
export async function keepNotedLinks(
  { commonDir, notes, holdings }: Pick<Harvest, 'commonDir' | 'notes' | 'holdings'>,
  { git, links, sessions, signal }: NotedLinksOptions,
): Promise<void> {
  if (!notes) return;
  const times = new Map(
    holdings.flatMap(({ commit, at }) => (commit === null ? [] : [[commit, at] as const])),
  );
  const byName = new Map(sessions.map(({ name, id }) => [name, id]));
  for (const { commit, session } of await notedSessions(git, commonDir, [...times.keys()], signal)) {
    const id = byName.get(session);
    if (id !== undefined) links.put(id, 'commit', commit, times.get(commit)!, 'repository');
  }
}
