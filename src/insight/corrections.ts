import type { Said } from '../model/correction.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { Attribution, Found, StageCounts } from './attribution.ts';
import { type Decision, decide, type SessionCase } from './outcome.ts';

export interface Saying {
  readonly said: Said;
  readonly target: string | null;
}

/** What became of work, as the person says, and as figures take it. */
export interface SaidDecision {
  readonly decision: Decision;
  /**
   * The outcome by which figures count: what the person says can make it worse and never better, so that no
   * figure is improved by a word.
   */
  readonly counted: Outcome;
}

/** What figures leave out cannot be reached by saying so. */
const LEFT_OUT: readonly Outcome[] = ['outside git', 'explored'];
/** From the most to the least that became of it. */
const BY_FAVOUR: readonly Outcome[] = [
  'in production',
  'shipped',
  'in review',
  'pushed',
  'committed',
  'in progress',
  'outside git',
  'explored',
  'unclear',
  'set aside',
  'repeated itself',
  'rolled back',
];

/**
 * @param found what logs and git tell
 * @param corrected the same with the commits that the person linked and unlinked
 */
export function decideAsSaid(
  found: SessionCase,
  corrected: SessionCase,
  sayings: readonly Saying[],
  now: Instant,
): SaidDecision {
  const plain = decide(found, now);
  const decision = found === corrected || sayings.length === 0 ? plain : decide(corrected, now);
  return overrule({ decision, counted: notBetter(decision.outcome, plain.outcome) }, sayings);
}

type Whole = Pick<Decision, 'outcome' | 'confidence' | 'chip' | 'rule'>;

/** What was decided, as it stands once the person has said something of the whole. */
export function overrule<T extends Whole>(
  before: { readonly decision: T; readonly counted: Outcome },
  sayings: readonly Saying[],
): { readonly decision: T; readonly counted: Outcome } {
  const verdict = verdictOf(sayings);
  if (verdict === null) return before;
  const decision = { ...before.decision, ...VERDICTS[verdict], confidence: 'solid' as const, chip: null };
  return { decision, counted: notBetter(decision.outcome, before.counted) };
}

const VERDICTS = {
  research: { outcome: 'explored', rule: 'said-research' },
  'not AI work': { outcome: 'unclear', rule: 'said-not-ai-work' },
} as const;

/** Of two outcomes the one by which figures count. */
export function notBetter(said: Outcome, before: Outcome): Outcome {
  const worse = BY_FAVOUR.indexOf(said) > BY_FAVOUR.indexOf(before);
  return worse && !LEFT_OUT.includes(said) ? said : before;
}

/** What the person said of the whole, last. */
export function verdictOf(sayings: readonly Saying[]): 'research' | 'not AI work' | null {
  for (const { said } of sayings.toReversed()) if (said === 'research' || said === 'not AI work') return said;
  return null;
}

/** What the person said of single commits. */
export function ofCommits(sayings: readonly Saying[]): readonly Saying[] {
  return sayings.filter(({ said }) => said === 'link' || said === 'unlink');
}

/** Commits that the person took from a session. */
export function unlinked(sayings: readonly Saying[]): ReadonlySet<string> {
  return new Set(
    sayings.flatMap(({ said, target }) => (said === 'unlink' && target !== null ? [target] : [])),
  );
}

/** Lines that were found in these commits count as found nowhere. */
export function withoutCommits(attribution: Attribution, commits: ReadonlySet<string>): Attribution {
  const isOut = ({ commit }: Found) => commit !== null && commits.has(commit);
  const out = attribution.found.filter(isOut);
  if (out.length === 0) return attribution;
  return {
    session: attribution.session,
    weighing: lessThan(attribution.weighing, out, ({ weighing, exactWeighing, mixedWeighing }) => ({
      lines: weighing,
      exact: exactWeighing,
      mixed: mixedWeighing,
    })),
    all: lessThan(attribution.all, out, found => found),
    found: attribution.found.filter(found => !isOut(found)),
  };
}

type Lines = Pick<Found, 'lines' | 'exact' | 'mixed'>;

function lessThan(counts: StageCounts, out: readonly Found[], pick: (found: Found) => Lines): StageCounts {
  const less = { ...counts, at: { ...counts.at }, exact: { ...counts.exact }, mixed: { ...counts.mixed } };
  for (const found of out) {
    const { lines, exact, mixed } = pick(found);
    less.at[found.stage] -= lines + mixed / 2;
    less.exact[found.stage] -= exact;
    less.mixed[found.stage] -= mixed;
  }
  return less;
}
