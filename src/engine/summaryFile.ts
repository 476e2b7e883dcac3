import { statSync } from 'node:fs';
import { join } from 'node:path';
import { asOfOneMoment } from '../ledger/transaction.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import type { Phase, ReadingProgress } from '../model/summary.ts';
import type { Engine } from './assemble.ts';
import { replaceFile } from './replaceFile.ts';
import { buildSummary } from './summaryBuilder.ts';

/** A sign of life for the badge's tooltip, where there is nothing else to say. */
const ALIVE_EVERY = 240_000;

export interface SummaryFileOptions {
  readonly engine: Engine;
  /** Data folder of the person. */
  readonly folder: string;
  readonly machine: string;
  now(): Instant;
}

/** The summary for all windows. Each draws anew when the file changes: it changes only when there is something to say. */
export class SummaryFile {
  readonly #options: SummaryFileOptions;
  readonly #file: string;
  /** What was written last, but for the time of it. */
  #said = '';
  #identity: string | null = null;

  constructor(options: SummaryFileOptions) {
    this.#options = options;
    this.#file = join(options.folder, DATA_FILES.summary);
  }

  /** As the ledger stands now. */
  write(phase: Phase, progress: ReadingProgress | null = null): void {
    const { engine, machine } = this.#options;
    const { prices, ledger } = engine;
    const now = this.#options.now();
    const summary = asOfOneMoment(ledger.database, () =>
      buildSummary(ledger.database, { now, machine, phase, progress, prices }),
    );
    const alive = Math.floor(now / ALIVE_EVERY);
    const said = JSON.stringify({ ...summary, generatedAt: '', collectorAlive: alive });
    // Another worker may have written it meanwhile, or somebody taken it away.
    if (said === this.#said && this.#identity === identityOf(this.#file)) return;
    replaceFile(this.#file, JSON.stringify(summary));
    this.#said = said;
    this.#identity = identityOf(this.#file);
  }
}

function identityOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino} ${found.mtimeMs} ${found.size}`;
}
