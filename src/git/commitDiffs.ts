import type { Packer } from '../lines/packer.ts';
import type { CommitChange, FileChange } from '../model/git.ts';
import { mentionsIn } from './mentions.ts';
import { COMMIT_FORMAT, PATCH_OPTIONS, PATCH_SETTINGS, PatchParser } from './patchStream.ts';
import type { Git, Place } from './run.ts';

/** Commits that one process is asked about. */
const BATCH = 2000;

/**
 * What each of these commits changed against its first parent, in the order given, one process for many.
 * A commit that is given has been read whole; on an error those before it stay good. Throws `GitError`.
 */
export async function* diffCommits(
  git: Git,
  place: Place,
  packer: Packer,
  commits: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<CommitChange, void> {
  for (let from = 0; from < commits.length; from += BATCH) {
    const stdin = `${commits.slice(from, from + BATCH).join('\n')}\n`;
    const args = [
      'log',
      '--stdin',
      '--no-walk=unsorted',
      '--diff-merges=first-parent',
      '--root',
      '--encoding=UTF-8',
      '--ignore-submodules=none',
      COMMIT_FORMAT,
      ...PATCH_OPTIONS,
    ];
    const gathered = new CommitGatherer();
    const parser = new PatchParser(packer, gathered);
    for await (const chunk of git.stream(place, args, { stdin, signal, settings: PATCH_SETTINGS })) {
      parser.push(chunk);
      yield* gathered.takeDone();
    }
    parser.end();
    gathered.finish();
    yield* gathered.takeDone();
  }
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
