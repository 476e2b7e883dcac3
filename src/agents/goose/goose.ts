import { basename } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { filledString } from '../json/looseJson.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { AGENT, readGoose } from './gooseDatabase.ts';

/** Goose, since it keeps its sessions in a database. */
export const goose: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'database',
      roots,
      depth: 0,
      isLog: path => basename(path) === 'sessions.db',
      copyKey: () => null,
      read: readGoose,
    },
  ],
  title: async (log, session) => {
    try {
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
};

function roots(environment: AgentEnvironment): string[] {
  const join = joinFor(environment);
  const { home, platform, variables } = environment;
  const own = variables.GOOSE_PATH_ROOT;
  const data = variables.XDG_DATA_HOME || join(home, '.local', 'share');
  const roaming = variables.APPDATA || join(home, 'AppData', 'Roaming');
  return [
    ...(own ? [join(own, 'data', 'sessions')] : []),
    ...(platform === 'win32' ? [join(roaming, 'Block', 'goose', 'data', 'sessions')] : []),
    join(data, 'goose', 'sessions'),
    ...(platform === 'darwin'
      ? [join(home, 'Library', 'Application Support', 'Block', 'goose', 'sessions')]
      : []),
  ];
}
