import { filledString, parsed, record } from '../json/looseJson.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';

/** The first prompt of a conversation in a database of Amazon Q's or Kiro's; `null` where it is there no more. */
export async function qTitle(log: string, session: string): Promise<string | null> {
  try {
    return await ForeignDatabase.with(log, async database => {
      if (database.has('conversations_v2', 'conversation_id', 'value')) {
        const row = database.row('SELECT value FROM conversations_v2 WHERE conversation_id = ?', session);
        if (row !== null) return firstPrompt(parsed(String(row.value)));
      }
      if (!database.has('conversations', 'value')) return null;
      for (const { value } of database.rows('SELECT value FROM conversations')) {
        const conversation = parsed(String(value));
        if (record(conversation).conversation_id === session) return firstPrompt(conversation);
      }
      return null;
    });
  } catch {
    // A title is a kindness: without it the session is shown by its id.
    return null;
  }
}

function firstPrompt(conversation: unknown): string | null {
  const { history } = record(conversation);
  for (const entry of Array.isArray(history) ? history : []) {
    const { Prompt } = record(record(record(entry).user).content);
    const prompt = filledString(record(Prompt).prompt);
    if (prompt !== null) return shortTitle(prompt);
  }
  return null;
}
