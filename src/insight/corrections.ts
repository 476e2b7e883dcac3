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
  if (sayings.length === 0) return { decision: plain, counted: plain.outcome };
  const decision = overruled(found === corrected ? plain : decide(corrected, now), sayings);
  const worse = BY_FAVOUR.indexOf(decision.outcome) > BY_FAVOUR.indexOf(plain.outcome);
  const inside = !LEFT_OUT.includes(decision.outcome);
  return { decision, counted: worse && inside ? decision.outcome : plain.outcome };
}

function overruled(decision: Decision, sayings: readonly Saying[]): Decision {
  switch (verdictOf(sayings)) {
    case 'research':
      return { ...decision, outcome: 'explored', confidence: 'solid', rule: 'said-research', chip: null };
    case 'not AI work':
      return { ...decision, outcome: 'unclear', confidence: 'solid', rule: 'said-not-ai-work', chip: null };
    default:
      return decision;
  }
}

/** What the person said of the whole, last. */
export function verdictOf(sayings: readonly Saying[]): 'research' | 'not AI work' | null {
  for (const { said } of sayings.toReversed()) if (said === 'research' || said === 'not AI work') return said;
  return null;
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
