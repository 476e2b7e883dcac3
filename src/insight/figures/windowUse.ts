import { STAGE_NAMES, type StageShare, type WindowUse } from '../../model/figures.ts';
import { OPEN, type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { FigureFacts, FigurePiece } from './facts.ts';
import { OUTSIDE, saturated } from './finished.ts';
import { BASE, MATURE_AFTER, type Timeline } from './timeline.ts';
import { countedParts, type Usual, usualSoFar } from './usual.ts';

type Stage = StageShare['stage'];

const HALF = 0.5;

interface Weighed {
  readonly piece: FigurePiece;
  /** In micro-dollars: its use in the window, what of it is within the usual, and what of that is in living code. */
  readonly all: number;
  readonly within: number;
  readonly living: number;
}

/**
 * What the sentence and the stages say of the use in the window: how much of it is in code that shipped and is
 * there, and how far the rest got. No share of these becomes better because something cost more.
 * @param settled `null` where nobody knows yet what is usual; what came last stands in for it then
 */
export function windowUse(facts: FigureFacts, timeline: Timeline, settled: Usual | null): WindowUse {
  const { sessions, pieces, now } = facts;
  const from = now - MATURE_AFTER - BASE;
  const lately = timeline.piecesBetween(from, now);
  const usual = settled ?? usualSoFar(lately, from);
  let total = 0;
  for (const { windowMicros } of sessions.values()) total += windowMicros ?? 0;
  const here: { readonly piece: FigurePiece; readonly all: number }[] = [];
  const places: number[] = [];
  for (const [place, piece] of pieces.entries()) {
    let all = 0;
    for (const id of piece.sessions) all += sessions.get(id)?.windowMicros ?? 0;
    if (all === 0) continue;
    here.push({ piece, all });
    places.push(place);
  }
  // Old work that was taken up again, and work dated by a clock that runs ahead, are held to the usual too.
  const inWindow = timeline.piecesAt(places);
  const parts = countedParts(inWindow, usual, lately);
  const counted = new Map(inWindow.map(({ id }, i) => [id, parts[i]!.asCode]));
  const weighed = here.map(({ piece, all }): Weighed => {
    const asCode = counted.get(piece.id) ?? 1;
    let living = 0;
    for (const id of piece.sessions) {
      const session = sessions.get(id);
      if (session !== undefined && SHIPPED.includes(session.counted))
        living += (session.windowMicros ?? 0) * asCode * saturated(session.living.mid);
    }
    return { piece, all, within: all * asCode, living };
  });
  const inCode = weighed.reduce((sum, { living }) => sum + living, 0);
  return { inCode: total === 0 ? null : inCode / total, stages: stagesOf(facts, weighed) };
}

function stagesOf({ now, deploying }: FigureFacts, weighed: readonly Weighed[]): StageShare[] {
  const code = weighed.filter(({ piece }) => !OUTSIDE.includes(piece.counted));
  const total = code.reduce((sum, { all }) => sum + all, 0);
  if (total === 0) return [];
  return STAGE_NAMES.map(stage => {
    if (stage === 'edited') return { stage, reached: 1, possible: 0 };
    let reached = 0;
    let possible = 0;
    for (const { piece, within, living } of code) {
      const weight = SHIPPED.includes(piece.counted) ? living : within;
      if (hasReached(stage, piece, now)) reached += weight;
      else if (mayReach(stage, piece, now, deploying)) possible += weight;
    }
    return { stage, reached: reached / total, possible: possible / total };
  });
}

/** How many stages a piece passed for certain. */
const PASSED: Readonly<Partial<Record<Outcome, number>>> = {
  'in production': 5,
  shipped: 4,
  // It got there, and was taken out: it ended before.
  'rolled back': 3,
  'in review': 3,
  pushed: 3,
  committed: 2,
};

function hasReached(stage: Stage, piece: FigurePiece, now: Instant): boolean {
  const { counted, still } = piece;
  if (stage === 'still there') {
    return SHIPPED.includes(counted) && isOld(piece, now) && still.kept >= still.oldEnough * HALF;
  }
  return STAGE_NAMES.indexOf(stage) < (PASSED[counted] ?? 1);
}

function mayReach(stage: Stage, piece: FigurePiece, now: Instant, deploying: ReadonlySet<number>): boolean {
  const { counted, repository } = piece;
  const mayDeploy = repository !== null && deploying.has(repository);
  if (stage === 'in production' && !mayDeploy) return false;
  if (OPEN.includes(counted)) return true;
  if (!SHIPPED.includes(counted)) return false;
  return stage === 'in production' || !isOld(piece, now);
}

function isOld({ shippedAt, still }: FigurePiece, now: Instant): boolean {
  return still.oldEnough > 0 && shippedAt !== null && now - shippedAt >= MATURE_AFTER;
}
