import type { Holding } from '../insight/attribution.ts';
import { type CloudAgent, cloudAgentOf } from '../insight/cloudAgents.ts';
import type { CommitChange, RefMove } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

/** A commit that an agent made elsewhere, whose log is not on this machine. */
export interface CloudCommit {
  readonly agent: CloudAgent;
  readonly commit: string;
  readonly at: Instant;
  readonly shipped: boolean;
}

interface CloudSearch {
  readonly holdings: readonly Holding[];
  /** When commits arrived on the shipping ref. */
  readonly shippings: ReadonlyMap<string, { readonly at: Instant }>;
  readonly moves: readonly RefMove[];
}

/** @param own the person's address in this repository */
export function cloudCommits(
  { holdings, shippings, moves }: CloudSearch,
  changes: ReadonlyMap<string, CommitChange>,
  own: string | null,
): CloudCommit[] {
  const branches = Map.groupBy(moves, ({ to }) => to);
  return holdings.flatMap(({ stage, commit, at }) => {
    const change = commit === null ? undefined : changes.get(commit);
    if (commit === null || change === undefined || (stage !== 'shipped' && stage !== 'pushed')) return [];
    const authorEmail = change.authorEmail.toLowerCase();
    const agent = cloudAgentOf({
      authorEmail,
      coAuthors: change.mentions.coAuthors,
      own: authorEmail === own?.toLowerCase(),
      branches: (branches.get(commit) ?? []).map(branchOf),
    });
    if (agent === null) return [];
    return [{ agent, commit, at: shippings.get(commit)?.at ?? at, shipped: stage === 'shipped' }];
  });
}

/** The branch's own name on its remote. */
function branchOf({ ref }: RefMove): string {
  return ref.replace(/^refs\/remotes\/[^/]+\//, '');
}
