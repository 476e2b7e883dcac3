import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Agent } from '../agents/agent.ts';
import { AGENTS } from '../agents/registry.ts';
import { RestrictedFolders } from '../git/restrictedFolders.ts';
import { Git } from '../git/run.ts';
import { loadKey } from '../ledger/keyFile.ts';
import { LedgerError, type OpenLedger, openLedger, problemOf } from '../ledger/open.ts';
import { createPacker } from '../lines/packer.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import { PriceBook } from '../pricing/priceBook.ts';
import { parsePriceTable } from '../pricing/priceTable.ts';
import { fileIdentity } from './fileIdentity.ts';
import { GitCollector } from './gitCollector.ts';
import { LogCollector } from './logCollector.ts';

export interface EngineOptions {
  /** Key and price table lie beside it. */
  readonly ledgerFile: string;
  readonly home: string;
  /** The person's environment; agents' own variables in it count only where `agentVariables` is set. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly agentVariables: boolean;
  readonly gitPath: string | null;
  /** See `AgentEnvironment`. */
  readonly editorFolder?: string | null;
  readonly agents?: readonly Agent[];
  now(): Instant;
}

/** The parts of a collector, put together around one ledger. */
export interface Engine {
  readonly ledger: OpenLedger;
  /** See `fileIdentity`: of the file that is open. */
  readonly ledgerIdentity: string | null;
  readonly logs: LogCollector;
  readonly git: GitCollector;
  readonly prices: PriceBook;
  close(): void;
}

/** @throws {LedgerError} and what `loadKey` throws */
export async function assembleEngine(options: EngineOptions): Promise<Engine> {
  const folder = dirname(options.ledgerFile);
  const ledger = await openLedger(options.ledgerFile, { now: new Date(options.now()) });
  const ledgerIdentity = fileIdentity(options.ledgerFile);
  try {
    const key = loadKey(join(folder, DATA_FILES.key));
    const packer = await createPacker(key.bytes);
    const { database } = ledger;
    const { now, home, variables } = options;
    const restricted = new RestrictedFolders();
    const git = new Git({
      variables,
      restricted,
      // The person's own git finds its home, and its settings, as it always does.
      home: options.agentVariables ? null : home,
      ...(options.gitPath === null ? {} : { path: options.gitPath }),
    });
    return {
      ledger,
      ledgerIdentity,
      logs: new LogCollector({
        database,
        agents: options.agents ?? AGENTS,
        environment: {
          home,
          platform: process.platform,
          variables: options.agentVariables ? variables : {},
          editorFolder: options.editorFolder ?? null,
        },
        packer,
        keyId: key.id,
        now,
      }),
      git: new GitCollector({ database, git, restricted, packer, home, now }),
      prices: loadPrices(join(folder, DATA_FILES.prices)),
      close: () => database.close(),
    };
  } catch (error) {
    ledger.database.close();
    // What a newer ledger lacks, or has otherwise, is no damage.
    if (ledger.problem !== null && problemOf(error) === 'corrupt')
      throw new LedgerError(ledger.problem, describe(error));
    throw error;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The table that the person fetched, if there is one and it is newer; else the bundled one. */
export function loadPrices(file: string): PriceBook {
  try {
    return new PriceBook(parsePriceTable(readFileSync(file, 'utf8')));
  } catch {
    return new PriceBook();
  }
}
