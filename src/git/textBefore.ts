import { type Packer, splitLines } from '../lines/packer.ts';
import type { PackedLines } from '../model/editedLines.ts';
import type { Instant } from '../model/records.ts';
import { type Blob, batches, textsOf } from './blobs.ts';
import { FILE_LIMIT } from './fileLines.ts';
import { GitError } from './gitError.ts';
import type { Git, Place } from './run.ts';

/** A file, relative to the worktree's root, and when it was written over. */
export interface Overwritten {
  readonly path: string;
  readonly at: Instant;
}

/** The lines of a file in the commit that stood last before a moment. */
export interface TextBefore {
  readonly commit: string;
  readonly lines: PackedLines;
}

/** Steps of a history that are looked through for the time of one. */
const MOST_STEPS = 5000;
/**
 * For each of these what the commit had of the file that HEAD stood on then: by HEAD's log, else by the times
 * of the commits behind it. `null` where no commit is as old, where it has no such file, and where that is
 * binary or large. Throws `GitError`.
 */
export async function textsBefore(
  git: Git,
  place: Place,
  packer: Packer,
  wanted: readonly Overwritten[],
  signal?: AbortSignal,
): Promise<(TextBefore | null)[]> {
  const stood = await whereHeadStood(git, place, signal);
  const commits = wanted.map(({ path, at }) => (path.includes('\n') ? null : stood(at)));
  const names = wanted.map(({ path }, n) => (commits[n] == null ? null : `${commits[n]}:${path}`));
  const blobs = await blobsOf(git, place, new Set(names.filter(name => name !== null)), signal);
  const paths = new Map<string, Set<string>>();
  for (const [n, name] of names.entries()) {
    const oid = blobs.get(name ?? '')?.oid;
    if (oid !== undefined) paths.set(oid, (paths.get(oid) ?? new Set()).add(wanted[n]!.path));
  }
  const lines = new Map<string, PackedLines>();
  for (const batch of batches(blobs.values())) {
    for (const [oid, text] of await textsOf(git, place, batch, signal)) {
      // How lines are read depends on the name of their file.
      for (const path of paths.get(oid) ?? [])
        lines.set(`${oid} ${path}`, packer.lines(path, splitLines(text)));
    }
  }
  return wanted.map(({ path }, n) => {
    const found = lines.get(`${blobs.get(names[n] ?? '')?.oid} ${path}`);
    return found === undefined ? null : { commit: commits[n]!, lines: found };
  });
}

async function whereHeadStood(
  git: Git,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<(at: Instant) => string | null> {
  const logged = await timed(git, place, ['-g', '--date=raw', '--format=%H %gd'], signal);
  const steps = await timed(git, place, ['--first-parent', '--format=%H %ct'], signal);
  const standing = (list: readonly { commit: string; at: Instant }[], at: Instant) =>
    list.find(each => each.at <= at)?.commit ?? null;
  return at => standing(logged, at) ?? standing(steps, at);
}

/** Newest first; empty where there is no commit or no log. */
async function timed(
  git: Git,
  place: Place,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ commit: string; at: Instant }[]> {
  const found: { commit: string; at: Instant }[] = [];
  try {
    for await (const line of git.records(place, ['log', `--max-count=${MOST_STEPS}`, ...args, 'HEAD', '--'], {
      signal,
    })) {
      const [, commit, seconds] = /^([0-9a-f]+) (?:.*@\{)?(\d+)/.exec(line) ?? [];
      if (commit !== undefined) found.push({ commit, at: Number(seconds) * 1000 });
    }
  } catch (error) {
    if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
      throw error;
  }
  return found;
}

/** By name: those that are there, are files, and are not too large to be read. */
async function blobsOf(
  git: Git,
  place: Place,
  names: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<Map<string, Blob>> {
  const blobs = new Map<string, Blob>();
  if (names.size === 0) return blobs;
  const stdin = [...names].map(name => `${name}\n`).join('');
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'];
  const asked = names.values();
  for await (const line of git.records(place, args, { stdin, signal })) {
    const name = asked.next().value;
    const [, oid, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    if (name !== undefined && oid !== undefined && Number(size) <= FILE_LIMIT)
      blobs.set(name, { oid, size: Number(size) });
  }
  return blobs;
}
