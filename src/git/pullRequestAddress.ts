import { hostedIdentity } from './remotes.ts';

export interface PullRequestAddress {
  /** Of the repository that it is asked to: as `Remote.identity`. */
  readonly repository: string;
  readonly number: number;
}

/** What the address of a pull or merge request names; `null` for any other. */
export function pullRequestAddress(address: string): PullRequestAddress | null {
  const found = /^(https?:\/\/.+?)(?:\/-)?\/(?:pull|pulls|merge_requests)\/(\d+)(?:[/?#].*)?$/.exec(address);
  const repository = found === null ? null : hostedIdentity(found[1]!);
  return found === null || repository === null ? null : { repository, number: Number(found[2]) };
}
