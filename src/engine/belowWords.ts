import { notBetter, ofCommits, type Saying } from '../insight/corrections.ts';
import type { PieceFinding, SessionFinding, Unsaid, UnsaidPiece, UnsaidSession } from './findingTypes.ts';

// What lies below the person's words: what was found without any, and with those of single commits alone.

/** What it is without the person's word, whether they said anything or not. */
export function unsaidOf(finding: SessionFinding): Unsaid<UnsaidSession> {
  return finding.unsaid ?? onlyFound(unsaidSession(finding));
}

/** The same of a piece. */
export function unsaidOfPiece(finding: PieceFinding): Unsaid<UnsaidPiece> {
  return finding.unsaid ?? onlyFound(unsaidPiece(finding));
}

function onlyFound<T>(found: T): Unsaid<T> {
  return { plain: found, linked: found, words: [] };
}

export function unsaidSession(finding: SessionFinding): UnsaidSession {
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

/** What was known, by the words of now: where none of them is of a commit, there is nothing but what was found. */
export function byNow<T extends Base>(
  unsaid: Unsaid<T>,
  sayings: readonly Saying[],
  plain = unsaid.plain,
): Unsaid<T> {
  return ofCommits(sayings).length === 0 ? onlyFound(plain) : withPlain(unsaid, plain);
}

export function withPlain<T extends Base>(unsaid: Unsaid<T>, plain: T): Unsaid<T> {
  return plain === unsaid.plain ? unsaid : { ...unsaid, plain, linked: noBetter(unsaid.linked, plain) };
}

/** What was found without the person's word may have become worse, and with it that by which figures count. */
export function noBetter<T extends Counted>(base: T, plain: Counted): T {
  return { ...base, counted: notBetter(base.counted, plain.counted) };
}

/** What it is before the person's word of the whole. */
export function baseOf<T extends Base>(
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

export function wordsOf(sayings: readonly Saying[]): readonly string[] {
  return ofCommits(sayings).map(({ said, target }) => `${said} ${target}`);
}

/** Whether a commit that was linked is so no more, or nothing is said of commits. */
function isTakenBack(words: readonly string[], before: readonly string[]): boolean {
  return words.length === 0 || before.some(word => word.startsWith('link ') && !words.includes(word));
}

/**
 * Whether by the person's words something rests no more on a commit that was read.
 * @param before commits on which it rested when more was read
 * @param plain commits of what was read, without their words
 * @param linked the same with them
 */
export function isTakenAway(
  before: readonly string[],
  plain: readonly string[],
  linked: readonly string[],
): boolean {
  return before.some(commit => plain.includes(commit) && !linked.includes(commit));
}

/** Whether the person says the same of commits. */
export function sameWords(words: readonly string[] = [], others: readonly string[] = []): boolean {
  return words.length === others.length && words.every((word, i) => word === others[i]);
}

type Counted = Pick<UnsaidSession, 'counted'>;
type Base = Counted & Pick<UnsaidSession, 'outcome' | 'confidence' | 'chip' | 'rule'>;
