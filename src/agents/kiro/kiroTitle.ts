import { readFile } from 'node:fs/promises';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { manifestOf } from './kiroManifest.ts';
import { qTitle } from './qTitle.ts';

/** The name that Kiro gave a session, where its log or a file beside it has one; else its first prompt. */
export async function kiroTitle(log: string, session: string): Promise<string | null> {
  if (log.endsWith('.sqlite3')) return qTitle(log, session);
  if (log.endsWith('.jsonl')) return shortTitle(manifestOf(log).title ?? (await firstLine(log)));
  try {
    const { title, context, chat } = record(parsed(await readFile(log, 'utf8')));
    return shortTitle(filledString(title) ?? firstSaid(record(context).messages ?? chat));
  } catch {
    // A title is a kindness: without it the session is shown by its id.
    return null;
  }
}

async function firstLine(log: string): Promise<string | null> {
  try {
    for (const line of (await readFile(log, 'utf8')).split('\n')) {
      const { payload, kind, data } = record(parsed(line));
      const { type, content } = record(payload);
      if (type === 'user') return textIn(content);
      if (kind === 'Prompt') return textIn(record(data).content);
    }
  } catch {
    // As above.
  }
  return null;
}

function firstSaid(messages: unknown): string | null {
  const said = (Array.isArray(messages) ? messages : []).map(record);
  return textIn(said.find(({ role }) => role === 'human' || role === 'user')?.content);
}

function textIn(content: unknown): string | null {
  if (!Array.isArray(content)) return filledString(content);
  for (const part of content.map(record)) {
    const text = filledString(part.text) ?? filledString(part.data);
    if (text !== null) return text;
  }
  return null;
}
