import { access } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { RefSnapshot, RepositoryIdentity, Worktree } from '../model/git.ts';
import { AUTHORSHIP_NOTES } from './authorshipNotes.ts';
import { GitError } from './gitError.ts';
import type { Git } from './run.ts';

const FIELDS = ['refname', 'objectname', '*objectname', 'symref', 'upstream'];
const NAMESPACES = ['refs/heads', 'refs/remotes', 'refs/tags', 'refs/stash', AUTHORSHIP_NOTES];

/** All refs and worktrees now, by two processes. Throws `GitError`. */
export async function snapshotRefs(
  git: Git,
  repository: RepositoryIdentity,
  signal?: AbortSignal,
): Promise<RefSnapshot> {
  const place = { commonDir: repository.commonDir };
  const refs = new Map<string, string>();
  const remoteHeads = new Map<string, string>();
  const upstreams = new Map<string, string>();
  const format = `--format=${FIELDS.map(field => `%(${field})`).join('%00')}`;
  for await (const line of git.records(place, ['for-each-ref', format, ...NAMESPACES], { signal })) {
    const [name = '', id = '', peeled = '', target = '', upstream = ''] = line.split('\0');
    if (name.startsWith('refs/remotes/') && target !== '') remoteHeads.set(name, target);
    else refs.set(name, peeled === '' ? id : peeled);
    if (upstream !== '') upstreams.set(name, upstream);
  }
  return { refs, remoteHeads, upstreams, worktrees: await readWorktrees(git, repository, signal) };
}

async function readWorktrees(
  git: Git,
  repository: RepositoryIdentity,
  signal: AbortSignal | undefined,
): Promise<Worktree[]> {
  const place = { commonDir: repository.commonDir };
  let separator = '\0';
  let entries: string[][];
  try {
    entries = await blocks(git, place, ['worktree', 'list', '--porcelain', '-z'], separator, signal);
  } catch (error) {
    // Git before 2.36 has no -z here.
    if (!(error instanceof GitError) || error.exitCode !== 129) throw error;
    separator = '\n';
    entries = await blocks(git, place, ['worktree', 'list', '--porcelain'], separator, signal);
  }
  const worktrees: Worktree[] = [];
  for (const lines of entries) {
    if (lines.includes('bare')) continue;
    const listed = fieldOf(lines, 'worktree') ?? '';
    const root = worktrees.length === 0 ? await mainRoot(git, repository, listed, signal) : listed;
    if (root === null) continue;
    const head = fieldOf(lines, 'HEAD');
    worktrees.push({
      root,
      head: head === null || /^0+$/.test(head) ? null : head,
      branch: fieldOf(lines, 'branch'),
      prunable: lines.some(line => /^prunable(?: |$)/.test(line)) || !(await exists(root)),
    });
  }
  return worktrees;
}

/** Of a submodule and of a separate git directory, git lists that directory itself as the first worktree. */
async function mainRoot(
  git: Git,
  repository: RepositoryIdentity,
  listed: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  if (listed !== repository.commonDir) return listed;
  const asked = await git.run({ commonDir: listed }, ['config', '-z', 'core.worktree'], {
    signal,
    answers: [0, 1],
  });
  const configured = asked.stdout.toString('utf8').replace(/\0$/, '');
  if (configured !== '') return isAbsolute(configured) ? configured : resolve(listed, configured);
  return repository.worktree;
}

async function blocks(
  git: Git,
  place: { commonDir: string },
  args: string[],
  separator: string,
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  const found: string[][] = [];
  let lines: string[] = [];
  for await (const line of git.records(place, args, { signal }, separator)) {
    if (line !== '') lines.push(line);
    else {
      found.push(lines);
      lines = [];
    }
  }
  if (lines.length > 0) found.push(lines);
  return found;
}

function fieldOf(lines: readonly string[], name: string): string | null {
  const line = lines.find(candidate => candidate.startsWith(`${name} `));
  return line === undefined ? null : line.slice(name.length + 1);
}

function exists(root: string): Promise<boolean> {
  return access(join(root, '.git')).then(
    () => true,
    () => false,
  );
}
