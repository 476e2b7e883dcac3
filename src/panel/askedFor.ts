import type { Resumption, SessionKey, WorkerFunctions } from '../engine/protocol.ts';
import type { PageMessage, PanelReport, Resumptions, Titles } from './protocol.ts';

type Reading = {
  [K in 'titles' | 'subjects']: (...args: Parameters<WorkerFunctions[K]>) => Promise<(string | null)[]>;
};

/** Words that are read when shown. @param functions `null` where nothing may be read now */
export async function titlesOf(
  { sessions, commits }: Extract<PageMessage, { type: 'requestTitles' }>,
  functions: Reading | null,
): Promise<Titles> {
  const [names, subjects] = await Promise.all([
    functions?.titles(sessions) ?? [],
    functions?.subjects(commits) ?? [],
  ]);
  return {
    sessions: sessions.map((session, index) => ({ ...session, title: names[index] ?? null })),
    commits: commits.map((commit, index) => ({ ...commit, title: subjects[index] ?? null })),
  };
}

/** The page may ask of no session that it was not shown. */
export function shownSessions(report: PanelReport | null, sessions: readonly SessionKey[]): SessionKey[] {
  const pieces = report?.pieces ?? [];
  const shown = new Set(pieces.flatMap(piece => piece.sessions.map(({ agent, id }) => `${agent} ${id}`)));
  return sessions.filter(({ agent, id }) => shown.has(`${agent} ${id}`));
}

/** @param found of each session, in the same order */
export function asResumptions(sessions: readonly SessionKey[], found: readonly Resumption[]): Resumptions {
  return found.map((resumption, index) => {
    const by = resumption.state === 'gone' ? resumption.by : null;
    const { state } = resumption;
    return { ...sessions[index]!, state, by: by === null ? null : new Date(by).toISOString() };
  });
}
