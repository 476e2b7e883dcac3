import { posix, win32 } from 'node:path';

/** The longest that a system takes. */
const LONGEST = 4096;
/** Lines of text that a tool calls a file are none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no name has
const NO_NAME = /[\u0000-\u001f]/;

/**
 * A path from a log as an absolute, normalised one, in the manner of the system that wrote it.
 * @returns `null` where it is no path, or is relative and the folder is not known, or relative itself
 */
export function absolutePath(path: string, folder: string | null): string | null {
  if (path === '' || path.length > LONGEST || NO_NAME.test(path)) return null;
  if (path.startsWith('file://')) return absolutePath(decodeFileUri(path), folder);
  if (isWindows(path)) return withDrive(win32.normalize(path));
  if (path.startsWith('/')) return posix.normalize(path);
  if (folder === null) return null;
  if (isWindows(folder)) return withDrive(win32.join(folder, path));
  return folder.startsWith('/') ? posix.join(folder, path) : null;
}

/** Editors write the letter of a drive small, others large: it is one drive. */
function withDrive(path: string): string {
  return path.replace(/^[a-z]:/, drive => drive.toUpperCase());
}

function isWindows(path: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');
}

function decodeFileUri(uri: string): string {
  const path = uri.slice('file://'.length);
  // The sign after the letter of a drive may be escaped too.
  const drive = /^\/([A-Za-z])(?::|%3A)/i;
  try {
    return decodeURIComponent(path.replace(drive, '$1:'));
  } catch {
    return path.replace(drive, '$1:');
  }
}
