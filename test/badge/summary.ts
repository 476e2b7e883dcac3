import type { BadgeVoice } from '../../src/badge/badgeState.ts';
import type { Summary } from '../../src/model/summary.ts';

export const SUMMARY: Summary = {
  schema: 1,
  generatedAt: '2025-11-23T14:00:00Z',
  machine: 'lovelace',
  phase: 'ready',
  progress: null,
  toPush: 0,
  pushed: false,
  shippedAt: null,
  openPieces: 0,
  shippedLast7Days: 4,
  callsLast7Days: 412,
  tokensLast7Days: 3_200_000,
  places: [],
  unreadableSources: [],
  gitMissing: false,
  corrections: 0,
  findings: '',
  nudge: null,
  nudges: 0,
  collectorAlive: '2025-11-23T13:59:00Z',
};

/** English as it is written in the source, with places filled in as `vscode.l10n.t` does. */
export function badgeVoice(now: Date): BadgeVoice {
  return {
    t: (message, ...values) => message.replace(/\{(\d+)\}/g, (_, index) => String(values[Number(index)])),
    locale: 'en-GB',
    now,
  };
}
