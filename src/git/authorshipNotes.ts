import { asObject, parsed } from './foreignJson.ts';
import type { Git } from './run.ts';

/** Where the tool git-ai keeps what agents wrote. Source: Git AI Standard 3.0.0. */
export const AUTHORSHIP_NOTES = 'refs/notes/ai';

/** A conversation that wrote lines of a commit, by its agent's own id for it. */
export interface NotedSession {
  readonly commit: string;
  readonly session: string;
}

/**
 * Which conversations the notes of git-ai name for these commits. Notes of another form are passed over; nothing
 * but ids leaves them. Throws `GitError`.
 */
export async function notedSessions(
  git: Git,
  commonDir: string,
  commits: readonly string[],
  signal?: AbortSignal,
): Promise<NotedSession[]> {
  if (commits.length === 0) return [];
  const args = [
    'log',
    '--no-walk=unsorted',
    '--ignore-missing',
    '--stdin',
    '-z',
    `--notes=${AUTHORSHIP_NOTES}`,
  ];
  const stdin = commits.map(commit => `${commit}\n`).join('');
  const found: NotedSession[] = [];
  for await (const record of git.records(
    { commonDir },
    [...args, '--format=%H%x1f%N'],
    { stdin, signal },
    '\0',
  )) {
    const [commit = '', note = ''] = record.split('\x1f');
    for (const session of sessionsIn(note)) found.push({ commit, session });
  }
  return found;
}

/** A note lists files with their lines, then `---`, then as JSON what the keys of the list stand for. */
function sessionsIn(note: string): Set<string> {
  const [files, facts] = note.split(/^---$/m, 2);
  if (files === undefined || facts === undefined) return new Set();
  // `s_…::t_… 3-10`: the conversation, then the one call of a tool in it.
  const keys = new Set(
    Array.from(files.matchAll(/^ {2}(\S+) [\d,\- ]+$/gm), found => found[1]!.split('::')[0]!),
  );
  const { prompts, sessions } = asObject(parsed(facts));
  const ids = new Set<string>();
  for (const [key, value] of [...Object.entries(asObject(prompts)), ...Object.entries(asObject(sessions))]) {
    const { id } = asObject(asObject(value).agent_id);
    if (keys.has(key) && typeof id === 'string' && id !== '') ids.add(id);
  }
  return ids;
}
