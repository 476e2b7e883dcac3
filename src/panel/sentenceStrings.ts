/** What the page begins with. */
export function sentenceStrings(t: (message: string) => string) {
  return {
    starting: t('AI Impact is starting.'),
    importing: t('The logs of your agents are being read.'),
    importingFiles: t('The logs of your agents are being read: {0} of {1} files.'),
    paused: t('**Reading is paused.** What was read before stays as it is.'),
    pausedWithNothing: t(
      '**Reading is paused,** and there is nothing to show. Resume it to read the logs of your agents.',
    ),
    restricted: t('**This window is in Restricted Mode,** so no repository is read.'),
    unreadable: t('**What was kept could not be read.** Nothing is lost by trying again.'),
    off: t('**AI Impact is switched off.** Nothing is read.'),

    nothing: t('No AI work was found {0}.'),
    onlyExploredOne: t('**One conversation** {0} was questions, reviews or plans.'),
    onlyExploredMany: t('**{1} conversations** {0} were questions, reviews or plans.'),
    /** When; how many shipped, are open, and of those wait. Whole sentences, for languages order them otherwise. */
    shippedOne: {
      alone: t('**One change shipped** {0}.'),
      waitingOne: t('**One change shipped** {0} and **one is waiting for you**.'),
      waitingMany: t('**One change shipped** {0} and **{2} are waiting for you**.'),
      openOne: t('**One change shipped** {0} and **one is open**.'),
      openMany: t('**One change shipped** {0} and **{2} are open**.'),
      someWaiting: t('**One change shipped** {0} and **{2} are open**, {3} of them waiting for you.'),
    },
    shippedMany: {
      alone: t('**{1} changes shipped** {0}.'),
      waitingOne: t('**{1} changes shipped** {0} and **one is waiting for you**.'),
      waitingMany: t('**{1} changes shipped** {0} and **{2} are waiting for you**.'),
      openOne: t('**{1} changes shipped** {0} and **one is open**.'),
      openMany: t('**{1} changes shipped** {0} and **{2} are open**.'),
      someWaiting: t('**{1} changes shipped** {0} and **{2} are open**, {3} of them waiting for you.'),
    },
    waitingOne: t('**One change is waiting for you**; none has shipped {0}.'),
    waitingMany: t('**{1} changes are waiting for you**; none has shipped {0}.'),
    openOne: t('**One change is open**; none has shipped {0}.'),
    openMany: t('**{1} changes are open**; none has shipped {0}.'),
    someWaiting: t('**{1} changes are open**, {2} of them waiting for you; none has shipped {0}.'),
    neither: t('Nothing has shipped {0} and nothing is waiting for you.'),
    useUnknown: t('How much AI use went into this is unknown.'),
    use: t('Of the AI use behind your work, {0}.'),
    useByTokens: t('Of the tokens behind your work, {0}.'),
    inShippedFirst: t('{0} is in shipped code'),
    inShipped: t('{0} in shipped code'),
    inOpenFirst: t('{0} is in open work'),
    inOpen: t('{0} in open work'),
    intoQuestions: t('{0} went into questions and reviews'),
    unclearShare: t('What became of {0} is not known yet.'),
    unclearOne: t('One piece is not matched to code yet.'),
    unclearMany: t('{0} pieces are not matched to code yet.'),
  };
}
