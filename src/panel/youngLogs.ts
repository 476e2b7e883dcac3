import type { Report } from '../model/report.ts';

/** Days after which Claude Code deletes its logs, unless it was told otherwise. */
const KEPT = 30;
const DAY = 86_400_000;

/**
 * Whether Claude Code was read and nothing of it is older than the time for which it keeps its logs.
 * `null` where nothing of it is known.
 * @param report over all time: one over some days cannot tell
 */
export function logsAreYoung(
  { sources, sessions }: Pick<Report, 'sources' | 'sessions'>,
  now: Date,
): boolean | null {
  const read = sources.some(({ agent, status }) => agent === 'claude-code' && status === 'read');
  const begun = sessions
    .filter(({ agent, startedAt }) => agent === 'claude-code' && startedAt !== null)
    .map(({ startedAt }) => Date.parse(startedAt!));
  if (!read || begun.length === 0) return null;
  return begun.every(at => now.getTime() - at < KEPT * DAY);
}
