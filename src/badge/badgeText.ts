// badge: the one item in the status bar. The small summary comes in; a few words and their longer forms go out.
// It says the state of the work, never what was spent.
import { inWindow } from '../model/placeKey.ts';
import type { Summary } from '../model/summary.ts';
import { workState } from '../model/workState.ts';
import type { BadgeState, BadgeVoice, Translate } from './badgeState.ts';
import { tooltipLines } from './tooltip.ts';

/** The setting `aiImpact.badge`. */
export const BADGE_FORMS = ['state', 'counts', 'icon', 'none'] as const;
export type BadgeForm = (typeof BADGE_FORMS)[number];

export interface BadgeText {
  /** Name of a codicon: the same in every state. */
  readonly icon: string;
  /** Empty for the icon alone. */
  readonly text: string;
  /** Five lines of plain text. */
  readonly tooltip: readonly string[];
  /** Full sentences, for screen readers. */
  readonly spoken: string;
}

const ICON = 'milestone';

/** `null` where there is to be no item. */
export function badgeText(state: BadgeState, form: BadgeForm, voice: BadgeVoice): BadgeText | null {
  if (!state.enabled || form === 'none' || state.summary?.phase === 'off') return null;
  const tooltip = tooltipLines(state, voice);
  return {
    icon: ICON,
    text: form === 'icon' ? '' : shortText(state, form, voice),
    tooltip,
    spoken: voice.t('AI Impact: {0}', tooltip.filter(line => line !== '').join(' ')),
  };
}

function shortText(
  { summary, trusted, roots }: BadgeState,
  form: 'state' | 'counts',
  voice: BadgeVoice,
): string {
  const { t } = voice;
  if (!trusted || summary === null) return '';
  switch (summary.phase) {
    case 'importing':
      return readSoFar(summary, voice) ?? t('reading');
    case 'paused':
      return t('paused');
    case 'unreadable':
      return t("can't read");
    case 'ready':
      return form === 'counts' ? counts(summary, t) : stateOfWork(inWindow(summary, roots), voice);
    default:
      return '';
  }
}

/** `reading 12 %`; `null` where the number of files is not known yet. */
function readSoFar({ progress }: Summary, { t }: BadgeVoice): string | null {
  if (progress === null || progress.filesTotal === 0) return null;
  const share = Math.min(99, Math.floor((progress.filesDone / progress.filesTotal) * 100));
  return t('reading {0} %', share);
}

function stateOfWork(summary: Summary, { t, locale, now }: BadgeVoice): string {
  return workState(summary, { t, locale, timeZone: undefined, now: now.getTime() });
}

function counts({ shippedLast7Days, openPieces }: Summary, t: Translate): string {
  const known = [
    shippedLast7Days === null ? null : t('{0} shipped', shippedLast7Days),
    openPieces === null ? null : t('{0} open', openPieces),
  ].filter(part => part !== null);
  return known.length === 0 ? '' : known.reduce((a, b) => t('{0} · {1}', a, b));
}
