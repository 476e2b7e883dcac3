/** Which evidence tied a session to its repository, the strongest first. */
export type Rung = 'cwd' | 'folder above' | 'worktree entry' | 'remote and commit' | 'commit' | 'paths';

/** One repository that some evidence names, with the root that the session's paths are relative to. */
export interface Candidate {
  readonly commonDir: string;
  readonly root: string;
}

/** Share of the edited paths that a repository's tree had, 0 to 1, counted from `root`. */
export interface PathMatch extends Candidate {
  readonly share: number;
}

/** Everything known about where a session worked. Empty and `null` are: no such evidence. */
export interface SessionPlace {
  /** The repository of its folder, which lives. */
  readonly cwd: Candidate | null;
  readonly above: Candidate | null;
  readonly entries: readonly Candidate[];
  /** Known repositories with the remote that the log names. */
  readonly sameRemote: readonly string[];
  /** Known repositories that have the commit that the session began at; `null` where the log names none. */
  readonly haveStart: readonly string[] | null;
  /** Known repositories that have a commit which the session printed. */
  readonly havePrinted: readonly string[];
  /** For known repositories; empty where too few paths were edited to tell. */
  readonly paths: readonly PathMatch[];
  /** The root to count from where no evidence names one. */
  readonly folder: string;
}

const ENOUGH = 0.8;

/**
 * The repository that a session worked in. Evidence that points at two repositories decides nothing, and the
 * next weaker is asked; `null` where none decides.
 */
export function decideRepository(place: SessionPlace): (Candidate & { readonly by: Rung }) | null {
  if (place.cwd !== null) return { ...place.cwd, by: 'cwd' };
  if (place.above !== null) return { ...place.above, by: 'folder above' };
  const entry = only(place.entries.map(candidate => candidate.commonDir));
  if (entry !== null) {
    const candidate = place.entries.find(({ commonDir }) => commonDir === entry)!;
    return { ...candidate, by: 'worktree entry' };
  }
  const rooted = (commonDir: string, by: Rung) => {
    const match = best(place.paths.filter(candidate => candidate.commonDir === commonDir));
    return { commonDir, root: match?.root ?? place.folder, by };
  };
  const { haveStart } = place;
  const both =
    haveStart === null ? place.sameRemote : place.sameRemote.filter(dir => haveStart.includes(dir));
  const remote = only(both);
  if (remote !== null) return rooted(remote, 'remote and commit');
  const printed = only(place.havePrinted);
  if (printed !== null) return rooted(printed, 'commit');
  const match = best(place.paths);
  if (match === null || match.share < ENOUGH) return null;
  return { commonDir: match.commonDir, root: match.root, by: 'paths' };
}

function only(dirs: readonly string[]): string | null {
  const different = new Set(dirs);
  return different.size === 1 ? dirs[0]! : null;
}

/** The match with the highest share; none where another repository has as high a one. */
function best(matches: readonly PathMatch[]): PathMatch | null {
  let found: PathMatch | null = null;
  let rival = 0;
  for (const match of matches) {
    if (found === null || match.share > found.share) {
      if (found !== null && found.commonDir !== match.commonDir) rival = found.share;
      found = match;
    } else if (match.commonDir !== found.commonDir) rival = Math.max(rival, match.share);
  }
  return found !== null && found.share > rival ? found : null;
}
