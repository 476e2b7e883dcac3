import { readFile } from 'node:fs/promises';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';

/** The name that Cursor gave a conversation, or what its person asked for first. */
export async function cursorTitle(log: string, session: string): Promise<string | null> {
  try {
    if (log.endsWith('.jsonl')) return shortTitle(firstQuery(await readFile(log, 'utf8')));
    return await ForeignDatabase.with(log, async database => shortTitle(nameIn(database, session)));
  } catch {
    // A title is a kindness: without it the session is shown by its id.
    return null;
  }
}

function nameIn(database: ForeignDatabase, session: string): string | null {
  if (database.has('conversation_summaries', 'conversationId', 'title')) {
    return filledString(
      database.row('SELECT title FROM conversation_summaries WHERE conversationId = ?', session)?.title,
    );
  }
  if (!database.has('cursorDiskKV', 'key', 'value')) return null;
  const row = database.row(
    "SELECT json_extract(CAST(value AS TEXT), '$.name') AS name FROM cursorDiskKV WHERE key = ?",
    `composerData:${session}`,
  );
  return filledString(row?.name);
}

function firstQuery(transcript: string): string | null {
  for (const line of transcript.split('\n')) {
    const { role, message } = record(parsed(line));
    const { content } = record(message);
    if (role !== 'user' || !Array.isArray(content)) continue;
    const text = content.map(part => filledString(record(part).text)).find(each => each !== null);
    if (text != null) return /<user_query>([\s\S]*?)<\/user_query>/.exec(text)?.[1] ?? text;
  }
  return null;
}
