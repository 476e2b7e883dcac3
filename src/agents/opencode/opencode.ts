import { existsSync, readdirSync } from 'node:fs';
import { basename, posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment, DatabaseStore, DocumentStore } from '../agent.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { resumeBy } from '../tools/resumeBy.ts';
import { readOpencode } from './opencodeDatabase.ts';
import { opencodeTitle } from './opencodeTitle.ts';
import { readOpencodeTree, TREE } from './opencodeTree.ts';

const AGENT = 'opencode';
/** Kilo's are alike. */
export const OPENCODE_ID = /^ses_[0-9A-Za-z]{10,40}$/;
const DATABASE = /^opencode.*\.db$/;

/** OpenCode: a database since it has one, before that a tree of files. */
export const opencode: Agent = {
  id: AGENT,
  quality: 'lower bound',
  stores: [
    { ...opencodeDatabase(AGENT, DATABASE, folders), files: chosen },
    opencodeTree(AGENT, DATABASE, environment =>
      chosen(environment).some(existsSync) ? [] : folders(environment),
    ),
  ],
  title: opencodeTitle,
  resume: resumeBy(AGENT, OPENCODE_ID, id => ['--session', id]),
};

function folders(environment: AgentEnvironment): string[] {
  return [sharedData(environment, AGENT)];
}

/** The database that its person named, in its own folder where it is no path. */
function chosen(environment: AgentEnvironment): string[] {
  const { OPENCODE_DB: own } = environment.variables;
  if (!own) return [];
  const { isAbsolute } = environment.platform === 'win32' ? win32 : posix;
  return [isAbsolute(own) ? own : joinFor(environment)(sharedData(environment, AGENT), own)];
}

/** Where these programs keep their data, on every system alike. */
export function sharedData(environment: AgentEnvironment, name: string): string {
  const join = joinFor(environment);
  return join(environment.variables.XDG_DATA_HOME || join(environment.home, '.local', 'share'), name);
}

export function opencodeDatabase(id: string, name: RegExp, roots: DatabaseStore['roots']): DatabaseStore {
  return {
    form: 'database',
    roots,
    depth: 0,
    isLog: path => name.test(basename(path)),
    copyKey: () => null,
    read: (context, database, state) => readOpencode(id, context, database, state),
  };
}

/** All that is in the tree was taken over into the database where there is one. */
export function opencodeTree(id: string, name: RegExp, folders: DatabaseStore['roots']): DocumentStore {
  return {
    form: 'document',
    roots: environment =>
      folders(environment)
        .filter(folder => !holds(folder, name))
        .map(folder => joinFor(environment)(folder, 'storage')),
    isLog: path => TREE.test(path),
    copyKey: () => null,
    read: (context, bytes) => readOpencodeTree(id, context, bytes),
  };
}

function holds(folder: string, name: RegExp): boolean {
  try {
    return readdirSync(folder).some(each => name.test(each));
  } catch {
    return false;
  }
}
