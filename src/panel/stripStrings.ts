/** Words of the sessions of one shipped change, over time. */
export function stripStrings(t: (message: string) => string) {
  return {
    heading: t('Over time'),
    chartOne: t('One session, until this shipped on {0}'),
    chartMany: t('{0} sessions, until this shipped on {1}; the arrow keys go from one to the next'),
    /** An agent, two times and an outcome. */
    spoken: t('{0}, from {1} to {2}: {3}'),
    label: t('{0}: {1}'),
    shipped: t('shipped {0}'),
    some: t('The last {0} of {1} sessions; all are in the table.'),
    columns: { agent: t('Session of'), began: t('Began'), ended: t('Ended'), became: t('What became of it') },
  };
}
