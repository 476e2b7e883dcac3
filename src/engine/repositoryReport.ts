import type { RepositoryReport } from '../model/report.ts';
import type { RepositoryFinding } from './findingTypes.ts';
import { iso } from './isoTime.ts';

export function repositoryReport(found: RepositoryFinding): RepositoryReport {
  return {
    root: found.root,
    remote: found.remote,
    shippingRef: found.shippingRef,
    lastHeard: iso(found.lastHeard),
    events: found.events.map(event => ({ ...event, at: iso(event.at) })),
    cloud: found.cloud.map(commit => ({ ...commit, at: iso(commit.at) })),
  };
}
