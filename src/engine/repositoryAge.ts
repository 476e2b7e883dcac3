import type { Git } from '../git/run.ts';
import { readWriters } from '../git/writers.ts';
import { isProgram } from '../insight/cloudAgents.ts';
import { signOfProduction } from '../insight/deployment.ts';
import { isMature } from '../insight/maturity.ts';
import type { RefSnapshot } from '../model/git.ts';

/** Asks git what `isMature` wants to know. Throws `GitError`. */
export async function hasGrownUp(
  git: Git,
  commonDir: string,
  shipping: { readonly ref: string | null; readonly remote: string } | null,
  snapshot: RefSnapshot,
  signal?: AbortSignal,
): Promise<boolean> {
  if (shipping === null || shipping.ref === null) return false;
  const { ref, remote } = shipping;
  // Whatever the person said of such refs: a word makes no figure better, and no repository older.
  const deployed = [...snapshot.refs.keys()].some(
    name => name !== ref && signOfProduction(name, remote) !== null,
  );
  const { authors, committedAt } = await readWriters(git, commonDir, ref, signal);
  const people = [...authors].filter(address => !isProgram(address));
  return isMature({ authors: people.length, committedAt, deployed });
}
