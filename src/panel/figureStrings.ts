import type { StageShare } from '../model/figures.ts';

/** Words of the two figures and of the stages. */
export function figureStrings(t: (message: string) => string) {
  return {
    living: {
      heading: t('Shipped and still there'),
      counts: t('{0} of {1}'),
      countsRest: t('finished pieces of the last 90 days shipped'),
      share: t('about {0}'),
      shareRest: t(
        'of the use of the last 90 days that is old enough to tell is in code that is there; {0} to {1}',
      ),
      needs: t('Needs 12 shipped changes that are at least 14 days old; there are {0}.'),
      all: t('All {0} that are old enough to tell are still there.'),
      some: t('{0} of the {1} that are old enough to tell are still there.'),
      rework: t('About {0} of the lines that shipped were changed or taken out within 14 days.'),
      how: t(
        'Of all AI use behind work that was last edited 14 to 104 days ago, the part that is in new lines on a shipping branch which were still there 14 days later. Use counts by list price. Whatever a piece took beyond your own upper quartile for each day of work counts for nothing, and so does what your changes take more than they did before, so that this cannot become better by spending more. Questions, reviews and files outside git are left out. It cannot see whether code is good, nor tell code that nobody needs from code that somebody does.',
      ),
    },
    took: {
      heading: t('What a shipped change took'),
      tokens: t('{0} tokens'),
      rest: t('median; {0} mean'),
      everything: t('Everything is in it, attempts that were set aside too.'),
      how: t(
        'The median and the mean over the changes that shipped and were last edited 14 to 104 days ago, with all that belongs to them. A change of less than five new lines, and one that took less than a sixth of your upper quartile, is not counted as one, but what it took is in the mean: many trifles make no change cheaper.',
      ),
      unknown: t('Some source does not tell its tokens.'),
    },
    howMade: t('How it’s made'),
    howMadeOf: t('How it’s made: {0}'),
    stages: {
      heading: t('How far it got'),
      note: t('share of the use that went into code; hatched can still get there'),
      names: {
        edited: t('Edited'),
        committed: t('Committed'),
        pushed: t('Pushed'),
        shipped: t('Shipped'),
        'in production': t('In production'),
        'still there': t('Still there'),
      } satisfies Record<StageShare['stage'], string>,
      chart: t('How far the use that went into code got; the arrow keys go from stage to stage'),
      said: t('{0} {1}'),
      saidPossible: t('{0} {1}, and {2} that can still get there'),
      columns: { stage: t('Stage'), reached: t('Got there'), possible: t('Can still get there') },
    },
  };
}
