import { inMillions } from '../../model/compactNumber.ts';
import type { Figures } from '../../model/figures.ts';
import type { Plan } from '../protocol.ts';
import { dollars, percent, whole } from './numbers.ts';
import { fill, type Voice } from './words.ts';

/** One of the two figures, as it is drawn. */
export interface FigureView {
  readonly id: 'living' | 'took';
  readonly heading: string;
  /** The figure itself, short; `null` where there is too little to say. */
  readonly value: string | null;
  readonly rest: string;
  readonly notes: readonly string[];
  /** How it is made, in plain words. */
  readonly how: string;
}

/** Fewer pieces are told by counts: a percentage would pretend to more. */
export const COUNTS_BELOW = 30;
/** Percent: a figure of few pieces is no finer than this. */
const GRAIN = 5;

export function figureViews(figures: Figures, plan: Plan, voice: Voice): FigureView[] {
  return [living(figures, voice), took(figures, plan, voice)];
}

function living(
  { shippedAndStillThere: share, finished, stillThere14, rework14 }: Figures,
  voice: Voice,
): FigureView {
  const { living: words } = voice.strings.figures;
  const { locale } = voice;
  const head = { id: 'living' as const, heading: words.heading, how: words.how };
  if (share === null) {
    return { ...head, value: null, rest: fill(words.needs, whole(finished.shipped, locale)), notes: [] };
  }
  const notes: string[] = [];
  if (stillThere14 !== null) {
    const { kept, oldEnough } = stillThere14;
    const all = whole(oldEnough, locale);
    notes.push(kept === oldEnough ? fill(words.all, all) : fill(words.some, whole(kept, locale), all));
  }
  if (rework14 !== null && share.pieces >= COUNTS_BELOW)
    notes.push(fill(words.rework, rounded(rework14.value, voice)));
  if (share.pieces < COUNTS_BELOW) {
    const value = fill(words.counts, whole(share.shippedPieces, locale), whole(share.pieces, locale));
    return { ...head, value, rest: words.countsRest, notes };
  }
  const rest = fill(words.shareRest, rounded(share.low, voice), rounded(share.high, voice));
  return { ...head, value: fill(words.share, rounded(share.value, voice)), rest, notes };
}

function took({ shippedChangeTook: cost, finished }: Figures, plan: Plan, voice: Voice): FigureView {
  const { took: words, living: other } = voice.strings.figures;
  const { locale } = voice;
  const head = { id: 'took' as const, heading: words.heading, how: words.how };
  if (cost === null) {
    return { ...head, value: null, rest: fill(other.needs, whole(finished.shipped, locale)), notes: [] };
  }
  if (plan === 'per use') {
    const rest = fill(words.rest, dollars(cost.meanUsd, locale));
    return { ...head, value: dollars(cost.medianUsd, locale), rest, notes: [words.everything] };
  }
  if (cost.medianTokens === null || cost.meanTokens === null) {
    return { ...head, value: null, rest: words.unknown, notes: [words.everything] };
  }
  return {
    ...head,
    value: fill(words.tokens, inMillions(cost.medianTokens, locale)),
    rest: fill(words.rest, inMillions(cost.meanTokens, locale)),
    notes: [words.everything],
  };
}

export function rounded(share: number, voice: Voice): string {
  const value = Math.round((share * 100) / GRAIN) * GRAIN;
  return value === 0 ? fill(voice.strings.percent, whole(0, voice.locale)) : percent(value, voice);
}
