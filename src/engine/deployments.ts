import { containedIn, readTags } from '../git/releases.ts';
import type { Git } from '../git/run.ts';
import { changeSignature } from '../insight/changeSignature.ts';
import { tellsOfProduction } from '../insight/deployment.ts';
import type { CommitChange, RefMove, RefSnapshot } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

/** Something that brought commits to production, as far as refs tell. */
export interface Deployment {
  readonly ref: string;
  readonly from: string | null;
  readonly to: string;
  readonly at: Instant;
  readonly forced: boolean;
  readonly actor: string | null;
  readonly backfilled: boolean;
}

export interface Deployed {
  /** Steps of the shipping ref that are in production, themselves or as the same change elsewhere. */
  readonly steps: ReadonlySet<string>;
  /** Oldest first. */
  readonly deployments: readonly Deployment[];
}

export interface DeploymentFacts {
  readonly git: Git;
  readonly commonDir: string;
  readonly snapshot: RefSnapshot;
  /** The remote of the shipping ref. */
  readonly remote: string;
  readonly shippingRef: string;
  readonly since: Instant;
  readonly moves: readonly RefMove[];
  /** Steps of the shipping ref, and commits that only other remote branches have. */
  readonly steps: readonly string[];
  readonly beside: readonly string[];
  readonly changes: ReadonlyMap<string, CommitChange>;
  readonly signal: AbortSignal | undefined;
}

/** What of a shipping ref is in production, by deploy refs and release tags. Throws `GitError`. */
export async function readDeployments(facts: DeploymentFacts): Promise<Deployed> {
  const { git, commonDir, snapshot, remote, shippingRef, moves, since, signal } = facts;
  const refs = [...snapshot.refs.keys()].filter(ref => ref !== shippingRef && tellsOfProduction(ref, remote));
  if (refs.length === 0) return { steps: new Set(), deployments: [] };
  const asked = [...facts.steps, ...facts.beside];
  const contained = await containedIn(git, commonDir, asked, refs, signal);
  const named = new Set(refs);
  const tags = named.size > 0 ? await readTags(git, commonDir, signal) : [];
  const released = tags
    .filter(({ ref, at }) => named.has(ref) && at >= since)
    .map(({ ref, commit, at }): Deployment => {
      return { ref, from: null, to: commit, at, forced: false, actor: null, backfilled: false };
    });
  const moved = moves.filter(({ ref, logged, backfilled }) => named.has(ref) && (logged || !backfilled));
  return {
    steps: new Set([...facts.steps.filter(step => contained.has(step)), ...sameChange(facts, contained)]),
    deployments: [...released, ...moved].sort((a, b) => a.at - b.at),
  };
}

/** Steps whose very change a commit on a release branch makes too: cherry-picked there, or from there. */
function sameChange({ steps, beside, changes }: DeploymentFacts, contained: ReadonlySet<string>): string[] {
  const signatures = new Set(
    beside
      .filter(commit => contained.has(commit))
      .map(commit => changeSignature(changes.get(commit)?.files ?? [])),
  );
  signatures.delete('');
  if (signatures.size === 0) return [];
  return steps.filter(step => signatures.has(changeSignature(changes.get(step)?.files ?? [])));
}
