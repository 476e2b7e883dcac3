import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { agentWorktree } from '../git/agentWorktree.ts';
import { remoteIdentity } from '../git/remotes.ts';
import type { Git } from '../git/run.ts';
import { pathMatches, repositoriesWith, repositoryAbove, worktreeEntries } from '../git/sessionEvidence.ts';
import { decideRepository } from '../git/sessionRepository.ts';
import type { EditFacts } from '../ledger/editReads.ts';
import type { LinkFacts, SessionFacts } from '../ledger/sessionReads.ts';
import type { Places } from './places.ts';

export interface GoneFacts {
  readonly git: Git;
  readonly places: Places;
  readonly home: string;
  readonly sessions: readonly SessionFacts[];
  readonly edits: readonly Pick<EditFacts, 'session' | 'path' | 'at'>[];
  readonly links: readonly LinkFacts[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the repositories of folders that are gone, most often an agent's worktree, and keeps what was found.
 * A folder that nothing can place is asked again only when other repositories may be asked about. While one may not be,
 * only the place itself tells, and what another keeps of it: it could be the one that a folder was a worktree of.
 */
export class GonePlaces {
  /** By folder: of how many repositories, and of how many not. */
  readonly #asked = new Map<string, string>();

  async place(facts: GoneFacts): Promise<void> {
    const { places } = facts;
    const askable = () => `${places.repositories.length} ${places.barred.length}`;
    for (const [folder, sessions] of goneFolders(facts)) {
      if (places.isPlaced(folder) || places.isRestricted(folder) || this.#asked.get(folder) === askable())
        continue;
      await placeOne(folder, sessions, facts);
      this.#asked.set(folder, askable());
    }
  }
}

/** Folders that sessions worked in and that are not there, with those sessions. */
function goneFolders({ sessions, edits }: GoneFacts): Map<string, Set<number>> {
  const gone = new Map<string, Set<number>>();
  const there = new Map<string, boolean>();
  const isThere = (folder: string) => {
    const known = there.get(folder) ?? existsSync(folder);
    there.set(folder, known);
    return known;
  };
  const note = (folder: string, session: number) =>
    gone.set(folder, (gone.get(folder) ?? new Set()).add(session));
  for (const { id, cwd } of sessions) if (cwd !== null && !isThere(cwd)) note(cwd, id);
  for (const { session, path } of edits) {
    const folder = dirname(path);
    if (isThere(folder)) continue;
    // A sub-agent's worktree, of which its session's own folder tells nothing.
    const worktree = agentWorktree(folder, '');
    if (worktree !== null && !isThere(worktree.root)) note(worktree.root, session);
  }
  return gone;
}

async function placeOne(folder: string, sessions: ReadonlySet<number>, facts: GoneFacts): Promise<void> {
  const { git, places, home, signal } = facts;
  const readable = places.repositories.map(({ identity }) => identity);
  const barred = places.barred.map(commonDir => ({ commonDir }));
  const known = barred.length > 0 ? [] : readable;
  const mine = facts.sessions.filter(({ id }) => sessions.has(id));
  const edited = facts.edits.filter(({ session }) => sessions.has(session));
  const printed = facts.links.filter(({ session, link }) => link === 'commit' && sessions.has(session));
  const start = mine.find(({ commit }) => commit !== null)?.commit ?? null;
  const remote = mine.find(session => session.remote !== null)?.remote ?? null;
  const wanted = remote === null ? null : await remoteIdentity(remote, folder);
  const found = decideRepository({
    cwd: null,
    above: await repositoryAbove(git, folder, home, [...readable, ...barred], signal),
    entries: await worktreeEntries(folder, readable),
    sameRemote: known
      .filter(({ remotes }) => remotes.some(({ identity }) => identity === wanted))
      .map(({ commonDir }) => commonDir),
    haveStart: start === null ? null : await repositoriesWith(git, [start], known, signal),
    havePrinted:
      printed.length === 0
        ? []
        : await repositoriesWith(
            git,
            printed.map(({ target }) => target),
            known,
            signal,
          ),
    paths: await pathMatches(
      git,
      folder,
      edited.map(({ path }) => path),
      Math.max(...edited.map(({ at }) => at), 0),
      known,
      signal,
    ),
    folder,
  });
  if (found === null) return;
  const repository =
    places.repositories.find(({ identity }) => identity.commonDir === found.commonDir) ??
    (await places.learn(found.commonDir));
  if (repository === null) return;
  // Both: the folder for sessions without edits, its root for the paths of those with.
  for (const path of new Set([found.root, folder])) places.place(path, found.root, repository, found.by);
}
