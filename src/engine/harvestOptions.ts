import type { Git } from '../git/run.ts';
import type { ArrivalTable } from '../ledger/arrivalTable.ts';
import type { GitTables } from '../ledger/gitTables.ts';
import type { ProductionWords } from '../ledger/productionWords.ts';
import type { RemoteTable } from '../ledger/remoteTable.ts';
import type { Packer } from '../lines/packer.ts';
import type { RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

export interface HarvestOptions {
  readonly git: Git;
  readonly packer: Packer;
  readonly tables: GitTables;
  readonly arrivals: ArrivalTable;
  readonly remotes: RemoteTable;
  readonly production: ProductionWords;
  readonly identity: RepositoryIdentity;
  /** The time of the first edit that could be found here. */
  readonly since: Instant;
  /** Files that sessions edited, relative to a worktree's root. */
  readonly paths: readonly string[];
  /** Branches on which work counts as shipped too: see `namedShippingRefs`. */
  readonly shippingRefs: readonly string[];
  readonly now: Instant;
  /** Once a repository has grown up nobody asks again. */
  readonly mature: boolean;
  readonly signal?: AbortSignal;
}
