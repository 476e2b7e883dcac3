import { posix, win32 } from 'node:path';

/** What decides where a program keeps its data. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** One folder per person and machine, for all windows, editors and profiles. */
export function dataFolder({ platform, home, variables }: Surroundings): string {
  if (platform === 'win32') {
    return win32.join(variables.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'AI Impact');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'AI Impact');
  const xdg = variables.XDG_DATA_HOME;
  // The XDG specification says to ignore a relative path.
  return posix.join(
    xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'),
    'ai-impact',
  );
}

/** Names of the files in that folder. */
export const DATA_FILES = {
  ledger: 'ledger.db',
  key: 'key',
  summary: 'summary.json',
  /** The account that a panel was last opened with: the next one begins with it. */
  lastReport: 'last-report.json',
  prices: 'prices.json',
  /** Stands there while the person has paused collecting. */
  paused: 'paused',
  /** Touched by a window that wants everything looked at again and does not collect itself. */
  wake: 'wake',
  /** Written by a window at a moment at which something may be said to the person: see `WINDOW_BREAKPOINTS`. */
  breakpoint: 'breakpoint',
  /** A folder with one file for each open window: see `OpenWindow`. */
  windows: 'windows',
  /** Its time is the collector's heartbeat, for windows that do not open the ledger. */
  logsBeat: 'collector-logs',
  gitBeat: 'collector-git',
} as const;
