import type { Figures, StageShare } from '../../model/figures.ts';
import { percent, whole } from './numbers.ts';
import { fill, type Voice } from './words.ts';

/** One column of the stages. */
export interface StageView {
  readonly key: StageShare['stage'];
  readonly name: string;
  /** Whole percent of the use that went into code. */
  readonly reached: number;
  readonly possible: number;
  readonly reachedText: string;
  readonly possibleText: string;
  /** For a screen reader. */
  readonly spoken: string;
}

type StagedFigures = Pick<Figures, 'window' | 'inProduction'>;

/**
 * How far the use got that went into code; nothing where nothing did, or nothing is priced. Where no repository tells
 * what is in production, that is unknown, and no stage.
 */
export function stageViews({ window, inProduction }: StagedFigures, voice: Voice): StageView[] {
  const { stages: words } = voice.strings.figures;
  const told = window.stages.filter(({ stage }) => stage !== 'in production' || inProduction !== null);
  return told.map(({ stage, reached, possible }) => {
    const [solid, hatched] = [Math.round(reached * 100), Math.round(possible * 100)];
    const name = words.names[stage];
    const reachedText = shown(solid, reached, voice);
    const possibleText = shown(hatched, possible, voice);
    return {
      key: stage,
      name,
      reached: solid,
      // What is drawn on top of the solid part never stands above the whole.
      possible: Math.min(hatched, 100 - solid),
      reachedText,
      possibleText,
      spoken:
        possible > 0
          ? fill(words.saidPossible, name, reachedText, possibleText)
          : fill(words.said, name, reachedText),
    };
  });
}

function shown(rounded: number, share: number, voice: Voice): string {
  return share > 0 ? percent(rounded, voice) : fill(voice.strings.percent, whole(0, voice.locale));
}
