import { STAGE_NAMES, type StageShare, type WindowUse } from '../../model/figures.ts';
import { OPEN, type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { FigureFacts, FigurePiece } from './facts.ts';
import { OUTSIDE, saturated } from './finished.ts';
import { BASE, MATURE_AFTER, type Timeline } from './timeline.ts';
import { countedParts, type Usual, usualSoFar } from './usual.ts';

type Stage = StageShare['stage'];

const HALF = 0.5;

/** Pieces with use in the window, by their place among all: in years of them an object for each takes long. */
interface Weighed {
  readonly places: readonly number[];
  /** In micro-dollars: what each took in the window. */
  readonly all: Float64Array;
  /** Its part within the usual; of a shipped piece only what is in living code. */
  readonly weight: Float64Array;
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
  const places: number[] = [];
  const all = new Float64Array(pieces.length);
  const living = new Float64Array(pieces.length);
  for (let place = 0; place < pieces.length; place++) {
    for (const id of pieces[place]!.sessions) {
      const session = sessions.get(id);
      const micros = session?.windowMicros ?? 0;
      if (session === undefined || micros === 0) continue;
      all[place]! += micros;
      if (SHIPPED.includes(session.counted)) living[place]! += micros * saturated(session.living.mid);
    }
    if (all[place] !== 0) places.push(place);
  }
  // Old work that was taken up again, and work dated by a clock that runs ahead, are held to the usual too.
  const finished = places.map(place => timeline.pieceAt(place));
  const parts = countedParts(
    finished.filter(each => each !== null),
    usual,
    lately,
  );
  const weight = new Float64Array(pieces.length);
  let inCode = 0;
  let known = 0;
  for (let at = 0; at < places.length; at++) {
    const place = places[at]!;
    const asCode = finished[at] === null ? 1 : parts[known++]!.asCode;
    const isShipped = SHIPPED.includes(pieces[place]!.counted);
    weight[place] = (isShipped ? living : all)[place]! * asCode;
    inCode += living[place]! * asCode;
  }
  return {
    inCode: total === 0 ? null : inCode / total,
    stages: stagesOf(facts, { places, all, weight }),
  };
}

function stagesOf({ pieces, now, deploying }: FigureFacts, { places, all, weight }: Weighed): StageShare[] {
  const reached = STAGE_NAMES.map(() => 0);
  const possible = STAGE_NAMES.map(() => 0);
  let total = 0;
  for (const place of places) {
    const piece = pieces[place]!;
    if (OUTSIDE.includes(piece.counted)) continue;
    total += all[place]!;
    for (let at = 0; at < STAGE_NAMES.length; at++) {
      if (hasReached(at, piece, now)) reached[at]! += weight[place]!;
      else if (mayReach(STAGE_NAMES[at]!, piece, now, deploying)) possible[at]! += weight[place]!;
    }
  }
  if (total === 0) return [];
  return STAGE_NAMES.map((stage, at) =>
    stage === 'edited'
      ? { stage, reached: 1, possible: 0 }
      : { stage, reached: reached[at]! / total, possible: possible[at]! / total },
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

/** @param at the place of the stage among all */
function hasReached(at: number, piece: FigurePiece, now: Instant): boolean {
  const { counted, still } = piece;
  if (STAGE_NAMES[at] === 'still there') {
    return SHIPPED.includes(counted) && isOld(piece, now) && still.kept >= still.oldEnough * HALF;
  }
  return at < (PASSED[counted] ?? 1);
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
