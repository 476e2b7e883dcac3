import { basename } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { editorFolders } from '../stores/editorFolders.ts';
import { readCursorState } from './cursorState.ts';
import { cursorTitle } from './cursorTitle.ts';
import { readCursorTracking } from './cursorTracking.ts';
import { AGENT, CursorTranscript } from './cursorTranscript.ts';

const TRANSCRIPT = /[\\/]agent-transcripts[\\/](?:.*[\\/])?[^\\/]+\.jsonl$/;

const noCopies = { copyKey: () => null };

/** Cursor, editor and command line. What its models were sent is counted on its servers only: no call is ever told. */
export const cursor: Agent = {
  id: AGENT,
  quality: 'none',
  stores: [
    {
      form: 'lines',
      roots: environment => [own(environment, 'projects')],
      isLog: path => TRANSCRIPT.test(path),
      ...noCopies,
      open: (context, state) => new CursorTranscript(context, state),
    },
    {
      form: 'database',
      roots: environment => [own(environment, 'ai-tracking')],
      depth: 0,
      isLog: path => basename(path) === 'ai-code-tracking.db',
      ...noCopies,
      read: readCursorTracking,
    },
    {
      form: 'database',
      roots: environment =>
        editorFolders(environment, 'Cursor')
          // The editor that this runs in may be another one.
          .filter(folder => /cursor/i.test(folder))
          .map(folder => joinFor(environment)(folder, 'globalStorage')),
      depth: 0,
      isLog: path => basename(path) === 'state.vscdb',
      ...noCopies,
      read: readCursorState,
    },
  ],
  title: cursorTitle,
};

function own(environment: AgentEnvironment, name: string): string {
  const join = joinFor(environment);
  return join(environment.variables.CURSOR_CONFIG_DIR || join(environment.home, '.cursor'), name);
}
