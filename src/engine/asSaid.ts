import { overrule, type Saying, unlinked, verdictOf } from '../insight/corrections.ts';
import { NONE_LIVING } from '../insight/figures/livingShare.ts';
import type { SessionCase } from '../insight/outcome.ts';
import { type Outcome, SHIPPED } from '../model/outcome.ts';
import {
  baseOf,
  byNow,
  noBetter,
  unsaidOf,
  unsaidOfPiece,
  unsaidPiece,
  unsaidSession,
  withPlain,
  wordsOf,
} from './belowWords.ts';
import type { PieceFinding, SessionFinding, Unsaid, UnsaidPiece, UnsaidSession } from './findingTypes.ts';

/** Outcomes of what reached the shipping ref, whatever happened there since. */
export const WAS_SHIPPED: readonly Outcome[] = [...SHIPPED, 'rolled back'];

export const NOTHING_STILL: PieceFinding['still'] = { oldEnough: 0, kept: 0 };

/**
 * A finding with what the person said of it.
 * @param finding with the commits that they linked and unlinked
 * @param plain what it is without anything that they said
 */
export function sessionHeard(
  finding: SessionFinding,
  plain: UnsaidSession,
  sayings: readonly Saying[],
): SessionFinding {
  const unsaid = { plain, linked: unsaidSession(finding), words: wordsOf(sayings) };
  return sessionWith(finding, unsaid, unsaid.linked, sayings);
}

/** The same of a piece. */
export function pieceHeard(
  finding: PieceFinding,
  plain: UnsaidPiece,
  sayings: readonly Saying[],
): PieceFinding {
  const unsaid = { plain, linked: unsaidPiece(finding), words: wordsOf(sayings) };
  return pieceWith(finding, unsaid, unsaid.linked, sayings);
}

/**
 * An earlier finding with what the person says by now, where commits cannot be looked for: one that they link counts
 * once it can be.
 * @param plain what it is by now without anything that they said, where that is not as it was
 */
export function sessionAsSaid(
  before: SessionFinding,
  sayings: readonly Saying[],
  plain?: UnsaidSession,
): SessionFinding {
  if (sayings.length === 0 && before.unsaid === undefined) return before;
  const unsaid = byNow(unsaidOf(before), sayings, plain);
  return sessionWith(before, unsaid, sessionBase(before, unsaid, sayings), sayings);
}

/** An earlier finding with what the person says of commits by now, without their word of the whole. */
export function sessionByCommits(before: SessionFinding, sayings: readonly Saying[]): UnsaidSession {
  return sessionBase(before, unsaidOf(before), sayings);
}

/** The same of a piece. */
export function pieceAsSaid(
  before: PieceFinding,
  members: readonly Member[],
  plain?: UnsaidPiece,
): PieceFinding {
  const sayings = agreed(members);
  if (sayings.length === 0 && before.unsaid === undefined) return before;
  const unsaid = byNow(unsaidOfPiece(before), sayings, plain);
  return pieceWith(before, unsaid, pieceBase(before, unsaid, members), sayings);
}

/** The same of a piece. */
export function pieceByCommits(before: PieceFinding, members: readonly Member[]): UnsaidPiece {
  return pieceBase(before, unsaidOfPiece(before), members);
}

/** A finding in which the person's words count, with something else below them. */
export function sessionOver(
  plain: UnsaidSession,
  finding: SessionFinding,
  sayings: readonly Saying[],
): SessionFinding {
  const unsaid = withPlain(unsaidOf(finding), plain);
  return sessionWith(finding, unsaid, unsaid.linked, sayings);
}

/** The same of a piece. */
export function pieceOver(
  plain: UnsaidPiece,
  finding: PieceFinding,
  sayings: readonly Saying[],
): PieceFinding {
  return pieceHeard(noBetter(finding, plain), plain, sayings);
}

function sessionBase(
  before: SessionFinding,
  unsaid: Unsaid<UnsaidSession>,
  sayings: readonly Saying[],
): UnsaidSession {
  const commitsOf = (base: UnsaidSession) =>
    ({ ...before, ...base }).evidence.flatMap(({ commit }) => commit ?? []);
  return baseOf(unsaid, commitsOf, sayings, unlinked(sayings));
}

function pieceBase(
  before: PieceFinding,
  unsaid: Unsaid<UnsaidPiece>,
  members: readonly Member[],
): UnsaidPiece {
  const [first = new Set<string>(), ...others] = changing(members).map(member => unlinked(member.sayings));
  // What another session of it has still is its.
  const out = new Set([...first].filter(commit => others.every(each => each.has(commit))));
  const commitsOf = (base: UnsaidPiece) => ({ ...before, ...base }).commits;
  return baseOf(unsaid, commitsOf, agreed(members), out);
}

function sessionWith(
  finding: SessionFinding,
  unsaid: Unsaid<UnsaidSession>,
  base: UnsaidSession,
  sayings: readonly Saying[],
): SessionFinding {
  const { decision, counted } = overrule({ decision: base, counted: base.counted }, sayings);
  const { rule, ...whole } = decision;
  // What was not kept as text, for there was none, takes the place of what is.
  const told = { ...finding, ...whole, linked: base.linked };
  return {
    ...told,
    counted,
    said: sayings.at(-1)?.said ?? null,
    living: SHIPPED.includes(counted) ? base.living : NONE_LIVING,
    evidence: told.evidence.map(each => ({ ...each, rule })),
    unsaid: sayings.length === 0 ? undefined : unsaid,
  };
}

function pieceWith(
  piece: PieceFinding,
  unsaid: Unsaid<UnsaidPiece>,
  base: UnsaidPiece,
  sayings: readonly Saying[],
): PieceFinding {
  const { decision, counted } = overrule({ decision: base, counted: base.counted }, sayings);
  const { rule, ...whole } = decision;
  const wasShipped = WAS_SHIPPED.includes(whole.outcome);
  return {
    ...piece,
    ...whole,
    counted,
    shippedAt: wasShipped ? base.shippedAt : null,
    still: wasShipped ? base.still : NOTHING_STILL,
    unsaid: sayings.length === 0 ? undefined : unsaid,
  };
}

interface Member {
  readonly sayings: readonly Saying[];
  readonly facts: Pick<SessionCase, 'edits'>;
}

/**
 * What the person says of a piece: what was said of one session is said of the piece only where it is said of all that
 * changed something.
 */
export function agreed(members: readonly Member[]): readonly Saying[] {
  const all = members.flatMap(({ sayings }) => sayings);
  const about = changing(members);
  return all.filter(
    ({ said }) =>
      said === 'link' || said === 'unlink' || about.every(({ sayings }) => verdictOf(sayings) === said),
  );
}

/** Those that changed something; all where none did. */
function changing(members: readonly Member[]): readonly Member[] {
  const some = members.filter(({ facts }) => facts.edits.inGit + facts.edits.outsideGit > 0);
  return some.length > 0 ? some : members;
}
