/** Words by which the person chooses what the page is of. */
export function choosingStrings(t: (message: string) => string) {
  return {
    dates: t('Dates…'),
    datesOf: t('{0} to {1}'),
    when: { dates: t('from {0} to {1}'), day: t('on {0}') },
    from: t('From'),
    to: t('to'),
    show: t('Show'),
    repository: t('Repository'),
    allRepositories: t('All repositories'),
    agent: t('Agent'),
    allAgents: t('All agents'),
    onlyRepository: t('Only work in {0} is shown; badge, nudges and figures of 90 days are of all work.'),
    onlyAgent: t('Only work of {0} is shown; badge, nudges and figures of 90 days are of all work.'),
    onlyBoth: t('Only work of {0} in {1} is shown; badge, nudges and figures of 90 days are of all work.'),
  };
}
