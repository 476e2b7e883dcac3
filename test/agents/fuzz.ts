import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Agent, LogFile, Store } from '../../src/agents/agent.ts';
import { LineBuffer } from '../../src/agents/stores/jsonLines.ts';
import { findLogs } from '../../src/agents/stores/logFiles.ts';
import { readStored } from '../../src/agents/stores/readStored.ts';
import type { Packer } from '../../src/lines/packer.ts';
import { Chance } from '../bench/chance.ts';
import { damaged, damageRows, wrongWith } from './damage.ts';
import { openHome } from './fixtureHome.ts';
import { LedgerOf } from './ledgerOf.ts';
import { describeFile } from './writtenFile.ts';

const FILES_PER_LEDGER = 200;

export interface Fuzzed {
  readonly files: number;
  /** Records that came of them all the same. */
  readonly records: number;
  /** Lines and rows that were not understood, and files that could not be read. */
  readonly refused: number;
  /** Milliseconds that the slowest file took. */
  readonly slowest: number;
  /** What was thrown, and records that cannot be, each once. */
  readonly wrong: readonly string[];
}

/**
 * Reads an agent's recorded files again and again, each time damaged otherwise.
 * @param scratch a folder of its own, which is removed
 */
export async function fuzz(
  agent: Agent,
  recorded: string,
  scratch: string,
  { files, seed, packer }: { files: number; seed: number; packer: Packer },
): Promise<Fuzzed> {
  const chance = new Chance(seed);
  openHome(recorded, scratch).close();
  const environment = { home: scratch, platform: 'linux', variables: {}, editorFolder: null } as const;
  const all = agent.stores.flatMap(store =>
    findLogs(store, environment).files.map(file => ({ store, file, bytes: readFileSync(file.path) })),
  );
  const memory = new LineBuffer();
  const wrong = new Set<string>();
  let ledger = new LedgerOf();
  let records = 0;
  let refused = 0;
  let slowest = 0;
  try {
    for (let done = 0; done < files && all.length > 0; done++) {
      const { store, file, bytes } = chance.pick(all);
      if (done % FILES_PER_LEDGER === 0) ledger = new LedgerOf();
      const began = performance.now();
      damageFile(store, file, bytes, chance);
      const seen: string[] = [];
      try {
        const result = await readStored(
          store,
          describeFile(file.path),
          null,
          packer,
          record => {
            records++;
            const fault = wrongWith(record);
            if (fault !== '') seen.push(`${record.kind}: ${fault}`);
            ledger.add(record);
          },
          { budget: Number.POSITIVE_INFINITY, memory, pause: async () => {} },
        );
        refused += Object.values(result.skipped).reduce((sum, count) => sum + count, 0);
        if (result.code !== 'read') refused++;
      } catch (error) {
        seen.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      for (const fault of seen) wrong.add(fault);
      slowest = Math.max(slowest, performance.now() - began);
      for (const beside of ['-wal', '-shm', '-journal']) rmSync(file.path + beside, { force: true });
      writeFileSync(file.path, bytes);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { files, records, refused, slowest, wrong: [...wrong] };
}

function damageFile(store: Store, file: LogFile, bytes: Buffer, chance: Chance): void {
  if (store.form === 'database' && chance.next() < 0.7) {
    const database = new DatabaseSync(file.path);
    try {
      damageRows(database, chance);
    } finally {
      database.close();
    }
    return;
  }
  writeFileSync(file.path, damaged(bytes, chance));
}
