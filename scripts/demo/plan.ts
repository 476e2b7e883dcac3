import type { When } from './clock.ts';

export type RepositoryName = 'api' | 'uploader' | 'gateway';

/** What the made-up developer's work is meant to have become: words of the report. */
export type Meant =
  | 'shipped'
  | 'pushed'
  | 'committed'
  | 'in progress'
  | 'set aside'
  | 'explored'
  | 'outside git'
  | 'unclear';

/**
 * How a change goes on after its sessions:
 * - `push`: each session is committed to `main` and pushed
 * - `squash`, `merge`: a colleague lands the branch on the remote
 * - `own merge`: the developer merges the branch and pushes
 * - `branch`: pushed, nobody lands it
 * - `local`: committed to a branch, not pushed
 * - `worktree`: an agent's worktree, landed by the developer and then removed
 * - `open worktree`: an agent's worktree with work that is not committed
 * - `discard`: thrown away by the developer
 */
export type Way =
  | 'push'
  | 'squash'
  | 'merge'
  | 'own merge'
  | 'branch'
  | 'local'
  | 'worktree'
  | 'open worktree'
  | 'discard';

export type Model = 'claude-opus-4-5' | 'claude-sonnet-4-5' | 'gpt-5-codex' | 'gpt-5.2';

/** What the developer does with an agent's lines before they are committed. */
export type Touch = 'edit' | 'format';

export interface SessionPlan extends When {
  readonly model: Model;
  readonly title: string;
  /** Files that it writes, new ones and existing ones. */
  readonly files?: readonly string[];
  /** Files that it reads; some of the repository where none are named. */
  readonly reads?: readonly string[];
  /** It has a sub-agent look around. */
  readonly helper?: boolean;
  readonly touch?: Touch;
  /** Brings a dependency, and with it many lines of a lock file. */
  readonly lock?: boolean;
  /** A file that a generator wrote, asked for by the agent. */
  readonly generated?: string;
  /** The agent commits by itself. */
  readonly commits?: boolean;
  /** Subject of its commit; the change's where none is named. */
  readonly subject?: string;
}

export interface ChangePlan {
  readonly repository: RepositoryName;
  readonly way: Way;
  readonly meant: Meant;
  readonly subject: string;
  readonly branch?: string;
  /** Hours from the start of the last session until it lands. */
  readonly landsAfter?: number;
  /** Number of the pull request by which it lands. */
  readonly request?: number;
  readonly sessions: readonly SessionPlan[];
}

/** A session that leaves no change in a repository. */
export interface AsidePlan extends SessionPlan {
  readonly repository: RepositoryName;
  readonly meant: 'explored' | 'outside git' | 'unclear';
  /** The person's second question, after the answer. */
  readonly followUp?: string;
}
