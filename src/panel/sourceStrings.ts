/** What was read, and how far it can be trusted. */
export function sourceStrings(t: (message: string) => string) {
  return {
    heading: t('Sources'),
    columns: { agent: t('Agent'), read: t('Read'), counts: t('Counts'), tokens: t('Tokens') },
    quality: {
      exact: t('complete'),
      'lower bound': t('at least'),
      estimated: t('estimated'),
      credits: t('credits'),
      none: t('not recorded'),
    },
    nothingShown: t('found, nothing in what is shown'),
    nothingHere: t('found, nothing in this period'),
    sessionsOne: t('1 session'),
    sessionsMany: t('{0} sessions'),
    lastSeen: t('{0}, latest {1}'),
    unreadable: t("found, can't be read"),
    skippedOne: t('1 line was not understood'),
    skippedMany: t('{0} lines were not understood'),
    notFound: t('Not found on this machine: {0}.'),
    none: t('No log of an agent was found on this machine.'),
    coverage: t('What could be read'),
    looked: t('Where it was looked'),
    andMore: t('{0} and {1} more'),
  };
}
