import type { PackedLines } from './editedLines.ts';
import type { Instant } from './records.ts';

/** A repository as we know it: one for all its worktrees. */
export interface RepositoryIdentity {
  /** Real path of `git rev-parse --git-common-dir`: the key for everything. */
  readonly commonDir: string;
  /** Root of the worktree that was asked about; `null` for a bare repository. */
  readonly worktree: string | null;
  readonly remotes: readonly Remote[];
  readonly shallow: boolean;
}

export interface Remote {
  readonly name: string;
  /** Address with user name and password taken out. */
  readonly url: string;
  /** `host/owner/name` in lower case, or the path of a remote on disk: equal for all ways to write one remote. */
  readonly identity: string;
}

/** All refs at one moment, with each worktree's HEAD. */
export interface RefSnapshot {
  /** Full ref name → commit id. Heads, remote-tracking refs, `refs/stash`, git-ai's notes and tags (what an annotated one names). */
  readonly refs: ReadonlyMap<string, string>;
  /** Full name of a local branch → the ref that it follows, whether or not that still exists. */
  readonly upstreams: ReadonlyMap<string, string>;
  /** Full name of a remote's HEAD (`refs/remotes/origin/HEAD`) → the ref that it points at. */
  readonly remoteHeads: ReadonlyMap<string, string>;
  readonly worktrees: readonly Worktree[];
}

export interface Worktree {
  readonly root: string;
  readonly head: string | null;
  /** Full ref name; `null` when detached. */
  readonly branch: string | null;
  /** The folder is gone, the administrative entry is still there. */
  readonly prunable: boolean;
}

export type PushKind = 'push' | 'fetch' | 'rename' | 'unknown';

/** One move of a remote-tracking ref. */
export interface RefMove {
  readonly ref: string;
  /** `null` where the ref did not exist. */
  readonly from: string | null;
  readonly to: string;
  readonly at: Instant;
  readonly kind: PushKind;
  readonly forced: boolean;
  /** Committer e-mail of the process that moved the ref. */
  readonly actor: string | null;
  /** False where only the refs' values before and after are known, no reflog line. */
  readonly logged: boolean;
  /** Found when the repository was first looked at: nobody watched while it happened. */
  readonly backfilled: boolean;
}

/** What tells when a commit came to a ref: a line of the ref's log, the ref itself, or only the commit's own time. */
export type ArrivalSource = 'reflog' | 'ref' | 'commit';

/** One commit that a remote-tracking ref got. */
export interface Arrival {
  readonly ref: string;
  readonly commit: string;
  readonly at: Instant;
  readonly source: ArrivalSource;
  readonly forced: boolean;
  readonly actor: string | null;
  readonly backfilled: boolean;
  /** When the ref was seen not to have it any more, or to be gone itself. */
  readonly goneAt: Instant | null;
}

/** What a commit changed, against its first parent, in numbers. */
export interface CommitChange {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly authoredAt: Instant;
  readonly committedAt: Instant;
  readonly authorEmail: string;
  readonly committerEmail: string;
  readonly mentions: CommitMentions;
  readonly files: readonly FileChange[];
}

/** The ids and addresses that a commit's message names; nothing else of the message is kept. */
export interface CommitMentions {
  /** Ids, 7 to 64 hex digits, of commits that this one takes out again. */
  readonly reverts: readonly string[];
  /** Numbers of pull requests that this one takes out again. */
  readonly revertedPullRequests: readonly number[];
  /** The pull or merge request that brought this commit. */
  readonly pullRequest: number | null;
  /** E-mail addresses, lower case. */
  readonly coAuthors: readonly string[];
  /** Values of trailers that name an agent's session or a review's change id. */
  readonly trailers: readonly string[];
}

export interface FileChange {
  /** Relative to the worktree's root, with forward slashes. */
  readonly path: string;
  readonly oldPath: string | null;
  /** Why there are no lines although the file changed; `null` where all lines are here. */
  readonly unread: UnreadReason | null;
  readonly added: PackedLines;
  readonly removed: PackedLines;
  /** Keyed fingerprints of each five consecutive tokens of the added lines; only where they were asked for. */
  readonly grams?: Uint32Array | undefined;
}

/** `large`: more than 1 MB of changed lines. */
export type UnreadReason = 'binary' | 'large' | 'submodule';
