import type { Git, Place } from './run.ts';

/** Bytes of files that one answer of git brings. */
const ANSWER_BYTES = 4 * 1024 * 1024;
/** Git takes a file for a binary one when a NUL is among its first bytes. */
const SNIFFED = 8000;

/** A file's content as git keeps it. */
export interface Blob {
  readonly oid: string;
  /** Bytes. */
  readonly size: number;
}

/** By id: texts of files; binary ones and those that are gone are left out. Throws `GitError`. */
export async function textsOf(
  git: Git,
  place: Place,
  oids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const stdin = oids.map(oid => `${oid}\n`).join('');
  const { stdout } = await git.run(place, ['cat-file', '--batch'], { stdin, signal });
  const texts = new Map<string, string>();
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf('\n', at);
    const [, oid, size] = /^([0-9a-f]+) blob (\d+)$/.exec(stdout.toString('latin1', at, end)) ?? [];
    if (oid === undefined) break;
    const bytes = stdout.subarray(end + 1, end + 1 + Number(size));
    if (!bytes.subarray(0, SNIFFED).includes(0)) texts.set(oid, bytes.toString('utf8'));
    at = end + 1 + Number(size) + 1;
  }
  return texts;
}

/** Ids of different files, together no larger than one answer of git may be. */
export function* batches(blobs: Iterable<Blob>): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const { oid, size } of new Map([...blobs].map(blob => [blob.oid, blob])).values()) {
    if (batch.length > 0 && bytes + size > ANSWER_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(oid);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
