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
  /** In micro-dollars: its use in the window, and its part within the usual; of a shipped piece only what is in living code. */
  readonly all: number;
  readonly weight: number;
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
  const here: { readonly place: number; readonly all: number; readonly living: number }[] = [];
  for (let place = 0; place < pieces.length; place++) {
    let all = 0;
    let living = 0;
    for (const id of pieces[place]!.sessions) {
      const session = sessions.get(id);
      const micros = session?.windowMicros ?? 0;
      if (session === undefined || micros === 0) continue;
      all += micros;
      if (SHIPPED.includes(session.counted)) living += micros * saturated(session.living.mid);
    }
    if (all !== 0) here.push({ place, all, living });
  }
  // Old work that was taken up again, and work dated by a clock that runs ahead, are held to the usual too.
  const finished = here.map(({ place }) => timeline.pieceAt(place));
  const parts = countedParts(
    finished.filter(each => each !== null),
    usual,
    lately,
  );
  let inCode = 0;
  let known = 0;
  const weighed = here.map(({ place, all, living }, i): Weighed => {
    const piece = pieces[place]!;
    const asCode = finished[i] === null ? 1 : parts[known++]!.asCode;
    inCode += living * asCode;
    return { piece, all, weight: (SHIPPED.includes(piece.counted) ? living : all) * asCode };
  });
  return { inCode: total === 0 ? null : inCode / total, stages: stagesOf(facts, weighed) };
}

function stagesOf({ now, deploying }: FigureFacts, weighed: readonly Weighed[]): StageShare[] {
  const reached = STAGE_NAMES.map(() => 0);
  const possible = STAGE_NAMES.map(() => 0);
  let total = 0;
  for (const { piece, all, weight } of weighed) {
    if (OUTSIDE.includes(piece.counted)) continue;
    total += all;
    for (const [place, stage] of STAGE_NAMES.entries()) {
      if (hasReached(stage, place, piece, now)) reached[place]! += weight;
      else if (mayReach(stage, piece, now, deploying)) possible[place]! += weight;
    }
  }
  if (total === 0) return [];
  return STAGE_NAMES.map((stage, place) =>
    stage === 'edited'
      ? { stage, reached: 1, possible: 0 }
      : { stage, reached: reached[place]! / total, possible: possible[place]! / total },
  );
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

/** @param place of the stage among all */
function hasReached(stage: Stage, place: number, piece: FigurePiece, now: Instant): boolean {
  const { counted, still } = piece;
  if (stage === 'still there') {
    return SHIPPED.includes(counted) && isOld(piece, now) && still.kept >= still.oldEnough * HALF;
  }
  return place < (PASSED[counted] ?? 1);
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
