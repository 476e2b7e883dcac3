import type { NudgeKind } from '../model/nudge.ts';
import type { Translate } from './badgeState.ts';

/** That something is to be said, without names: the page has them. */
export function nudgeLine(kind: NudgeKind, t: Translate): string {
  switch (kind) {
    case 'own rule':
      return t('A rule of your own fires.');
    case 'came back':
      return t('Something that shipped is taken out again.');
    case 'same ground':
      return t('Two sessions are editing the same files.');
    case 'running alone':
      return t('A session runs and changes no file.');
    case 'not pushed':
      return t('Commits on a branch wait to be pushed.');
    case 'waiting in review':
      return t('A pull request waits.');
    case 'parked':
      return t('Changed lines lie uncommitted.');
    case 'big for one look':
      return t('A change is larger than usual.');
    case 'context grew':
      return t('A session reads much again with each turn.');
    case 'it held':
      return t('Something that shipped is intact after 30 days.');
  }
}
