import { l10n, window } from 'vscode';
import type { WorkerFunctions } from '../engine/protocol.ts';
import type { PageMessage, PanelReport } from './protocol.ts';

/** Keeps what the person says of a nudge, of those that the page was shown and no other. */
export async function answerNudge(
  { nudge, answer }: Extract<PageMessage, { type: 'answerNudge' }>,
  report: PanelReport | null,
  functions: Pick<WorkerFunctions, 'answerNudge'>,
): Promise<void> {
  const known = answer === 'lift' ? report?.quietNudges : report?.nudges;
  if (!known?.some(({ id }) => id === nudge)) return;
  const kept = await functions.answerNudge(nudge, answer);
  // Answered in another window meanwhile: that is nothing to be told of.
  if (kept.ok || kept.problem === null) return;
  void window.showWarningMessage(l10n.t('AI Impact could not keep what you said. The log tells why.'));
}

/** The person may have switched nudges off since they were shown. */
export function withNudges(report: PanelReport | null, on: boolean): PanelReport | null {
  return report === null || on ? report : { ...report, nudges: [], quietNudges: [] };
}
