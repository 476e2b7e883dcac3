import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

export interface Key {
  readonly bytes: Uint8Array;
  /** Tells keys apart without telling the key: 48 bits of its hash. */
  readonly id: number;
}

/**
 * Reads the key beside the ledger, or makes one, readable by its owner alone. Two windows at once get one key.
 * @throws where the file has another length than 32 bytes, or can neither be read nor made
 */
export function loadKey(file: string): Key {
  const bytes = readKey(file) ?? makeKey(file);
  if (bytes.length !== KEY_BYTES)
    throw new Error(`The key file ${file} is damaged: ${bytes.length} bytes, not ${KEY_BYTES}.`);
  return { bytes, id: createHash('sha256').update(bytes).digest().readUIntBE(0, 6) };
}

function readKey(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function makeKey(file: string): Uint8Array {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const bytes = randomBytes(KEY_BYTES);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, bytes, { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    // A link fails where a name exists: whoever links first made the key, and nobody reads half of one.
    linkSync(draft, file);
    return bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file);
  } finally {
    rmSync(draft, { force: true });
  }
}
