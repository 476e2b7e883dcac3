import type { ChangeCost } from '../../model/figures.ts';
import type { FinishedPiece } from './finished.ts';
import { quantile } from './quantile.ts';
import { isNamed, SAMPLE_FLOOR, type Usual } from './usual.ts';

const MICRO = 1_000_000;

/**
 * What a shipped change took: the median hides one great burn, the mean does not. Everything that belongs to a piece
 * is in it, attempts that were set aside too. Trifles do not make changes cheaper: what they took is in the mean, and
 * they are not counted among the changes.
 * @returns `null` below the sample floor
 */
export function changeCost(pieces: readonly FinishedPiece[], usual: Usual | null): ChangeCost | null {
  if (usual === null) return null;
  const named = pieces.filter(piece => isNamed(piece, usual));
  if (named.length < SAMPLE_FLOOR) return null;
  const shipped = pieces.filter(({ shipped: is }) => is);
  const tokens = named.map(change => change.tokens);
  const known = tokens.filter(each => each !== null);
  const isKnown = known.length === tokens.length && shipped.every(piece => piece.tokens !== null);
  return {
    medianUsd: medianOf(named.map(({ micros }) => micros)) / MICRO,
    meanUsd: sum(shipped.map(({ micros }) => micros)) / named.length / MICRO,
    medianTokens: isKnown ? medianOf(known) : null,
    meanTokens: isKnown ? sum(shipped.map(piece => piece.tokens ?? 0)) / named.length : null,
    pieces: named.length,
  };
}

function medianOf(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
