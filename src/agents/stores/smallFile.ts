import { readFileSync, statSync } from 'node:fs';
import { parsed } from '../json/looseJson.ts';

const LARGEST = 8 << 20;

/** The text of a file beside a log; `null` where there is none, or it is larger than such files are. */
export function smallText(path: string): string | null {
  try {
    return statSync(path).size > LARGEST ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The value of a JSON file beside a log; `undefined` where there is none. */
export function smallJson(path: string): unknown {
  return parsed(smallText(path) ?? '');
}
