import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { smallJson } from '../stores/smallFile.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { clineManifest } from './clineSession.ts';

/** The name of a session or task, which is what its person asked for first. */
export async function clineTitle(log: string, session: string): Promise<string | null> {
  try {
    if (log.endsWith('.messages.json')) {
      const manifest = clineManifest(log);
      if (manifest.session_id !== session) return null;
      return shortTitle(filledString(record(manifest.metadata).title) ?? filledString(manifest.prompt));
    }
    const { task } = record(smallJson(join(dirname(log), 'history_item.json')));
    if (filledString(task) !== null) return shortTitle(filledString(task));
    const messages = parsed(await readFile(log, 'utf8'));
    const said = (Array.isArray(messages) ? messages : []).map(record);
    return shortTitle(filledString(said.find(({ say }) => say === 'text' || say === 'task')?.text));
  } catch {
    // A title is a kindness: without it the session is shown by its id.
    return null;
  }
}
