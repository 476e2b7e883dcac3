import { createReadStream } from 'node:fs';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import type { LineSplitter } from './jsonLines.ts';

export interface CompressedRead {
  readonly code: 'read' | 'damaged' | 'unsupported';
  /** Decompressed. */
  readonly bytes: number;
}

/** Streams a zstd file through the splitter, so that a log of any size needs the same memory. */
export async function readCompressed(path: string, splitter: LineSplitter): Promise<CompressedRead> {
  const decompress = decompressor();
  if (decompress === null) return { code: 'unsupported', bytes: 0 };
  let bytes = 0;
  try {
    await pipeline(createReadStream(path), decompress, async chunks => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        pour(chunk, splitter);
      }
    });
    return { code: 'read', bytes };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('ZSTD') && !code.startsWith('Z_') && code !== 'ERR_STREAM_PREMATURE_CLOSE')
      throw error;
    return { code: 'damaged', bytes };
  }
}

function pour(chunk: Buffer, splitter: LineSplitter): void {
  for (let from = 0; from < chunk.length; ) {
    const free = splitter.free();
    const count = chunk.copy(free, 0, from);
    splitter.filled(count);
    from += count;
  }
}

/** Node has zstd since 22.15; an older host reads the rest without it. */
function decompressor(): Transform | null {
  return typeof zlib.createZstdDecompress === 'function' ? zlib.createZstdDecompress() : null;
}
