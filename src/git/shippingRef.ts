import type { RefSnapshot, Remote } from '../model/git.ts';

export interface ShippingRef {
  /** Name of the primary remote. */
  readonly remote: string;
  /** Full ref name; `null` where nothing of that remote's default branch was ever fetched. */
  readonly ref: string | null;
}

/** Names that a default branch has where nothing says which it is, the likeliest first. */
const USUAL_NAMES = ['main', 'master', 'trunk', 'develop'];

/**
 * Where work has to arrive to count as shipped; `null` for a repository without a remote.
 * @param known what it was before: a remote's HEAD that points elsewhere moves it only when that is gone, for
 *   anybody can point it at a branch of their own
 */
export function shippingRef(
  snapshot: RefSnapshot,
  remotes: readonly Remote[],
  known: string | null = null,
): ShippingRef | null {
  const remote = primaryRemote(snapshot, remotes);
  if (remote === null) return null;
  if (known !== null && snapshot.refs.has(known) && known.startsWith(`refs/remotes/${remote}/`))
    return { remote, ref: known };
  const head = snapshot.remoteHeads.get(`refs/remotes/${remote}/HEAD`);
  if (head !== undefined && snapshot.refs.has(head)) return { remote, ref: head };
  const usual = USUAL_NAMES.map(name => `refs/remotes/${remote}/${name}`);
  return { remote, ref: usual.find(ref => snapshot.refs.has(ref)) ?? null };
}

/**
 * Branches of the primary remote on which work counts as shipped too, because the person named them.
 * @param refs all that are there, or were
 * @param named `release/*` for every repository, `host/owner/name#release/*` for one; a star is any characters
 */
export function namedShippingRefs(
  refs: Iterable<string>,
  shipping: ShippingRef | null,
  remotes: readonly Remote[],
  named: readonly string[],
): string[] {
  if (shipping === null) return [];
  const identity = remotes.find(({ name }) => name === shipping.remote)?.identity ?? '';
  // A branch may have a # in its name: what is not of this repository can only be such a one.
  const own = `${identity}#`.toLowerCase();
  const patterns = named.map(name =>
    asPattern(identity !== '' && name.toLowerCase().startsWith(own) ? name.slice(own.length) : name),
  );
  const prefix = `refs/remotes/${shipping.remote}/`;
  const found = [...new Set(refs)].filter(
    ref =>
      ref !== shipping.ref &&
      ref !== `${prefix}HEAD` &&
      ref.startsWith(prefix) &&
      patterns.some(pattern => pattern.test(ref.slice(prefix.length))),
  );
  return found.sort();
}

function asPattern(branch: string): RegExp {
  const escaped = branch.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*')}$`);
}

function primaryRemote(snapshot: RefSnapshot, remotes: readonly Remote[]): string | null {
  const names = new Set(remotes.map(remote => remote.name));
  if (names.has('upstream')) return 'upstream';
  const followed = remoteOf(snapshot.upstreams.get(localDefault(snapshot) ?? ''), names);
  if (followed !== null) return followed;
  if (names.has('origin')) return 'origin';
  return names.size === 1 ? remotes[0]!.name : null;
}

function localDefault(snapshot: RefSnapshot): string | undefined {
  return USUAL_NAMES.map(name => `refs/heads/${name}`).find(ref => snapshot.refs.has(ref));
}

/** The remote that a tracking ref belongs to. Names may hold slashes: the longest that fits. */
export function remoteOf(ref: string | undefined, names: Iterable<string>): string | null {
  let found: string | null = null;
  for (const name of names) {
    if (ref?.startsWith(`refs/remotes/${name}/`) && name.length > (found?.length ?? -1)) found = name;
  }
  return found;
}
