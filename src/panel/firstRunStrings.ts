/** For who has no logs yet, or only young ones. */
export function firstRunStrings(t: (message: string) => string) {
  return {
    none: t('No log of an AI agent was found on this machine.'),
    lookedFor: t('The logs of {0} agents were looked for; the folders are under “{1}”, below.'),
    keepLogs: t(
      'Claude Code deletes its logs after 30 days; cleanupPeriodDays in ~/.claude/settings.json keeps them for as many days as it says.',
    ),
    show: t('Show sample data'),
    mark: t('This is sample data, made up. Nothing of it is yours, and nothing of it is kept.'),
    leave: t('Leave the sample'),
  };
}

/** Once a week, of the week before. */
export function recapStrings(t: (message: string) => string) {
  return {
    heading: t('Last week, {0} to {1}'),
    shipped: t('Shipped'),
    waiting: t('Waiting for you'),
    held: t('What held'),
    heldAll: t('All {0} changes that shipped at least 14 days ago are still there.'),
    heldSome: t('{0} of {1} changes that shipped at least 14 days ago are still there.'),
    more: t('and {0} more'),
    copy: t('Copy as Markdown'),
    putOff: t('Not this week'),
  };
}
