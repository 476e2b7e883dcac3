import type { Agent, AgentEnvironment } from '../agent.ts';
import { clineTasks } from '../cline/clineTasks.ts';
import { clineTitle } from '../cline/clineTitle.ts';
import { resumeBy } from '../tools/resumeBy.ts';
import { OPENCODE_ID, opencodeDatabase, opencodeTree, sharedData } from './opencode.ts';
import { opencodeTitle } from './opencodeTitle.ts';

const AGENT = 'kilo';
const DATABASE = /^kilo.*\.db$/;

/** Kilo: command line and extension since they are made of OpenCode, and the extension's tasks of before, made of Roo. */
export const kilo: Agent = {
  id: AGENT,
  quality: 'lower bound',
  stores: [
    opencodeDatabase(AGENT, DATABASE, folders),
    opencodeTree(AGENT, DATABASE, folders),
    clineTasks(AGENT, ['kilocode.kilo-code'], 'inside', { setting: 'kilo-code.customStoragePath' }),
  ],
  title: (log, session) => (log.endsWith('ui_messages.json') ? clineTitle : opencodeTitle)(log, session),
  // Tasks of the extension of before have other ids.
  resume: resumeBy(AGENT, OPENCODE_ID, id => ['--session', id]),
};

function folders(environment: AgentEnvironment): string[] {
  const { KILO_DATA_HOME: own } = environment.variables;
  return [...(own ? [own] : []), sharedData(environment, AGENT)];
}
