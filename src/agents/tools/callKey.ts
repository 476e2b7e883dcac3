/** `functions.write_file:0`, as Kimi's models call it, whichever agent they serve. */
const NUMBERED = /^[\w.-]{1,80}:\d{1,6}$/;

/**
 * The key of a use of a tool by the id that a model gave it. Most ids are nobody else's, and stay the same where a
 * conversation is copied; some models only number the calls of a conversation, and begin anew in the next.
 * @param within what the call stands in, copied with it: its message or event
 */
export function callKey(id: string, within: string): string {
  return NUMBERED.test(id) ? `${within}|${id}` : id;
}
