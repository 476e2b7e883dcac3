import { readFile } from 'node:fs/promises';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';

/** The name that OpenCode or Kilo gave a session. */
export async function opencodeTitle(log: string, session: string): Promise<string | null> {
  try {
    if (log.endsWith('.json'))
      return shortTitle(filledString(record(parsed(await readFile(log, 'utf8'))).title));
    return await ForeignDatabase.with(log, async database => {
      for (const table of ['session', 'session_v2']) {
        if (!database.has(table, 'id', 'title')) continue;
        const row = database.row(`SELECT title FROM ${table} WHERE id = ?`, session);
        if (row !== null) return shortTitle(filledString(row.title));
      }
      return null;
    });
  } catch {
    // A title is a kindness: without it the session is shown by its id.
    return null;
  }
}
