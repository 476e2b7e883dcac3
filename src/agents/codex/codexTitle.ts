import { dirname, join } from 'node:path';
import { record } from '../json/looseJson.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachLine } from '../tools/titleLines.ts';

const NOT_TITLES = ['<environment_context>', '<user_instructions>', '# AGENTS.md', '<permissions', '<skills'];

/** The thread's name as the person or Codex gave it, else its first prompt. */
export async function codexTitle(log: string, threadId: string): Promise<string | null> {
  return shortTitle((await nameInIndex(log, threadId)) ?? (await nameInLog(log)));
}

async function nameInLog(log: string): Promise<string | null> {
  let name: string | null = null;
  let prompt: string | null = null;
  await eachLine(log, text => {
    if (text.includes('"thread_name_updated"')) {
      const { thread_name, name: other } = payloadOf(text);
      name = words(thread_name) ?? words(other) ?? name;
    } else if (prompt === null && (text.includes('"user_message"') || text.includes('"UserMessage"'))) {
      prompt = firstPrompt(payloadOf(text));
    }
  });
  return name ?? prompt;
}

function firstPrompt(payload: Record<string, unknown>): string | null {
  const content = record(payload.item).content;
  const part = Array.isArray(content) ? content.find(each => typeof each?.text === 'string')?.text : null;
  const text = words(payload.message) ?? words(part);
  return text === null || NOT_TITLES.some(start => text.startsWith(start)) ? null : text;
}

/** `session_index.jsonl` lies beside the folder of sessions, one line for each naming. */
async function nameInIndex(log: string, threadId: string): Promise<string | null> {
  let folder = dirname(log);
  for (let up = 0; up < 5; up++) {
    let name: string | null = null;
    await eachLine(join(folder, 'session_index.jsonl'), text => {
      const entry = parsed(text);
      if (entry.id === threadId) name = words(entry.thread_name) ?? name;
    });
    if (name !== null) return name;
    folder = dirname(folder);
  }
  return null;
}

function payloadOf(text: string): Record<string, unknown> {
  return record(parsed(text).payload);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
