/** What each window says of itself in the data folder, for whichever window collects. */
export interface OpenWindow {
  /** Its folders are trusted: git may be asked there. */
  readonly trusted: boolean;
  /** Roots of its workspace. */
  readonly folders: readonly string[];
}

/** A file not touched for so long, in milliseconds, is of a window that has ended without a word. */
export const WINDOW_LASTS = 60_000;

/** `null` where the text is nothing that a window wrote. */
export function parseOpenWindow(text: string): OpenWindow | null {
  try {
    const { trusted, folders } = JSON.parse(text) as Partial<OpenWindow>;
    if (typeof trusted !== 'boolean' || !Array.isArray(folders)) return null;
    return { trusted, folders: folders.filter(folder => typeof folder === 'string') };
  } catch {
    return null;
  }
}
