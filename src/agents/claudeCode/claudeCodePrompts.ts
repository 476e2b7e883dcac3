/** Starts of lines that have the role of a user and that no user wrote: output of commands, notices, summaries. */
const NOT_PROMPTS = [
  '<local-command-',
  '<bash-stdout>',
  '<bash-stderr>',
  '<system-reminder>',
  'Caveat: The messages below were generated',
  'This session is being continued from a previous conversation',
  '[Request interrupted by user',
];

/** Whether text in the place of a prompt is one. A notice of a finished task is one, though no person sent it. */
export function isPrompt(head: string): boolean {
  return !NOT_PROMPTS.some(start => head.startsWith(start));
}

const BY_PERSON = new Set(['typed', 'queued', 'suggestion_accepted']);

/**
 * Whether a person sent a prompt.
 * @param origin `turnOrigin` of the line: human, sdk, peer, task_notification, scheduled
 * @param source `promptSource`: typed, queued, sdk, system, suggestion_accepted
 * @returns `null` where the line tells neither (before 2.1.278)
 */
export function sentByPerson(origin: string | null, source: string | null, head: string): boolean | null {
  if (head.startsWith('<task-notification>')) return false;
  if (origin === 'human' || (source !== null && BY_PERSON.has(source))) return true;
  return origin === null && source === null ? null : false;
}
