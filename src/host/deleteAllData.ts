import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { l10n, window } from 'vscode';
import { DATA_FILES } from '../model/dataFolder.ts';
import { eraseKept } from './eraseKept.ts';

const WAIT_FOR_OTHERS = 8_000;
const LOOK_EVERY = 100;

/**
 * Deletes all that lies in the folder, once the person has said so. Collecting is paused before, in all
 * windows, and stays so: else the agents' logs would be read again at once.
 */
export async function deleteAllData(folder: string, stopOurs: () => Promise<void>): Promise<void> {
  const erase = l10n.t('Delete');
  const answer = await window.showWarningMessage(
    l10n.t('Delete all that AI Impact has kept on this machine?'),
    {
      modal: true,
      detail: l10n.t(
        'This deletes {0}. What agents no longer have in their own logs cannot be read again. Collecting is paused until you resume it.',
        folder,
      ),
    },
    erase,
  );
  if (answer !== erase) return;
  await writeFile(join(folder, DATA_FILES.paused), '');
  await stopOurs();
  await othersEnded(folder);
  // A panel of another window may have been about to keep what it shows.
  for (let left = 2; left > 0; left--) await eraseKept(folder);
  await window.showInformationMessage(l10n.t('All data of AI Impact was deleted. Collecting is paused.'));
}

/** A collector in another window removes its heartbeat when it ends. */
async function othersEnded(folder: string): Promise<void> {
  const until = Date.now() + WAIT_FOR_OTHERS;
  while (Date.now() < until) {
    const beats = await Promise.all(
      [DATA_FILES.logsBeat, DATA_FILES.gitBeat].map(file => stat(join(folder, file)).catch(() => null)),
    );
    if (beats.every(beat => beat === null)) return;
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY));
  }
}
