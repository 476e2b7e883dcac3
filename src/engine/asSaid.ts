import { notBetter, ofCommits, overrule, type Saying, unlinked, verdictOf } from '../insight/corrections.ts';
import { NONE_LIVING } from '../insight/figures/livingShare.ts';
import type { SessionCase } from '../insight/outcome.ts';
import { type Outcome, SHIPPED } from '../model/outcome.ts';
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
  const unsaid = withPlain(unsaidOf(before), plain);
  const commitsOf = (base: UnsaidSession) =>
    ({ ...before, ...base }).evidence.flatMap(({ commit }) => commit ?? []);
  return sessionWith(before, unsaid, baseOf(unsaid, commitsOf, sayings, unlinked(sayings)), sayings);
}

/** The same of a piece. */
export function pieceAsSaid(
  before: PieceFinding,
  members: readonly Member[],
  plain?: UnsaidPiece,
): PieceFinding {
  const sayings = agreed(members);
  if (sayings.length === 0 && before.unsaid === undefined) return before;
  const unsaid = withPlain(before.unsaid ?? onlyFound(unsaidPiece(before)), plain);
  const [first = new Set<string>(), ...others] = changing(members).map(member => unlinked(member.sayings));
  // What another session of it has still is its.
  const out = new Set([...first].filter(commit => others.every(each => each.has(commit))));
  const commitsOf = (base: UnsaidPiece) => ({ ...before, ...base }).commits;
  return pieceWith(before, unsaid, baseOf(unsaid, commitsOf, sayings, out), sayings);
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

function withPlain<T extends Base>(unsaid: Unsaid<T>, plain = unsaid.plain): Unsaid<T> {
  return plain === unsaid.plain ? unsaid : { ...unsaid, plain, linked: noBetter(unsaid.linked, plain) };
}

/** What was found without the person's word may have become worse, and with it that by which figures count. */
function noBetter<T extends Counted>(base: T, plain: Counted): T {
  return { ...base, counted: notBetter(base.counted, plain.counted) };
}

/** What it is before the person's word of the whole. */
function baseOf<T extends Base>(
  unsaid: Unsaid<T>,
  commitsOf: (base: T) => readonly string[],
  sayings: readonly Saying[],
  out: ReadonlySet<string>,
): T {
  const words = wordsOf(sayings);
  const base = isTakenBack(words, unsaid.words) ? unsaid.plain : unsaid.linked;
  const commits = commitsOf(base);
  const isLeft = commits.some(commit => ![...out].some(target => commit.startsWith(target)));
  if (isLeft || commits.length === 0 || sameWords(words, unsaid.words)) return base;
  // All that told of it was taken away, and what else there is cannot be looked for.
  const nothing = { outcome: 'unclear', confidence: 'thin', chip: null, rule: 'repository-unread' } as const;
  return { ...base, ...nothing, counted: notBetter(nothing.outcome, base.counted) };
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

function wordsOf(sayings: readonly Saying[]): readonly string[] {
  return ofCommits(sayings).map(({ said, target }) => `${said} ${target}`);
}

/** Whether a commit that was linked is so no more, or nothing is said of commits. */
function isTakenBack(words: readonly string[], before: readonly string[]): boolean {
  return words.length === 0 || before.some(word => word.startsWith('link ') && !words.includes(word));
}

/** Whether the person says the same of commits. */
export function sameWords(words: readonly string[] = [], others: readonly string[] = []): boolean {
  return words.length === others.length && words.every((word, i) => word === others[i]);
}

function onlyFound<T>(found: T): Unsaid<T> {
  return { plain: found, linked: found, words: [] };
}

/** What it is without the person's word, whether they said anything or not. */
export function unsaidOf(finding: SessionFinding): Unsaid<UnsaidSession> {
  return finding.unsaid ?? onlyFound(unsaidSession(finding));
}

function unsaidSession(finding: SessionFinding): UnsaidSession {
  const { outcome, counted, confidence, chip, shipped, living, evidence, linked } = finding;
  const rule = evidence[0]?.rule ?? '';
  return { outcome, counted, confidence, chip, shipped, living, evidence, linked, rule };
}

export function unsaidPiece(finding: PieceFinding): UnsaidPiece {
  const { outcome, counted, confidence, chip, shippedAt, still } = finding;
  const { commits, mainCommit, lines, fresh, living, left } = finding;
  const whole = { outcome, counted, confidence, chip, shippedAt, still };
  // Pieces keep no rule.
  return { ...whole, commits, mainCommit, lines, fresh, living, left: left ?? null, rule: '' };
}

type Counted = Pick<UnsaidSession, 'counted'>;
type Base = Counted & Pick<UnsaidSession, 'outcome' | 'confidence' | 'chip' | 'rule'>;

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
