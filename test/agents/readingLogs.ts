import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agent, LineStore, LogFile, Store } from '../../src/agents/agent.ts';
import { LineBuffer } from '../../src/agents/stores/jsonLines.ts';
import { findLogs } from '../../src/agents/stores/logFiles.ts';
import { type Cursor, type ReadOptions, readLog } from '../../src/agents/stores/readLog.ts';
import type { ReadResult } from '../../src/agents/stores/readResult.ts';
import { readStored } from '../../src/agents/stores/readStored.ts';
import { fullerCall } from '../../src/ledger/merge.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type {
  ActRecord,
  AgentRecord,
  CallRecord,
  EditRecord,
  LinkRecord,
  SessionRecord,
} from '../../src/model/records.ts';
import { addCounts } from '../../src/model/tokens.ts';

import { describeFile, writeFile } from './writtenFile.ts';

/** Under a fixed key; ready when the first test runs. */
export let PACKER: Packer;
before(async () => {
  PACKER = await createPacker(Uint8Array.from({ length: 32 }, (_, i) => i * 5 + 1));
});

/** Records merged by their keys, as a ledger does. */
export class Merged {
  readonly sessions = new Map<string, SessionRecord>();
  readonly calls = new Map<string, CallRecord>();
  readonly edits = new Map<string, EditRecord>();
  readonly acts = new Map<string, ActRecord>();
  readonly links = new Map<string, LinkRecord>();
  readonly skipped: ReadResult<unknown>['skipped'][] = [];

  readonly add = (record: AgentRecord): void => {
    if (record.kind === 'call') this.#call(record);
    else if (record.kind === 'edit') this.edits.set(record.key, record);
    else if (record.kind === 'act') this.#act(record);
    else if (record.kind === 'session') this.#session(record);
    else this.links.set(`${record.session} ${record.link} ${record.target}`, record);
  };

  /** Without a sub-agent's copy of a message that the main chain has. */
  counted(): CallRecord[] {
    const main = new Set<string>();
    for (const call of this.calls.values()) if (!call.sidechain) main.add(call.key.split('|')[0]!);
    return [...this.calls.values()].filter(call => !call.sidechain || !main.has(call.key.split('|')[0]!));
  }

  tokens() {
    const sum = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
    for (const { tokens } of this.counted()) {
      sum.input += tokens.input ?? 0;
      sum.cacheRead += tokens.cacheRead ?? 0;
      sum.cacheWrite += addCounts(tokens.cacheWrite5m, tokens.cacheWrite1h) ?? 0;
      sum.output += tokens.output ?? 0;
      sum.reasoning += tokens.reasoning ?? 0;
    }
    return sum;
  }

  /** Everything, in an order that does not depend on how it came. */
  all() {
    const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      sessions: sorted(this.sessions),
      calls: sorted(this.calls),
      edits: sorted(this.edits),
      acts: sorted(this.acts),
      links: sorted(this.links),
    };
  }

  #call(record: CallRecord): void {
    const known = this.calls.get(record.key);
    this.calls.set(record.key, known === undefined ? record : fullerCall(known, record));
  }

  #act(record: ActRecord): void {
    this.acts.set(record.key, filled(this.acts.get(record.key), record));
  }

  #session(record: SessionRecord): void {
    const known = this.sessions.get(record.id);
    const merged = {
      ...filled(known, record),
      branch: record.branch ?? known?.branch ?? null,
      log: record.log,
    };
    const times = (key: 'startedAt' | 'endedAt', pick: (...all: number[]) => number) => {
      const all = [known?.[key], record[key]].filter(at => at != null);
      return all.length === 0 ? null : pick(...all);
    };
    this.sessions.set(record.id, {
      ...merged,
      startedAt: times('startedAt', Math.min),
      endedAt: times('endedAt', Math.max),
    });
  }
}

function filled<T extends object>(known: T | undefined, record: T): T {
  if (known === undefined) return record;
  const entries = Object.entries(record).map(([key, value]) => [key, known[key as keyof T] ?? value]);
  return Object.fromEntries(entries) as T;
}

/** A folder that is removed after the tests of a `describe`. */
export function temporaryFolder(): () => string {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ai-impact-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

export { describeFile, writeFile };

export function read(
  agent: Agent,
  file: LogFile,
  cursor: Cursor | null,
  merged: Merged,
  options: ReadOptions = {},
): Promise<ReadResult<Cursor>> {
  const lines = agent.stores.find(
    (store): store is LineStore => store.form === 'lines' && store.isLog(file.path),
  );
  return readLog(lines ?? (agent.stores[0] as LineStore), file, cursor, PACKER, merged.add, options);
}

const MEMORY = new LineBuffer();

/** Reads a file of whatever form, as far as it goes. */
export function readOnce(
  store: Store,
  file: LogFile,
  cursor: unknown,
  merged: Merged,
): Promise<ReadResult<unknown>> {
  return readInto(store, file, cursor, merged.add);
}

export function readInto(
  store: Store,
  file: LogFile,
  cursor: unknown,
  add: (record: AgentRecord) => void,
  most?: number,
): Promise<ReadResult<unknown>> {
  return readStored(store, file, cursor, PACKER, add, {
    budget: Number.POSITIVE_INFINITY,
    memory: MEMORY,
    pause: async () => {},
    ...(most !== undefined && { most }),
  });
}

/** Reads everything that an agent left in a home folder. */
export async function readHome(agent: Agent, home: string): Promise<Merged> {
  const merged = new Merged();
  for (const store of agent.stores) {
    const { files } = findLogs(store, { home, platform: 'linux', variables: {}, editorFolder: null });
    for (const file of files) merged.skipped.push((await readOnce(store, file, null, merged)).skipped);
  }
  return merged;
}

/** Reads one log made of these lines, which are objects or raw text. */
export async function readLines(
  agent: Agent,
  path: string,
  lines: readonly (object | string)[],
  merged = new Merged(),
): Promise<Merged> {
  const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const { skipped } = await read(agent, writeFile(path, `${text}\n`), null, merged);
  merged.skipped.push(skipped);
  return merged;
}
