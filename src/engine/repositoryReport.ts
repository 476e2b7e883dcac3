import { wordOf } from '../insight/deployment.ts';
import type { ProductionWordRow } from '../ledger/productionWords.ts';
import type { RepositoryReport } from '../model/report.ts';
import type { RepositoryFinding } from './findingTypes.ts';
import { iso } from './isoTime.ts';

export function repositoryReport(
  found: RepositoryFinding,
  words: readonly ProductionWordRow[],
): RepositoryReport {
  return {
    root: found.root,
    remote: found.remote,
    shippingRef: found.shippingRef,
    lastHeard: iso(found.lastHeard),
    production: (found.production ?? []).map(refs => {
      const word = wordOf(refs, words);
      return { ...refs, said: word?.said ?? null, word: word?.id ?? null };
    }),
    events: found.events.map(event => ({ ...event, at: iso(event.at) })),
    cloud: found.cloud.map(commit => ({ ...commit, at: iso(commit.at) })),
  };
}
