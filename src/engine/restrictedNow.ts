import { RestrictedFolders } from '../git/restrictedFolders.ts';
import type { Instant } from '../model/records.ts';
import { OpenWindows } from './openWindows.ts';

/**
 * Where git may not be run, by the windows that are open whenever it is asked.
 * @param folder data folder of the person
 */
export function restrictedNow(folder: string, now: () => Instant): { has(path: string): boolean } {
  const windows = new OpenWindows(folder, now);
  const folders = new RestrictedFolders();
  return {
    has: path => {
      const { restricted, trusted } = windows.read();
      folders.set(restricted, trusted);
      return folders.has(path);
    },
  };
}
