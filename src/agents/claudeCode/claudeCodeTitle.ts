import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { shortTitle } from '../tools/shortTitle.ts';
import { isPrompt } from './claudeCodePrompts.ts';

const CARRIES_TITLE = /"type":\s*"(?:custom-title|ai-title|summary|user)"/;

/** The session's name: as the person gave it, else as the agent did, else the first prompt. */
export async function claudeCodeTitle(log: string): Promise<string | null> {
  let custom: string | null = null;
  let own: string | null = null;
  let summary: string | null = null;
  let prompt: string | null = null;
  try {
    const lines = createInterface({ input: createReadStream(log), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const text of lines) {
      if (!CARRIES_TITLE.test(text)) continue;
      const line = parsed(text);
      if (line.type === 'custom-title') custom = words(line.customTitle) ?? custom;
      else if (line.type === 'ai-title') own = words(line.aiTitle) ?? own;
      else if (line.type === 'summary') summary = words(line.summary) ?? summary;
      else if (prompt === null && line.type === 'user') prompt = firstPrompt(line);
    }
  } catch {
    return null;
  }
  return shortTitle(custom ?? own ?? summary ?? prompt);
}

function firstPrompt(line: Record<string, unknown>): string | null {
  const { kind } = (line.origin ?? {}) as { kind?: unknown };
  if (line.isMeta === true || line.isCompactSummary === true || (kind ?? 'human') !== 'human') return null;
  const { content } = (line.message ?? {}) as { content?: unknown };
  const block = Array.isArray(content) ? content.find(part => part?.type === 'text')?.text : content;
  const text = words(block);
  if (text === null || !isPrompt(text) || /^<(?:command-|task-notification)/.test(text)) return null;
  return text;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
