import * as v from 'valibot';
import { sessionKey } from './reportSchema.ts';

const text = v.string();

/** What the page asks of the way back to sessions. */
export const resumeAsked = [
  /** Whether they can be gone on with, as things are now. */
  v.object({ type: v.literal('requestResumptions'), sessions: v.array(sessionKey) }),
  /** Goes on with one, in a terminal, once the person has seen the command. */
  v.object({ type: v.literal('resumeSession'), session: sessionKey }),
] as const;

const resumptions = v.array(
  v.object({
    ...sessionKey.entries,
    state: v.picklist(['ready', 'gone', 'folder gone', 'cannot']),
    /** Where it is `gone`: when that was seen, ISO 8601; `null` where nobody looked. */
    by: v.nullable(text),
  }),
);

export type Resumptions = v.InferOutput<typeof resumptions>;

export const resumeTold = v.object({ type: v.literal('resumptions'), resumptions });
