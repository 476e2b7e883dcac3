import { basename } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { joinFor, localData } from '../stores/dataFolders.ts';
import { editorFolders } from '../stores/editorFolders.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { AGENT, KiroEvents } from './kiroEvents.ts';
import { KiroFlat, readKiroFlatSession } from './kiroFlat.ts';
import { readKiroIde } from './kiroIde.ts';
import { kiroTitle } from './kiroTitle.ts';
import { readQDatabase } from './qDatabase.ts';

const FLAT = /[\\/]sessions[\\/]cli[\\/][^\\/]+$/;
/** Hash of the folder, and in it snapshots, indexes and records of executions. */
const EXECUTION = /[\\/][0-9a-f]{32}[\\/](?:[^\\/]+\.chat|[^\\/.]+(?:[\\/][^\\/.]+)*)$/;
const SPINE = /[\\/]workspace-sessions[\\/][^\\/]+[\\/](?!sessions\.json$)[^\\/]+\.json$/;

const resume = resumeBy('kiro-cli', UUID, id => ['chat', '--resume-id', id]);

const noCopies = { copyKey: () => null };

/**
 * Kiro, the editor and the command line, with all places in which they kept sessions. What it counts is credits:
 * numbers of tokens are on no disk, and `tokens_generated.jsonl` tells neither when nor whose its own are.
 */
export const kiro: Agent = {
  id: AGENT,
  quality: 'credits',
  stores: [
    {
      form: 'lines',
      roots: sessions,
      isLog: path => basename(path) === 'messages.jsonl' && !FLAT.test(path),
      ...noCopies,
      open: (context, state) => new KiroEvents(context, state),
    },
    {
      form: 'lines',
      roots: sessions,
      isLog: path => FLAT.test(path) && path.endsWith('.jsonl'),
      ...noCopies,
      open: (context, state) => new KiroFlat(context, state),
    },
    {
      form: 'document',
      roots: sessions,
      isLog: path => FLAT.test(path) && path.endsWith('.json'),
      ...noCopies,
      read: readKiroFlatSession,
    },
    {
      form: 'document',
      roots: environment =>
        editorFolders(environment, 'Kiro').map(folder =>
          joinFor(environment)(folder, 'globalStorage', 'kiro.kiroagent'),
        ),
      isLog: path => EXECUTION.test(path) || SPINE.test(path),
      ...noCopies,
      read: readKiroIde,
    },
    {
      form: 'database',
      roots: environment => [joinFor(environment)(localData(environment), 'kiro-cli')],
      depth: 0,
      isLog: path => basename(path) === 'data.sqlite3',
      ...noCopies,
      read: (context, database, state) => readQDatabase(AGENT, 'credits', context, database, state),
    },
  ],
  title: kiroTitle,
  // What the editor keeps is not known to the command line.
  resume: (id, log) => (FLAT.test(log) || log.endsWith('.sqlite3') ? resume(id) : null),
};

function sessions(environment: AgentEnvironment): string[] {
  const join = joinFor(environment);
  return [join(environment.variables.KIRO_HOME || join(environment.home, '.kiro'), 'sessions')];
}
