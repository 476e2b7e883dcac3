import type { ReadContext } from '../agent.ts';

const BLANK = /^\s*$/;

/** The object on a line; `null` where there is none, which is counted unless the line is blank. */
export function objectOn(
  buffer: Buffer,
  start: number,
  end: number,
  skip: ReadContext['skip'],
): Record<string, unknown> | null {
  const text = buffer.toString('utf8', start, end);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    if (BLANK.test(text)) return null;
  }
  skip('malformed');
  return null;
}
