import { GitError } from '../git/gitError.ts';
import type { Git } from '../git/run.ts';
import { treeLines } from '../git/treeLines.ts';
import { weighs } from '../insight/net.ts';
import { classCounts, classifyPath } from '../lines/classify.ts';
import type { Packer } from '../lines/packer.ts';
import type { Breathe } from './breathing.ts';
import type { Harvest } from './harvest.ts';

/** Tells whether a line that counts stood on a shipping ref before the history that was read. */
export type Stood = (fingerprint: number) => boolean;

const NOTHING: Stood = () => false;

/** What repositories held before sessions began to work in them: what is copied from there is not new. */
export class Ground {
  readonly #git: Git;
  readonly #packer: Packer;
  /** By common dir: of which commit, and its lines in rising order. */
  readonly #known = new Map<string, { readonly first: string; readonly lines: Float64Array }>();

  constructor(git: Git, packer: Packer) {
    this.#git = git;
    this.#packer = packer;
  }

  /**
   * By the ledger's number of a repository; what is asked throws `GitError`.
   * @param breathe called often: lets others have their turn
   */
  under(
    harvests: readonly Harvest[],
    breathe: Breathe,
    signal?: AbortSignal,
  ): (repository: number) => Promise<Stood> {
    const byNumber = new Map(harvests.map(harvest => [harvest.repository, harvest]));
    return async repository => {
      const harvest = byNumber.get(repository);
      return harvest === undefined ? NOTHING : this.#of(harvest, breathe, signal);
    };
  }

  async #of(
    { commonDir, history }: Harvest,
    breathe: Breathe,
    signal: AbortSignal | undefined,
  ): Promise<Stood> {
    const first = history[0]?.commit;
    if (first === undefined) return NOTHING;
    let known = this.#known.get(commonDir);
    if (known?.first !== first) {
      known = { first, lines: await this.#read(commonDir, `${first}^`, breathe, signal) };
      this.#known.set(commonDir, known);
    }
    const { lines } = known;
    return fingerprint => isIn(lines, fingerprint);
  }

  async #read(
    commonDir: string,
    commit: string,
    breathe: Breathe,
    signal: AbortSignal | undefined,
  ): Promise<Float64Array> {
    const found = new Set<number>();
    try {
      const wanted = (path: string) => classCounts(classifyPath(path));
      for await (const lines of treeLines(this.#git, { commonDir }, this.#packer, commit, wanted, signal)) {
        for (const [i, fingerprint] of lines.fingerprints.entries())
          if (weighs({ flags: lines.flags[i]! })) found.add(fingerprint);
        await breathe();
      }
    } catch (error) {
      // The first step of all has nothing before it; where a clone is cut off, nobody knows.
      if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
        throw error;
    }
    return Float64Array.from(found).sort();
  }
}

function isIn(sorted: Float64Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}
