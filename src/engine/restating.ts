import type { Restatement } from '../ledger/restatements.ts';
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

export interface Decided {
  readonly outcome: Outcome;
  readonly repository: number | null;
  /** See `SessionFinding`. */
  readonly unsaid?: { readonly plain: { readonly outcome: Outcome } } | undefined;
}

/** Findings with what was noted of each, and what is to be noted of them now. */
export interface Restated<T> {
  readonly findings: readonly (readonly [name: string, finding: T & RestatedFinding])[];
  readonly notes: readonly (readonly [name: string, note: Restatement])[];
}

/**
 * A note with its date for each settled outcome that is another now, by what was found: what the person says is no
 * news, and may be taken back.
 * @param earlier its outcome before, without the person's word; `undefined` of what is new
 * @param noted by name: what was noted before, oldest first
 * @param denied repositories of which the person said that some refs are not production
 */
export function restate<T extends Decided>(
  findings: readonly (readonly [name: string, finding: T])[],
  earlier: (name: string, finding: T) => Outcome | undefined,
  noted: ReadonlyMap<string, readonly Restatement[]>,
  now: Instant,
  denied: ReadonlySet<number>,
): Restated<T> {
  const notes = new Map<string, Restatement>();
  for (const [name, finding] of findings) {
    const outcome = plainOutcome(finding);
    const before = earlier(name, finding);
    if (before === undefined || before === outcome || !SETTLED.includes(before)) continue;
    // One step further is no correction.
    if (before === 'shipped' && outcome === 'in production') continue;
    // Nothing was found out: the person said it, and may take it back.
    if (before === 'in production' && outcome === 'shipped' && denied.has(finding.repository ?? -1)) continue;
    notes.set(name, { from: before, to: outcome, at: now });
  }
  return {
    findings: findings.map(([name, finding]) => {
      const before = noted.get(name) ?? [];
      const note = notes.get(name);
      return [name, { ...finding, restated: note === undefined ? before : withNote(before, note) }] as const;
    }),
    notes: [...notes],
  };
}

/** Without the person's word. */
export function plainOutcome({ outcome, unsaid }: Decided): Outcome {
  return unsaid?.plain.outcome ?? outcome;
}

/** As the ledger will tell of them: one of each moment, oldest first, whatever the clock did. */
function withNote(before: readonly Restatement[], note: Restatement): Restatement[] {
  return [...before.filter(({ at }) => at !== note.at), note].sort((a, b) => a.at - b.at);
}
