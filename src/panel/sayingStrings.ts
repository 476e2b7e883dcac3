import type { Said } from '../model/correction.ts';

export function sayingStrings(t: (message: string) => string) {
  return {
    heading: t('Not so?'),
    link: t('Link a commit…'),
    unlink: t('{0} is not from this'),
    research: t('This was research'),
    goingOn: t('Not going on?'),
    letGo: t('Let go'),
    notAi: t('Not AI work'),
    takeBack: t('Undo'),
    undoOf: t('Undo: {0}'),
    said: {
      link: t('You said: {0} is from this.'),
      unlink: t('You said: {0} is not from this.'),
      research: t('You said: this was research.'),
      'let go': t('You said: let go.'),
      'not AI work': t('You said: not AI work.'),
    } satisfies Record<Said, string>,
  };
}
