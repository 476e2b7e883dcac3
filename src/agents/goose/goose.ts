import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { filledString } from '../json/looseJson.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { resumeBy } from '../tools/resumeBy.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachObject } from '../tools/titleLines.ts';
import { AGENT, readGoose } from './gooseDatabase.ts';
import { readGooseLog } from './gooseLog.ts';

const DATABASE = 'sessions.db';

/** Goose: a database since its version 1.10, before that a file for each session. */
export const goose: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'database',
      roots,
      depth: 0,
      isLog: path => basename(path) === DATABASE,
      copyKey: () => null,
      read: readGoose,
    },
    {
      form: 'document',
      // All of them were taken over into the database where there is one.
      roots: environment => roots(environment).filter(folder => !existsSync(join(folder, DATABASE))),
      depth: 0,
      isLog: path => path.endsWith('.jsonl'),
      copyKey: () => null,
      read: readGooseLog,
    },
  ],
  title: async (log, session) => {
    try {
      if (log.endsWith('.jsonl')) return shortTitle(await describedIn(log));
      return await ForeignDatabase.with(log, async database => {
        if (!database.has('sessions', 'id', 'name')) return null;
        return shortTitle(
          filledString(database.row('SELECT name FROM sessions WHERE id = ?', session)?.name),
        );
      });
    } catch {
      // A title is a kindness: without it the session is shown by its id.
      return null;
    }
  },
  resume: resumeBy('goose', /^\d{8}_\d{1,6}$/, id => ['session', '--resume', '--session-id', id]),
};

async function describedIn(log: string): Promise<string | null> {
  let title: string | null = null;
  await eachObject(log, /"description"/, ({ description, working_dir: folder }) => {
    if (folder !== undefined) title ??= filledString(description);
  });
  return title;
}

function roots(environment: AgentEnvironment): string[] {
  const path = joinFor(environment);
  const { home, platform, variables } = environment;
  const own = variables.GOOSE_PATH_ROOT;
  const data = variables.XDG_DATA_HOME || path(home, '.local', 'share');
  const roaming = variables.APPDATA || path(home, 'AppData', 'Roaming');
  return [
    ...(own ? [path(own, 'data', 'sessions')] : []),
    ...(platform === 'win32' ? [path(roaming, 'Block', 'goose', 'data', 'sessions')] : []),
    path(data, 'goose', 'sessions'),
    ...(platform === 'darwin'
      ? [path(home, 'Library', 'Application Support', 'Block', 'goose', 'sessions')]
      : []),
  ];
}
