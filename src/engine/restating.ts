import type { Restatements } from '../ledger/restatements.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { RestatedFinding } from './findingTypes.ts';

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
}

/** Notes with its date each settled outcome that is another now, and tells with each finding what was noted of it. */
export function restate<T extends Decided>(
  kind: string,
  findings: readonly (readonly [name: string, finding: T])[],
  earlier: ReadonlyMap<string, Decided>,
  notes: Restatements,
  now: Instant,
): (readonly [name: string, finding: T & RestatedFinding])[] {
  for (const [name, { outcome }] of findings) {
    const before = earlier.get(name)?.outcome;
    if (before === undefined || before === outcome || !SETTLED.includes(before)) continue;
    // One step further is no correction.
    if (before === 'shipped' && outcome === 'in production') continue;
    notes.put(kind, name, { from: before, to: outcome, at: now });
  }
  const noted = notes.of(kind);
  return findings.map(([name, finding]) => [name, { ...finding, restated: noted.get(name) ?? [] }] as const);
}
