import { utimesSync, writeFileSync } from 'node:fs';
import type { Instant } from '../model/records.ts';

/** Gives a file this time, and makes an empty one where there is none. */
export function touch(file: string, at: Instant): void {
  try {
    utimesSync(file, at / 1000, at / 1000);
  } catch {
    writeFileSync(file, '');
  }
}
