import type { Restatements } from '../ledger/restatements.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { RestatedFinding } from './findingTypes.ts';
import type { Earlier } from './unreadRepositories.ts';

/** Outcomes that people take for final; all others are on their way somewhere. */
const SETTLED: readonly Outcome[] = [
  'rolled back',
  'in production',
  'shipped',
  'set aside',
  'repeated itself',
];

interface Decided {
  readonly outcome: Outcome;
  readonly repository: number | null;
}

/**
 * Notes with its date each settled outcome that is another now, and tells with each finding what was noted of it.
 * @param denied repositories of which the person said that some refs are not production
 */
export function restate<T extends Decided>(
  kind: string,
  findings: readonly (readonly [name: string, finding: T])[],
  earlier: Earlier<Decided>,
  notes: Restatements,
  now: Instant,
  denied: ReadonlySet<number>,
): (readonly [name: string, finding: T & RestatedFinding])[] {
  for (const [name, { outcome, repository }] of findings) {
    const before = earlier.get(name)?.outcome;
    if (before === undefined || before === outcome || !SETTLED.includes(before)) continue;
    // One step further is no correction.
    if (before === 'shipped' && outcome === 'in production') continue;
    // Nothing was found out: the person said it, and may take it back.
    if (before === 'in production' && outcome === 'shipped' && denied.has(repository ?? -1)) continue;
    notes.put(kind, name, { from: before, to: outcome, at: now });
  }
  const noted = notes.of(kind);
  return findings.map(([name, finding]) => [name, { ...finding, restated: noted.get(name) ?? [] }] as const);
}
