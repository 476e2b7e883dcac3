import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { resumeBy } from '../tools/resumeBy.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { placeOf } from './kimiPlace.ts';
import { KimiReader } from './kimiReader.ts';

const DESKTOP = 'kimi-desktop';
const ID = /^(?:session_)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const resume = resumeBy('kimi', ID, id => ['--session', id], 'its folder');

/** Kimi's command line, and Kimi Code, which followed it: each session, and each of its sub-agents, has a wire log. */
export const kimi: Agent = {
  id: 'kimi',
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots,
      isLog: path => basename(path) === 'wire.jsonl',
      copyKey: () => null,
      open: (context, state) => new KimiReader(context, state, placeOf(context.file.path)),
    },
  ],
  title: async log => {
    const { sessionFolder } = placeOf(log);
    const state = record(parsed(await readFile(join(sessionFolder, 'state.json'), 'utf8').catch(() => '')));
    return shortTitle(filledString(state.custom_title) ?? filledString(state.title));
  },
  // The desktop app's are not known to the command line.
  resume: (id, log) => (log.includes(DESKTOP) ? null : resume(id)),
};

function roots(environment: AgentEnvironment): string[] {
  const { home, platform, variables } = environment;
  const path = joinFor(environment);
  return [
    path(variables.KIMI_SHARE_DIR || path(home, '.kimi'), 'sessions'),
    path(variables.KIMI_CODE_HOME || path(home, '.kimi-code'), 'sessions'),
    // The desktop app has a home for it of its own.
    ...(platform === 'darwin' ? [path(home, 'Library', 'Application Support', DESKTOP, 'daimon-share')] : []),
  ];
}
