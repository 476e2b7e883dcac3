export function resumeStrings(t: (message: string) => string) {
  return {
    act: t('Resume session'),
    actOf: t('Resume session: {0}'),
    heading: t('Sessions'),
    gone: t('This conversation was deleted from the logs of {0}.'),
    goneBy: t('This conversation was deleted from the logs of {0} by {1}.'),
    folderGone: t('{0} resumes this conversation only in its own folder, which is gone.'),
    /** An agent and a day. */
    session: t('{0}, {1}'),
    deleted: t('{0} (deleted)'),
  };
}
