import type { Step } from '../model/nextStep.ts';

/** Words of the next steps with open work. */
export function stepStrings(t: (message: string) => string) {
  return {
    act: {
      push: t('Push branch…'),
      'open pull request': t('Open pull request'),
      'new pull request': t('Open or create pull request'),
      'show changes': t('Show changes'),
    } satisfies Record<Step, string>,
  };
}
