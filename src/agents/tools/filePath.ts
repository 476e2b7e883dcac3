import { posix, win32 } from 'node:path';

/**
 * A path from a log as an absolute, normalised one, in the manner of the system that wrote it.
 * @returns `null` where it is relative and the folder is not known, or relative itself
 */
export function absolutePath(path: string, folder: string | null): string | null {
  if (path === '') return null;
  if (path.startsWith('file://')) return absolutePath(decodeFileUri(path), folder);
  if (isWindows(path)) return win32.normalize(path);
  if (path.startsWith('/')) return posix.normalize(path);
  if (folder === null) return null;
  if (isWindows(folder)) return win32.join(folder, path);
  return folder.startsWith('/') ? posix.join(folder, path) : null;
}

function isWindows(path: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');
}

function decodeFileUri(uri: string): string {
  const path = uri.slice('file://'.length).replace(/^\/([A-Za-z]:)/, '$1');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
