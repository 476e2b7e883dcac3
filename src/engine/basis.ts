import type { Attribution } from '../insight/attribution.ts';
import { decideAsSaid, notBetter, type SaidDecision, type Saying } from '../insight/corrections.ts';
import type { SessionCase } from '../insight/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { ResolvedLink } from './resolvedLink.ts';

/** What an outcome of a session or a piece rests on, as logs and git tell. */
export interface Basis extends Told {
  /** The same with what the person linked and unlinked. */
  readonly corrected: Told;
}

export interface Told {
  readonly facts: SessionCase;
  readonly links: readonly ResolvedLink[];
}

/**
 * The links by which figures count: of those that only a repository tells, where anybody may write them, the ones to
 * commits in which a line of the session was found that counts. The very same list where that is all.
 */
export function countedLinks(
  links: readonly ResolvedLink[],
  attributions: readonly Attribution[],
): readonly ResolvedLink[] {
  if (!links.some(({ left }) => left)) return links;
  const carrying = new Set(
    attributions.flatMap(({ found }) =>
      found.flatMap(({ commit, weighing }) => (commit !== null && weighing > 0 ? commit : [])),
    ),
  );
  // What a merge brought is found in the merge.
  const counts = ({ left, commit, step }: ResolvedLink) =>
    !left || [commit, step].some(each => each !== null && carrying.has(each));
  return links.every(counts) ? links : links.filter(counts);
}

/**
 * What became of it. Links that do not count may make the outcome by which figures count worse and never better.
 * @param counted its basis with the links alone by which figures count; `null` where that is all of them
 */
export function decideBy(
  basis: Basis,
  counted: Basis | null,
  sayings: readonly Saying[],
  now: Instant,
): SaidDecision {
  const decided = decideAsSaid(basis.facts, basis.corrected.facts, sayings, now);
  if (counted === null) return decided;
  const less = decideAsSaid(counted.facts, counted.corrected.facts, sayings, now);
  return { decision: decided.decision, counted: notBetter(decided.counted, less.counted) };
}
