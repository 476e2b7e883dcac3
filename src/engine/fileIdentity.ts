import { statSync } from 'node:fs';

/** Tells the file or folder that a path leads to now from others that it led to; `null` where it leads to none. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}
