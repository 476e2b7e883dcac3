import { Days } from '../../src/engine/days.ts';
import type { ReportQuery } from '../../src/engine/protocol.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';

export interface TimedReports {
  /** Milliseconds of the processor, which do not grow where others keep it busy. */
  time(query: ReportQuery): Promise<number>;
  end(): void;
}

/** Of the ledger in a folder, by a reader of its own. */
export function reportsOf(folder: string, now: number): TimedReports {
  const reader = new ReportReader({
    folder,
    agents: [],
    prices: new PriceBook(),
    days: new Days('Europe/Berlin'),
    git: null,
    now: () => now,
  });
  return {
    time: async query => {
      const begun = process.threadCpuUsage();
      const answer = await reader.report(query);
      const { user, system } = process.threadCpuUsage(begun);
      if (!answer.ok || answer.report.usage.total.calls === 0) throw new Error('there is no report');
      return (user + system) / 1000;
    },
    end: () => reader.end(),
  };
}
