/** Words of what shipped by week, and how much of it was there 14 days later. */
export function stillStrings(t: (message: string) => string) {
  return {
    heading: t('What shipped, 14 days later'),
    note: t('changes by when they shipped; solid was still there'),
    chartAll: t(
      'Changes that shipped and are old enough to tell, by week: all {0} still there 14 days later; the arrow keys go from week to week',
    ),
    chartSome: t(
      'Changes that shipped and are old enough to tell, by week: {0} of {1} still there 14 days later; the arrow keys go from week to week',
    ),
    counts: t('{0} of {1}'),
    week: t('Shipped {0}: {1} of {2} still there 14 days later'),
    weekLines: t('Shipped {0}: {1} of {2} still there 14 days later, and about {3} of their lines'),
    weekNone: t('Shipped {0}: nothing that can be told of'),
    columns: {
      when: t('Shipped'),
      changes: t('Changes'),
      kept: t('Still there 14 days later'),
      lines: t('Of their lines, about'),
    },
  };
}
