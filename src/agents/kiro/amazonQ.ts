import { basename } from 'node:path';
import type { Agent } from '../agent.ts';
import { joinFor, localData } from '../stores/dataFolders.ts';
import { readQDatabase } from './qDatabase.ts';
import { qTitle } from './qTitle.ts';

const AGENT = 'amazon-q';

/** Amazon Q Developer's command line, of which Kiro's was made: neither tokens nor credits are in its database. */
export const amazonQ: Agent = {
  id: AGENT,
  quality: 'none',
  stores: [
    {
      form: 'database',
      roots: environment => [joinFor(environment)(localData(environment), 'amazon-q')],
      depth: 0,
      isLog: path => basename(path) === 'data.sqlite3',
      copyKey: () => null,
      read: (context, database, state) => readQDatabase(AGENT, 'none', context, database, state),
    },
  ],
  title: qTitle,
};
