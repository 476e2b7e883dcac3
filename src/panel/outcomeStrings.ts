import type { Outcome } from '../model/outcome.ts';

type T = (message: string) => string;

/** As a heading or in a list begins with one. */
export function outcomeNames(t: T): Record<Outcome, string> {
  return {
    'in production': t('In production'),
    shipped: t('Shipped'),
    'in review': t('In review'),
    pushed: t('Pushed'),
    committed: t('Committed'),
    'in progress': t('In progress'),
    explored: t('Explored'),
    'outside git': t('Outside git'),
    'set aside': t('Set aside'),
    'rolled back': t('Rolled back'),
    'repeated itself': t('Repeated itself'),
    unclear: t('Not matched yet'),
  };
}

/** As they stand inside a line. Not every language makes these from the names by small letters. */
export function outcomeWords(t: T): Record<Outcome, string> {
  return {
    'in production': t('in production'),
    shipped: t('shipped'),
    'in review': t('in review'),
    pushed: t('pushed'),
    committed: t('committed'),
    'in progress': t('in progress'),
    explored: t('explored'),
    'outside git': t('outside git'),
    'set aside': t('set aside'),
    'rolled back': t('rolled back'),
    'repeated itself': t('repeated itself'),
    unclear: t('not matched yet'),
  };
}

/** Of open work, with its age; `{0}` is a length of time, `4 days`. */
export function openLabels(t: T): Partial<Record<Outcome, { readonly today: string; readonly ago: string }>> {
  return {
    // A review goes on today as well: only the work on it is so old.
    'in review': { today: t('in review today'), ago: t('in review, edited {0} ago') },
    pushed: { today: t('pushed today'), ago: t('pushed {0} ago') },
    committed: { today: t('committed today'), ago: t('committed {0} ago') },
    'in progress': { today: t('in progress today'), ago: t('last edited {0} ago') },
  };
}
