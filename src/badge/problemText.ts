import type { Problem } from '../model/problem.ts';
import type { Translate } from './badgeState.ts';

/** What is wrong, and the one thing to do about it. */
export function problemText(problem: Problem, t: Translate): string {
  switch (problem) {
    case 'ledger newer':
      return t(
        'The ledger was made by a newer version of AI Impact, so it is only read. Update the extension to go on collecting.',
      );
    case 'ledger read-only':
      return t('The ledger may not be written, so it is only read. Make its folder writable to go on.');
    case 'ledger busy':
      return t('Another program keeps the ledger locked. Close it, or wait: it is tried again every minute.');
    case 'ledger corrupt':
      return t('The ledger is damaged. Open AI Impact and try again: it is moved aside and a new one begun.');
    case 'disk full':
      return t('The disk is full, so nothing new is kept. Make room: it is tried again every minute.');
    case 'no sqlite':
      return t('This version of VS Code is too old to keep a ledger. Update it to collect.');
    case 'failed':
      return t('Collecting ended with an error. Its log tells why: run “AI Impact: Show Log”.');
  }
}
