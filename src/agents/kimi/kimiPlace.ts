import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';

export interface KimiPlace {
  /** The main log's session, also for a sub-agent's log. */
  readonly session: string;
  /** The sub-agent that the log is of; `null` for the main one. */
  readonly subagent: string | null;
  readonly sessionFolder: string;
  readonly cwd: string | null;
}

/** `…/GROUP/SESSION/wire.jsonl`, `…/SESSION/subagents/ID/wire.jsonl`, or Kimi Code's `…/SESSION/agents/ID/wire.jsonl`. */
export function placeOf(log: string): KimiPlace {
  const folder = dirname(log);
  const nested = /^(?:subagents|agents)$/.test(basename(dirname(folder)));
  const sessionFolder = nested ? dirname(dirname(folder)) : folder;
  const name = basename(folder);
  return {
    session: basename(sessionFolder),
    subagent: nested && name !== 'main' ? name : null,
    sessionFolder,
    cwd: folderOf(dirname(sessionFolder)),
  };
}

/** Sessions of one folder are kept under a digest of its path, which a file beside all of them names. */
function folderOf(group: string): string | null {
  let list: unknown;
  try {
    list = record(parsed(readFileSync(join(dirname(dirname(group)), 'kimi.json'), 'utf8'))).work_dirs;
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  for (const entry of list) {
    const path = filledString(entry) ?? filledString(record(entry).path);
    if (path !== null && createHash('md5').update(path).digest('hex') === basename(group)) return path;
  }
  return null;
}
