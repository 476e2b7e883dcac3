import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Packer, splitLines } from '../lines/packer.ts';
import type { FileChange } from '../model/git.ts';
import { FILE_LIMIT, FileLines } from './fileLines.ts';
import { PATCH_OPTIONS, PATCH_SETTINGS, PatchParser } from './patchStream.ts';
import type { Git, Place } from './run.ts';

/** Bytes of paths on one command line: Windows allows 32 KB for all of it. */
const ARGUMENT_BYTES = 16_000;
/** Git takes a file for a binary one when a NUL is among its first bytes. */
const SNIFFED = 8000;

/**
 * What these files of a worktree have that its last commit has not, staged or not; an untracked file is all
 * added, an ignored one is not told. Paths are relative to the worktree's root, with forward slashes; folders
 * and what lies outside are passed over. Throws `GitError`.
 */
export async function uncommittedChanges(
  git: Git,
  worktree: string,
  packer: Packer,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<FileChange[]> {
  const place = { folder: worktree };
  const inside = [...new Set(paths)].filter(isInside);
  if (inside.length === 0) return [];
  const base = await lastTree(git, place, signal);
  const settings = { ...PATCH_SETTINGS, ...(await withoutFilters(git, place, signal)) };
  const changes: FileChange[] = [];
  for (const batch of batches(inside)) {
    const parser = new PatchParser(packer, { commit: () => {}, file: change => changes.push(change) });
    const args = [
      '--literal-pathspecs',
      'diff',
      '--ignore-submodules=all',
      ...PATCH_OPTIONS,
      base,
      '--',
      ...batch,
    ];
    for await (const chunk of git.stream(place, args, { signal, settings })) parser.push(chunk);
    parser.end();
    const others = [
      '--literal-pathspecs',
      'ls-files',
      '-z',
      '--others',
      '--exclude-standard',
      '--',
      ...batch,
    ];
    for await (const path of git.records(place, others, { signal }, '\0')) {
      const change = await untracked(worktree, path, packer);
      if (change !== null) changes.push(change);
    }
  }
  return changes;
}

async function lastTree(git: Git, place: Place, signal: AbortSignal | undefined): Promise<string> {
  const asked = ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'];
  const head = await git.run(place, asked, { signal, answers: [0, 1] });
  if (head.exitCode === 0) return head.stdout.toString('utf8').trim();
  // Before the first commit there is nothing to compare with but the empty tree.
  const empty = await git.run(place, ['hash-object', '-t', 'tree', '--stdin'], { signal });
  return empty.stdout.toString('utf8').trim();
}

/** Comparing with the working tree would start the filter programs that the settings name. */
async function withoutFilters(
  git: Git,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  const asked = ['config', '--name-only', '-z', '--get-regexp', '^filter\\..*\\.(clean|process|required)$'];
  for await (const name of git.records(place, asked, { signal, answers: [0, 1] }, '\0')) {
    settings[name] = name.endsWith('.required') ? 'false' : '';
  }
  return settings;
}

async function untracked(worktree: string, path: string, packer: Packer): Promise<FileChange | null> {
  const full = join(worktree, path);
  // Gone meanwhile, a link, or a repository inside this one: no text of this worktree.
  const entry = await lstat(full).catch(() => null);
  if (entry === null || !entry.isFile()) return null;
  const lines = new FileLines({ path, oldPath: null, status: 'A', submodule: false });
  if (entry.size > FILE_LIMIT) lines.leaveOut('large');
  else {
    const bytes = await readFile(full).catch(() => null);
    if (bytes === null) return null;
    if (bytes.subarray(0, SNIFFED).includes(0)) lines.leaveOut('binary');
    else for (const line of splitLines(bytes.toString('utf8'))) lines.add('+', line, line.length);
  }
  return lines.pack(packer);
}

function isInside(path: string): boolean {
  return path !== '' && !path.endsWith('/') && !/^(?:\/|[A-Za-z]:[\\/]|\.\.?(?:\/|$))/.test(path);
}

function* batches(paths: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    const length = Buffer.byteLength(path) + 3;
    if (batch.length > 0 && bytes + length > ARGUMENT_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(path);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}
