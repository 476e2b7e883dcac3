import { panelStrings } from '../../src/panel/strings.ts';
import type { Voice } from '../../src/panel/view/words.ts';
import { NOW } from './sample.ts';

export const VOICE: Voice = {
  strings: panelStrings(message => message),
  locale: 'en-GB',
  timeZone: 'UTC',
  now: NOW,
};
