import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import { WINDOW_LASTS } from '../model/openWindow.ts';

/** Removes all that was kept in the data folder. That collecting is paused, and which windows are open, stays. */
export async function eraseKept(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Without what they say, git would be asked about what only a window in Restricted Mode has open.
    if (name === DATA_FILES.windows) await eraseClosed(path);
    else if (name !== DATA_FILES.paused) await rm(path, { recursive: true, force: true });
  }
}

async function eraseClosed(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const said = await stat(path).catch(() => null);
    if (said !== null && Date.now() - said.mtimeMs > WINDOW_LASTS) await rm(path, { force: true });
  }
}
