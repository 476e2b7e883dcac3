import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { parsed, record } from '../json/looseJson.ts';

/** Gives each line of a log. A title is a kindness: one that cannot be read has none. */
export async function eachLine(path: string, use: (line: string) => void): Promise<void> {
  try {
    let input: Readable = createReadStream(path);
    if (path.endsWith('.zst')) input = input.pipe(zlib.createZstdDecompress());
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) use(line);
  } catch {
    // Then the session is shown by its id.
  }
}

/** Gives what each line of a log holds that matches `words`. */
export function eachObject(
  path: string,
  words: RegExp,
  use: (value: Record<string, unknown>) => void,
): Promise<void> {
  return eachLine(path, line => {
    if (words.test(line)) use(record(parsed(line)));
  });
}
