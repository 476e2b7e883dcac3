import type { ResumeCommand } from '../../model/resumeCommand.ts';

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * How a program goes on with a session of its own. An id comes from a log, which anybody may have written: what is not
 * spelt exactly as the program spells its ids is refused, so that it can be no option and no second word.
 */
export function resumeBy(
  program: string,
  ids: RegExp,
  args: (id: string) => readonly string[],
  from: ResumeCommand['from'] = 'anywhere',
): (id: string) => ResumeCommand | null {
  return id => (ids.test(id) ? { program, args: args(id), from } : null);
}
