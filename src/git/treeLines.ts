import { type Packer, splitLines } from '../lines/packer.ts';
import type { PackedLines } from '../model/editedLines.ts';
import { type Blob, batches, textsOf } from './blobs.ts';
import { FILE_LIMIT } from './fileLines.ts';
import type { Git, Place } from './run.ts';

/**
 * The lines of all files that a commit has, file by file, equal files once. Large and binary ones are passed over,
 * and those that are not wanted. Nothing where there is no such commit. Throws `GitError`.
 * @param wanted by path relative to the root
 */
export async function* treeLines(
  git: Git,
  place: Place,
  packer: Packer,
  commit: string,
  wanted: (path: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<PackedLines> {
  const blobs: Blob[] = [];
  const paths = new Map<string, string>();
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit];
  for await (const record of git.records(place, args, { signal }, '\0')) {
    const [, oid, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(record) ?? [];
    if (oid === undefined || path === undefined || Number(size) > FILE_LIMIT || !wanted(path)) continue;
    if (!paths.has(oid)) blobs.push({ oid, size: Number(size) });
    paths.set(oid, path);
  }
  for (const batch of batches(blobs)) {
    for (const [oid, text] of await textsOf(git, place, batch, signal))
      yield packer.lines(paths.get(oid)!, splitLines(text));
  }
}
