/** Words of the ledger by week. */
export function weekStrings(t: (message: string) => string) {
  return {
    heading: t('Week by week'),
    byPrice: t('height: use, weighed by list price; beneath: tokens'),
    byTokens: t('height and figures: tokens'),
    latest: t('the last {0} weeks; all are in the table'),
    chart: t('Use by week and by what became of it, {0} weeks; the arrow keys go from week to week'),
    week: t('Week of {0}: {1}'),
    tokens: t('{0} tokens'),
    tokensUnknown: t('tokens unknown'),
    part: t('{0} {1}'),
    unused: t('no use'),
    columns: { week: t('Week of'), became: t('What became of it'), tokens: t('Tokens') },
  };
}
