import { hostedIdentity } from './remotes.ts';

/**
 * The page on which a pull or merge request is made, or shown where there is one; `null` for a forge whose pages
 * are not known.
 * @param remote address of the remote that has both branches
 * @param base, branch their names on it
 */
export function newPullRequestAddress(remote: string, base: string, branch: string): string | null {
  const identity = hostedIdentity(remote);
  if (identity === null || base === branch) return null;
  const host = identity.split('/')[0]!;
  const path = identity.split('/').map(encodeURIComponent).join('/');
  const [from, to] = [base, branch].map(name => name.split('/').map(encodeURIComponent).join('/'));
  if (isOf('github', host)) return `https://${path}/compare/${from}...${to}?expand=1`;
  if (!isOf('gitlab', host)) return null;
  const asked = new URLSearchParams({
    'merge_request[source_branch]': branch,
    'merge_request[target_branch]': base,
  });
  return `https://${path}/-/merge_requests/new?${asked}`;
}

/** `github.com`, and a company's own `github.example.com`. */
function isOf(forge: string, host: string): boolean {
  return host === `${forge}.com` || host.startsWith(`${forge}.`);
}
