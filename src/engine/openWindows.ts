import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import { parseOpenWindow, WINDOW_LASTS } from '../model/openWindow.ts';
import type { Instant } from '../model/records.ts';

export interface OpenFolders {
  /** Open in some trusted window. */
  readonly trusted: readonly string[];
  /** Open in restricted windows only: git is not asked about them. */
  readonly restricted: readonly string[];
}

/** The folders of all windows of this person that are open now. */
export function readOpenFolders(folder: string, now: Instant): OpenFolders {
  const trusted = new Set<string>();
  const restricted = new Set<string>();
  for (const file of windowFiles(join(folder, DATA_FILES.windows))) {
    try {
      if (now - statSync(file).mtimeMs > WINDOW_LASTS) continue;
      const window = parseOpenWindow(readFileSync(file, 'utf8'));
      for (const each of window?.folders ?? []) (window?.trusted ? trusted : restricted).add(each);
    } catch {
      // It has just been closed.
    }
  }
  return {
    trusted: [...trusted].sort(),
    restricted: [...restricted].filter(each => !trusted.has(each)).sort(),
  };
}

function windowFiles(folder: string): string[] {
  try {
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    // No window has said anything yet.
    return [];
  }
}
