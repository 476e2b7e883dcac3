import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOfOneMoment } from '../ledger/transaction.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import type { Phase, ReadingProgress, Summary } from '../model/summary.ts';
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
    const text = JSON.stringify(summary);
    // Not what this worker wrote last: another may have written meanwhile, or somebody taken the file away.
    if (tellsTheSame(text, this.#standing)) return;
    replaceFile(this.#file, text);
  }

  get #standing(): string {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      return '';
    }
  }
}

/** Whether two summaries differ by their times alone, and by little. */
function tellsTheSame(text: string, other: string): boolean {
  try {
    const [told, before] = [text, other].map(each => untimed(JSON.parse(each)));
    return told === before;
  } catch {
    return false;
  }
}

function untimed(summary: Summary): string {
  const alive = Math.floor(Date.parse(summary.collectorAlive ?? '') / ALIVE_EVERY);
  return JSON.stringify({ ...summary, generatedAt: '', collectorAlive: alive });
}
