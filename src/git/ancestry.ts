import type { Instant } from '../model/records.ts';
import type { Git } from './run.ts';

export interface Step {
  readonly from: string;
  readonly to: string;
}

/** Clocks of commits may disagree by this much before a step has to be asked singly. */
const CLOCK_SLACK: Instant = 7 * 86_400_000;

interface Node {
  readonly at: Instant;
  readonly parents: readonly string[];
}

/**
 * For each step whether `from` can be reached from `to`: a step that is false was forced. A commit that no
 * longer exists cannot be reached. Two processes for all, and one more for each step that was forced. Throws
 * `GitError`.
 */
export async function areAncestors(
  git: Git,
  commonDir: string,
  steps: readonly Step[],
  signal?: AbortSignal,
): Promise<boolean[]> {
  if (steps.length === 0) return [];
  const times = await timesOf(
    git,
    commonDir,
    steps.map(step => step.from),
    signal,
  );
  if (times.size === 0) return steps.map(() => false);
  let oldest = Number.POSITIVE_INFINITY;
  for (const at of times.values()) oldest = Math.min(oldest, at);
  const graph = new Map<string, Node>();
  const since = Math.floor((oldest - CLOCK_SLACK) / 1000);
  const stdin = `${[...new Set(steps.map(step => step.to))].join('\n')}\n`;
  const args = ['rev-list', '--timestamp', '--parents', `--max-age=${since}`, '--ignore-missing', '--stdin'];
  for await (const line of git.records({ commonDir }, args, { stdin, signal })) {
    const [second, commit = '', ...parents] = line.split(' ');
    graph.set(commit, { at: Number(second) * 1000, parents });
  }
  const reached: boolean[] = [];
  for (const step of steps) {
    const at = times.get(step.from);
    if (at === undefined) reached.push(false);
    else if (reaches(graph, step, at - CLOCK_SLACK)) reached.push(true);
    else reached.push(await isAncestor(git, commonDir, step, signal));
  }
  return reached;
}

/** A commit with a clock far behind cuts the walk above short: what it did not reach is asked singly. */
async function isAncestor(
  git: Git,
  commonDir: string,
  step: Step,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const asked = ['merge-base', '--is-ancestor', step.from, step.to];
  return (await git.run({ commonDir }, asked, { signal, answers: [0, 1] })).exitCode === 0;
}

function reaches(graph: ReadonlyMap<string, Node>, step: Step, notBefore: Instant): boolean {
  const seen = new Set([step.to]);
  const open = [step.to];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    if (commit === step.from) return true;
    const node = graph.get(commit);
    if (node === undefined || node.at < notBefore) continue;
    for (const parent of node.parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return false;
}

async function timesOf(
  git: Git,
  commonDir: string,
  commits: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Instant>> {
  const times = new Map<string, Instant>();
  const stdin = `${[...new Set(commits)].join('\n')}\n`;
  const args = ['rev-list', '--no-walk=unsorted', '--timestamp', '--ignore-missing', '--stdin'];
  for await (const line of git.records({ commonDir }, args, { stdin, signal })) {
    const [second, commit = ''] = line.split(' ');
    times.set(commit, Number(second) * 1000);
  }
  return times;
}
