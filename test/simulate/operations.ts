import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Desk } from './desk.ts';
import type { GitAnswer } from './gitShell.ts';
import { type Tree, textOf } from './ink.ts';
import { mergeTrees, type Settle } from './threeWay.ts';

// What people do with git, done with git, and followed with the simulator's own merge.

/** Merges a commit into the desk's branch. `squash` leaves it to be committed, all else commits. */
export function merge(
  desk: Desk,
  commit: string,
  kind: 'commit' | 'fast-forward' | 'squash',
  settle: Settle,
  message: string,
): string {
  const base = desk.git('merge-base', 'HEAD', commit);
  const [before, ours, theirs] = [desk.tree(base), desk.files, desk.tree(commit)];
  if (kind === 'fast-forward') {
    desk.git('merge', '-q', '--ff-only', commit);
    desk.adopt(theirs, []);
    return desk.record(desk.files);
  }
  const { tree } = mergeTrees(before, ours, theirs, settle);
  const option = kind === 'squash' ? ['--squash'] : ['--no-ff', '-m', message];
  settleConflicts(desk, desk.ask(['merge', '-q', ...option, commit]), tree);
  desk.adopt(tree, [ours, theirs]);
  if (kind === 'squash' || desk.ask(['rev-parse', '-q', '--verify', 'MERGE_HEAD']).ok) {
    desk.git('add', '-A');
    desk.git('commit', '-q', '--no-verify', '--allow-empty', '-m', message);
  }
  return desk.record(desk.files);
}

/** Puts the branch's own commits on another commit. */
export function rebase(desk: Desk, onto: string, settle: Settle): string {
  const mine = ownCommits(desk, onto);
  const trees = replayed(desk, onto, mine, settle);
  let answer = desk.ask(['rebase', '-q', '--keep-empty', '--no-reapply-cherry-picks', onto]);
  for (let steps = 0; !answer.ok && steps < 50; steps++) {
    const stopped = desk.git('rev-parse', 'REBASE_HEAD');
    const tree = trees.get(stopped);
    if (tree === undefined)
      throw new Error(`rebase stopped at an unknown commit: ${answer.error}${answer.out}`);
    settleConflicts(desk, answer, tree);
    answer = desk.ask(['rebase', '--continue']);
  }
  if (!answer.ok) throw new Error(`rebase: ${answer.error}`);
  return recordRewritten(desk, onto, mine, trees);
}

/** Folds a `fixup!` commit into the commit that it mends. */
export function autosquash(desk: Desk, onto: string, mended: string, fixup: string): string {
  const mine = ownCommits(desk, onto).filter(commit => commit !== fixup);
  mine.splice(mine.indexOf(mended) + 1, 0, fixup);
  const trees = replayed(desk, onto, mine, ours => ours);
  trees.set(mended, trees.get(fixup)!);
  const answer = desk.ask(['rebase', '-q', '-i', '--autosquash', onto]);
  if (!answer.ok) {
    desk.git('rebase', '--abort');
    desk.world.tell('  the fixup would not go in, and stays a commit of its own');
    return desk.head;
  }
  return recordRewritten(
    desk,
    onto,
    mine.filter(commit => commit !== fixup),
    trees,
  );
}

/** In the order in which git replays them; merges are left out. */
function ownCommits(desk: Desk, onto: string): string[] {
  const list = desk.git('rev-list', '--reverse', '--topo-order', '--no-merges', `${onto}..HEAD`);
  return list.split('\n').filter(Boolean);
}

/** What the files are after each of these commits, when one after another is put on `onto`. */
function replayed(desk: Desk, onto: string, commits: readonly string[], settle: Settle): Map<string, Tree> {
  const trees = new Map<string, Tree>();
  let tree = desk.tree(onto);
  for (const commit of commits) {
    const parent = desk.world.commits.get(commit)!.parents[0]!;
    tree = mergeTrees(desk.tree(parent), tree, desk.tree(commit), settle).tree;
    trees.set(commit, tree);
  }
  return trees;
}

/** Gives each rewritten commit the truth that its original, found by its message, came to. */
function recordRewritten(
  desk: Desk,
  onto: string,
  mine: readonly string[],
  trees: ReadonlyMap<string, Tree>,
): string {
  const list = (range: string) =>
    desk
      .git('log', '--reverse', '--topo-order', '--no-merges', '--format=%H %s', range)
      .split('\n')
      .filter(Boolean)
      .map(line => ({
        commit: line.slice(0, line.indexOf(' ')),
        subject: line.slice(line.indexOf(' ') + 1),
      }));
  const old = list(`${onto}..ORIG_HEAD`).filter(({ commit }) => mine.includes(commit));
  const fresh = list(`${onto}..HEAD`);
  for (const { commit, subject } of fresh) {
    const tree = trees.get(old.find(each => each.subject === subject)?.commit ?? '');
    if (tree === undefined) throw new Error(`No original of the rewritten commit "${subject}".`);
    if (desk.world.commits.has(commit)) continue;
    const parents = desk.git('rev-list', '--parents', '--max-count=1', commit).split(' ').slice(1);
    desk.world.commits.set(commit, { tree, parents, at: desk.world.now });
  }
  desk.confirm(
    fresh.map(({ commit }) => commit),
    [desk.files, desk.tree(onto), ...mine.map(commit => desk.tree(commit))],
  );
  desk.head = desk.git('rev-parse', 'HEAD');
  desk.files = desk.headTree();
  return desk.head;
}

/** Copies one commit's change onto the desk's branch. */
export function cherryPick(desk: Desk, commit: string, settle: Settle, ...options: string[]): string {
  const [parent = ''] = desk.world.commits.get(commit)!.parents;
  return replay(desk, ['cherry-pick', ...options, commit], desk.tree(parent), desk.tree(commit), settle);
}

export function revert(desk: Desk, commit: string, settle: Settle): string {
  const { parents } = desk.world.commits.get(commit)!;
  const main = parents.length > 1 ? ['-m', '1'] : [];
  return replay(
    desk,
    ['revert', '--no-edit', ...main, commit],
    desk.tree(commit),
    desk.tree(parents[0]!),
    settle,
  );
}

function replay(desk: Desk, args: readonly string[], from: Tree, to: Tree, settle: Settle): string {
  const ours = desk.files;
  const { tree } = mergeTrees(from, ours, to, settle);
  const answer = desk.ask(args);
  if (!answer.ok) {
    settleConflicts(desk, answer, tree);
    desk.git(args[0]!, '--continue');
  }
  desk.adopt(tree, [ours, to]);
  return desk.record(desk.files);
}

/** Where git stopped, the person writes what the files shall be. */
function settleConflicts(desk: Desk, answer: GitAnswer, resolved: Tree): void {
  if (answer.ok) return;
  const stuck = desk.git('diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean);
  if (stuck.length === 0) throw new Error(`git stopped without a conflict: ${answer.error}${answer.out}`);
  for (const path of stuck) {
    const text = resolved.get(path);
    const full = join(desk.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    if (text === undefined) rmSync(full, { force: true });
    else writeFileSync(full, textOf(text));
  }
  desk.world.tell(`  conflict in ${stuck.join(', ')}`);
  desk.git('add', '-A');
}
