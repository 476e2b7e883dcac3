import { statSync } from 'node:fs';

/** Tells the file or folder that a path leads to now from others that it led to; `null` where it leads to none. */
export function fileIdentity(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}
