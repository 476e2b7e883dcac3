import { containedIn, readTags } from '../git/releases.ts';
import type { Git } from '../git/run.ts';
import { changeSignature } from '../insight/changeSignature.ts';
import {
  DEPLOYED_BY,
  type DeployedBy,
  deployedBy,
  type ProductionWord,
  signOfProduction,
} from '../insight/deployment.ts';
import type { CommitChange, RefMove, RefSnapshot } from '../model/git.ts';
import {
  isSameSign,
  PRODUCTION_KINDS,
  type ProductionRefs,
  type ProductionSign,
} from '../model/production.ts';
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
  readonly by: DeployedBy;
}

export interface Deployed {
  /** Steps of the shipping ref that are in production, themselves or as the same change elsewhere. */
  readonly steps: ReadonlyMap<string, DeployedBy>;
  /** Oldest first. */
  readonly deployments: readonly Deployment[];
  /** All that would be taken for production, also what the person said is not. */
  readonly refs: readonly ProductionRefs[];
}

export const NOTHING_DEPLOYED: Deployed = { steps: new Map(), deployments: [], refs: [] };

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
  /** What the person said of this repository, oldest first. */
  readonly words: readonly ProductionWord[];
  readonly signal: AbortSignal | undefined;
}

/** What of a shipping ref is in production, by deploy refs and release tags. Throws `GitError`. */
export async function readDeployments(facts: DeploymentFacts): Promise<Deployed> {
  const { git, commonDir, snapshot, remote, shippingRef, moves, since, words, signal } = facts;
  const signs = new Map<string, ProductionSign>();
  for (const ref of snapshot.refs.keys()) {
    const sign = ref === shippingRef ? null : signOfProduction(ref, remote);
    if (sign !== null) signs.set(ref, sign);
  }
  if (signs.size === 0) return NOTHING_DEPLOYED;
  const asked = [...facts.steps, ...facts.beside];
  const by = new Map([...signs].map(([ref, sign]) => [ref, deployedBy(sign, words)]));
  const steps = new Map<string, DeployedBy>();
  for (const each of DEPLOYED_BY) {
    const refs = [...by.keys()].filter(ref => by.get(ref) === each);
    if (refs.length === 0) continue;
    const contained = await containedIn(git, commonDir, asked, refs, signal);
    const held = [...facts.steps.filter(step => contained.has(step)), ...sameChange(facts, contained)];
    for (const step of held) if (!steps.has(step)) steps.set(step, each);
  }
  const tags = await readTags(git, commonDir, signal);
  const deployments: Deployment[] = [];
  for (const { ref, commit, at } of tags) {
    const known = by.get(ref) ?? null;
    if (known === null || at < since) continue;
    deployments.push({
      ref,
      from: null,
      to: commit,
      at,
      forced: false,
      actor: null,
      backfilled: false,
      by: known,
    });
  }
  for (const { ref, from, to, at, forced, actor, logged, backfilled } of moves) {
    const known = by.get(ref) ?? null;
    if (known === null || !(logged || !backfilled)) continue;
    deployments.push({ ref, from, to, at, forced, actor, backfilled, by: known });
  }
  const age = new Map(tags.map(({ ref }, order) => [ref, order]));
  return {
    steps,
    deployments: deployments.sort((a, b) => a.at - b.at),
    refs: byKind([...signs].sort(([a], [b]) => (age.get(b) ?? -1) - (age.get(a) ?? -1))),
  };
}

/** In the order of kinds. @param signs of refs, newest first */
function byKind(signs: readonly (readonly [ref: string, sign: ProductionSign])[]): ProductionRefs[] {
  const kinds: ProductionRefs[] = [];
  for (const [ref, sign] of signs) {
    const known = kinds.findIndex(kind => isSameSign(kind, sign));
    if (known < 0) kinds.push({ ...sign, newest: ref, count: 1 });
    else kinds[known] = { ...kinds[known]!, count: kinds[known]!.count + 1 };
  }
  const order = ({ kind }: ProductionSign) => PRODUCTION_KINDS.indexOf(kind);
  return kinds.sort((a, b) => order(a) - order(b) || (a.newest < b.newest ? -1 : 1));
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
