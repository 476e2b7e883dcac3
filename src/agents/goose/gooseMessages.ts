import type { Instant } from '../../model/records.ts';
import { filledString, record } from '../json/looseJson.ts';
import type { Teller } from '../tools/teller.ts';
import type { ToolActs } from '../tools/toolActs.ts';

export interface GoosePlace {
  readonly key: string;
  readonly role: string | null;
  readonly session: string;
  readonly at: Instant;
  readonly cwd: string | null;
  /** Number of its row. */
  readonly row: number;
  /** No other session started this one. */
  readonly isMain: boolean;
}

/** The parts of a message: what a model asked for, and what came of it in the message after. */
export function gooseContent(content: unknown, teller: Teller, acts: ToolActs, place: GoosePlace): void {
  const parts = Array.isArray(content) ? content.map(record) : [];
  for (const part of parts) {
    const id = filledString(part.id);
    if (id === null) continue;
    const key = `${place.session}/${id}`;
    if (part.type === 'toolRequest') {
      const { value } = record(part.toolCall);
      const { name, arguments: input } = record(value);
      // Tools are named after the extension that they come with.
      const tool = filledString(name)?.replace(/^developer__/, '') ?? null;
      const { session, at, cwd } = place;
      if (tool !== null)
        acts.asked({ id: key, tool, input, session, at, cwd, place: { offset: place.row, length: 0 } });
    } else if (part.type === 'toolResponse') {
      const { status, value } = record(part.toolResult);
      const { isError, content: output } = record(value);
      acts.answered(key, {
        at: place.at,
        ok: status === 'success' && isError !== true,
        output: output ?? value,
      });
    }
  }
  if (place.role !== 'user' || !place.isMain || parts.some(({ type }) => type === 'toolResponse')) return;
  if (parts.length > 0) teller.prompt(place.key, place.session, place.at, content);
}

/** What was asked for in a message, by the key of its use. */
export function gooseInput(content: unknown, session: string, key: string): unknown {
  const parts = Array.isArray(content) ? content.map(record) : [];
  const part = parts.find(({ type, id }) => type === 'toolRequest' && `${session}/${id}` === key);
  return record(record(part?.toolCall).value).arguments;
}
