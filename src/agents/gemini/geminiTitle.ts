import { readFile } from 'node:fs/promises';
import { filledString, parsed, record, string } from '../json/looseJson.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachObject } from '../tools/titleLines.ts';

/** The session's summary, else its first prompt. */
export async function geminiTitle(log: string): Promise<string | null> {
  let summary: string | null = null;
  let prompt: string | null = null;
  const see = (value: Record<string, unknown>) => {
    const { summary: told, messages } = record(value.$set ?? value);
    summary = filledString(told) ?? summary;
    for (const message of Array.isArray(messages) ? messages : [value]) prompt ??= promptOf(record(message));
  };
  if (log.endsWith('.json')) see(record(parsed(await readFile(log, 'utf8').catch(() => ''))));
  else await eachObject(log, /"summary"|"type":\s*"user"/, see);
  return shortTitle(summary ?? prompt);
}

function promptOf({ type, content }: Record<string, unknown>): string | null {
  if (type !== 'user') return null;
  const parts = Array.isArray(content) ? content : [{ text: content }];
  const text = parts.map(part => string(record(part).text) ?? '').join(' ');
  return text.trim() === '' || text.startsWith('<session_context>') ? null : text;
}
