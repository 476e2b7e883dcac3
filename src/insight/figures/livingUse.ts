import type { LivingUse } from '../../model/figures.ts';
import type { FinishedPiece } from './finished.ts';
import type { FigureMemory } from './memory.ts';
import { quantile } from './quantile.ts';
import { resample } from './resample.ts';
import { countedParts, SAMPLE_FLOOR, sampleOf, type Usual } from './usual.ts';

/** Four of five such draws lie between. */
const LOW = 0.1;
const HIGH = 0.9;

/**
 * Shipped and still there: the share of finished use that went into code which lives on a shipping ref. What goes
 * beyond the usual went into nothing, so that no change becomes better by costing more.
 * @returns `null` below the sample floor
 */
export function livingUse(
  pieces: readonly FinishedPiece[],
  usual: Usual | null,
  memory: FigureMemory,
): LivingUse | null {
  const sample = sampleOf(pieces);
  if (usual === null || sample.length < SAMPLE_FLOOR) return null;
  const told = new Set(sample);
  // What shipped and is gone again is one that did not.
  const isSmall = (piece: FinishedPiece) => (piece.isChange || piece.isTrifle) && !told.has(piece);
  const parts = countedParts(pieces, usual);
  const uses = Float64Array.from(pieces, ({ micros }, i) => parts[i]!.asWhole * micros);
  const living = (end: 'low' | 'mid' | 'high') =>
    Float64Array.from(pieces, (piece, i) => parts[i]!.asCode * piece.living[end]);
  const share = (parts: Float64Array, drawn: Int32Array) => {
    let part = 0;
    let all = 0;
    for (const at of drawn) {
      part += parts[at]!;
      all += uses[at]!;
    }
    return part / all;
  };
  const whole = Int32Array.from(pieces.keys());
  const [low, mid, high] = [living('low'), living('mid'), living('high')];
  const value = share(mid, whole);
  const [lows, highs] = memory.result('living', [low, high, uses], () =>
    resample(pieces.length, [drawn => share(low, drawn), drawn => share(high, drawn)]),
  );
  return {
    value,
    low: Math.min(value, quantile(lows!, LOW)),
    high: Math.max(value, quantile(highs!, HIGH)),
    sessions: pieces.reduce((sum, { sessions }) => sum + sessions, 0),
    pieces: pieces.filter(piece => !isSmall(piece)).length,
    shippedPieces: sample.length,
  };
}
