import type { Packer } from '../lines/packer.ts';
import type { CommitChange, FileChange } from '../model/git.ts';
import { GitError } from './gitError.ts';
import { mentionsIn } from './mentions.ts';
import { MERGE_FORMAT, OWN_OPTIONS, OwnChangesParser } from './ownChanges.ts';
import { COMMIT_FORMAT, PATCH_OPTIONS, PATCH_SETTINGS, PatchParser } from './patchStream.ts';
import type { Git, Place } from './run.ts';

/** Commits that one process is asked about. */
const BATCH = 2000;
/** So many unreadable commits one after another are no damage to a few objects: the reading fails as a whole. */
const GIVE_UP = 20;
const GIVE_UP_WAITING = 3;

export interface DiffOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of a commit that git cannot compare, because objects are damaged or it takes too long. */
  unreadable(commit: string): void;
  /** Paths of whose added text token runs are told as well; all unless given. */
  keepsGrams?(path: string): boolean;
  /** Merges are given, and only what they have that none of their parents has is asked for. */
  readonly own?: boolean;
}

/**
 * What each of these commits changed against its first parent, or a merge by itself, in the order given, one
 * process for many.
 * A commit that is given has been read whole; an unreadable one is told and the rest goes on. Throws `GitError`.
 */
export async function* diffCommits(
  git: Git,
  place: Place,
  packer: Packer,
  commits: readonly string[],
  options: DiffOptions,
): AsyncGenerator<CommitChange, void> {
  let from = 0;
  let size = BATCH;
  let failures = 0;
  while (from < commits.length) {
    const batch = commits.slice(from, from + size);
    let read = 0;
    try {
      for await (const change of diffBatch(git, place, packer, batch, options)) {
        read = batch.indexOf(change.commit, read) + 1;
        failures = 0;
        yield change;
      }
      from += batch.length;
      size = BATCH;
    } catch (error) {
      if (!isAboutOneCommit(error)) throw error;
      from += read;
      if (batch.length === 1) {
        if (++failures === (isSlow(error) ? GIVE_UP_WAITING : GIVE_UP)) throw error;
        options.unreadable(batch[0]!);
        from = from - read + 1;
      }
      // The one after the last that was whole is asked alone: it or the next is to blame.
      size = batch.length === 1 ? BATCH : 1;
    }
  }
}

function isSlow(error: unknown): boolean {
  return error instanceof GitError && error.problem === 'time limit';
}

function isAboutOneCommit(error: unknown): boolean {
  if (!(error instanceof GitError)) return false;
  return (
    error.problem === 'broken repository' || error.problem === 'failed' || error.problem === 'time limit'
  );
}

const STEP_OPTIONS = [
  '--diff-merges=first-parent',
  '--root',
  '--ignore-submodules=none',
  COMMIT_FORMAT,
  ...PATCH_OPTIONS,
];

async function* diffBatch(
  git: Git,
  place: Place,
  packer: Packer,
  commits: readonly string[],
  { signal, keepsGrams, own = false }: DiffOptions,
): AsyncGenerator<CommitChange, void> {
  const stdin = `${commits.join('\n')}\n`;
  const args = [
    'log',
    // In this order: what --stdin reads obeys the options before it.
    '--ignore-missing',
    '--stdin',
    '--no-walk=unsorted',
    '--encoding=UTF-8',
    ...(own ? [MERGE_FORMAT, ...OWN_OPTIONS] : STEP_OPTIONS),
  ];
  const gathered = new CommitGatherer();
  const parser = own
    ? new OwnChangesParser(packer, gathered, keepsGrams)
    : new PatchParser(packer, gathered, keepsGrams);
  for await (const chunk of git.stream(place, args, { stdin, signal, settings: PATCH_SETTINGS })) {
    parser.push(chunk);
    yield* gathered.takeDone();
  }
  parser.end();
  gathered.finish();
  yield* gathered.takeDone();
}

class CommitGatherer {
  #done: CommitChange[] = [];
  #header: string | null = null;
  #files: FileChange[] = [];

  commit(header: string): void {
    this.finish();
    this.#header = header;
  }

  file(change: FileChange): void {
    this.#files.push(change);
  }

  finish(): void {
    if (this.#header !== null) this.#done.push(commitChange(this.#header, this.#files));
    this.#header = null;
    this.#files = [];
  }

  takeDone(): CommitChange[] {
    const done = this.#done;
    if (done.length > 0) this.#done = [];
    return done;
  }
}

function commitChange(header: string, files: readonly FileChange[]): CommitChange {
  const [commit = '', parents = '', times = '', authorEmail = '', committerEmail = '', ...message] =
    header.split('\n');
  const [authored = 0, committed = 0] = times.split(' ').map(Number);
  return {
    commit,
    parents: parents === '' ? [] : parents.split(' '),
    authoredAt: authored * 1000,
    committedAt: committed * 1000,
    authorEmail,
    committerEmail,
    mentions: mentionsIn(message.join('\n')),
    files,
  };
}
