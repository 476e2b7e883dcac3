import { overrule, type Saying, verdictOf } from '../insight/corrections.ts';
import { NONE_LIVING } from '../insight/figures/livingShare.ts';
import type { SessionCase } from '../insight/outcome.ts';
import { type Outcome, SHIPPED } from '../model/outcome.ts';
import type { PieceFinding, SessionFinding, UnsaidPiece, UnsaidSession } from './findingTypes.ts';

/** Outcomes of what reached the shipping ref, whatever happened there since. */
export const WAS_SHIPPED: readonly Outcome[] = [...SHIPPED, 'rolled back'];

export const NOTHING_STILL: PieceFinding['still'] = { oldEnough: 0, kept: 0 };

/** A finding, of now or of before, with what the person has said of it by now; what they took back is forgotten. */
export function sessionAsSaid(finding: SessionFinding, sayings: readonly Saying[]): SessionFinding {
  if (sayings.length === 0 && finding.said === null) return finding;
  const unsaid = finding.unsaid ?? unsaidSession(finding);
  const { decision, counted } = overrule({ decision: unsaid, counted: unsaid.counted }, sayings);
  const { outcome, confidence, chip, rule } = decision;
  return {
    ...finding,
    outcome,
    counted,
    confidence,
    chip,
    said: sayings.at(-1)?.said ?? null,
    living: SHIPPED.includes(counted) ? unsaid.living : NONE_LIVING,
    evidence: finding.evidence.map(each => ({ ...each, rule })),
    heard: heardIn(sayings),
    unsaid: verdictOf(sayings) === null ? undefined : unsaid,
  };
}

function unsaidSession({
  outcome,
  counted,
  confidence,
  chip,
  living,
  evidence,
}: SessionFinding): UnsaidSession {
  return { outcome, counted, confidence, chip, living, rule: evidence[0]?.rule ?? '' };
}

export function pieceAsSaid(piece: PieceFinding, sayings: readonly Saying[]): PieceFinding {
  if (sayings.length === 0 && piece.heard === undefined) return piece;
  const unsaid = piece.unsaid ?? unsaidPiece(piece);
  // Pieces keep no rule.
  const before = { decision: { ...unsaid, rule: '' }, counted: unsaid.counted };
  const { decision, counted } = overrule(before, sayings);
  const { outcome, confidence, chip } = decision;
  const wasShipped = WAS_SHIPPED.includes(outcome);
  return {
    ...piece,
    outcome,
    counted,
    confidence,
    chip,
    shippedAt: wasShipped ? unsaid.shippedAt : null,
    still: wasShipped ? unsaid.still : NOTHING_STILL,
    heard: heardIn(sayings),
    unsaid: verdictOf(sayings) === null ? undefined : unsaid,
  };
}

function unsaidPiece({ outcome, counted, confidence, chip, shippedAt, still }: PieceFinding): UnsaidPiece {
  return { outcome, counted, confidence, chip, shippedAt, still };
}

function heardIn(sayings: readonly Saying[]): string | undefined {
  if (sayings.length === 0) return undefined;
  return sayings.map(({ said, target }) => `${said} ${target ?? ''}`.trimEnd()).join(', ');
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
  const changing = members.filter(({ facts }) => facts.edits.inGit + facts.edits.outsideGit > 0);
  const about = changing.length > 0 ? changing : members;
  return all.filter(
    ({ said }) =>
      said === 'link' || said === 'unlink' || about.every(({ sayings }) => verdictOf(sayings) === said),
  );
}
