import type { Agent, AgentEnvironment } from './agent.ts';
import { opencodeDatabase, opencodeTree, sharedData } from './opencode.ts';
import { opencodeTitle } from './opencodeTitle.ts';

const AGENT = 'kilo';
const DATABASE = /^kilo.*\.db$/;

/** Kilo, the command line and the extension since they are made of OpenCode. */
export const kilo: Agent = {
  id: AGENT,
  quality: 'lower bound',
  stores: [opencodeDatabase(AGENT, DATABASE, folders), opencodeTree(AGENT, DATABASE, folders)],
  title: opencodeTitle,
};

function folders(environment: AgentEnvironment): string[] {
  const { KILO_DATA_HOME: own } = environment.variables;
  return [...(own ? [own] : []), sharedData(environment, AGENT)];
}
