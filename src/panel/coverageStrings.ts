/** By the report's code, where the page knows more than to repeat its text. */
export function coverageStrings(t: (message: string) => string) {
  return {
    heard: t('{0} last heard from its remote {1}.'),
    noRemote: t('{0} has no remote, so nothing there counts as shipped.'),
    noShippingRef: t('Which branch of {0} ships is unknown.'),
    repository: t('{0}: {1} What was known of it before stays.'),
    reasons: {
      restricted: t('Only a window in Restricted Mode has it open.'),
      'no folder': t('Its folder is not there any more.'),
      'not a repository': t('Git finds no repository there any more.'),
      'broken repository': t('The repository is damaged.'),
      'dubious ownership': t('Git does not trust it, for it belongs to another user.'),
      'newer format': t('It needs a newer git.'),
      'time limit': t('Git took too long to answer.'),
      failed: t('Git could not read it.'),
    } as Readonly<Record<string, string>>,
    unpriced: t('No list price is known for {0}, so what it used is not weighed.'),
    untoldModel: t('Some logs do not say which model was used, so that use is not weighed.'),
    unclearOne: t('What became of one session is unclear.'),
    unclearMany: t('What became of {0} sessions is unclear.'),
    prices: t('List prices are those of {0}.'),
    elsewhereOne: t('{1} shipped 1 commit to {0} from elsewhere; its logs are not on this machine.'),
    elsewhereMany: t('{1} shipped {2} commits to {0} from elsewhere; its logs are not on this machine.'),
    skippedOne: t('1 line of the logs of {0} was not understood.'),
    skippedMany: t('{1} lines of the logs of {0} were not understood.'),
    source: {
      'source-unreadable': t('{0}: found, cannot be read: {1}.'),
      'source-partly-unreadable': t('{0}: some of its logs cannot be read: {1}.'),
      'source-newer': t('{0}: some of its logs are in a format that is not known here.'),
    } as Readonly<Record<string, string>>,
    sourceReasons: {
      'not permitted': t('this user may not read them'),
      unreadable: t('they cannot be opened'),
      damaged: t('they are damaged'),
      unsupported: t('they are compressed in a way that needs a newer Node'),
      locked: t('their agent is writing to them; they are read again soon'),
      'newer format': t('they are in a format that is not known here'),
      'on a server': t('it keeps its sessions on a server, and nothing that could be read on this machine'),
      'not documented': t('it keeps its sessions in a form that its maker has not described'),
    } as Readonly<Record<string, string>>,
    versions: t('Version: {0}.'),
    places: t('Where: {0}.'),
    morePlaces: t('{0} and {1} more'),
    damaged: t(
      'A ledger was damaged and lies in {0}; it was last written {1}. What the logs of agents still had was read again; what only it had is missing here. Delete it when you do not need it any more.',
    ),
  };
}
