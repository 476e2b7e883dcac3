import { badgeText } from '../../src/badge/badgeText.ts';
import { summaryText } from '../../src/host/summaryText.ts';
import type { Report } from '../../src/model/report.ts';
import type { Summary } from '../../src/model/summary.ts';
import type { PanelReport } from '../../src/panel/protocol.ts';
import { recapMarkdown, recapOf } from '../../src/panel/view/recap.ts';
import { badgeVoice } from '../badge/summary.ts';
import { READY } from '../panel/sample.ts';
import { VOICE } from '../panel/voice.ts';

/** What a person reads of the same account besides the panel. */
export interface Texts {
  readonly tooltip: string;
  /** As a screen reader says it. */
  readonly spoken: string;
  /** What a chat is told of so many days. */
  readonly tool: ReadonlyMap<number, string>;
  /** Of the week before; empty where there is nothing to tell. */
  readonly recap: string;
}

const DAY = 86_400_000;
const MONDAY = 1;

/** @param reports by the days that each is of; the recap is of the longest */
export function textsOf(summary: Summary, reports: ReadonlyMap<number, Report>, now: number): Texts {
  const state = { summary, enabled: true, trusted: true, roots: [], problem: null };
  const badge = badgeText(state, 'counts', badgeVoice(new Date(now)))!;
  return {
    tooltip: badge.tooltip.join('\n'),
    spoken: badge.spoken,
    tool: new Map([...reports].map(([days, report]) => [days, summaryText(report, days)])),
    recap: recapText([...reports.values()].at(-1)!, now),
  };
}

/** As on the last Monday. */
function recapText(report: Report, now: number): string {
  let monday = new Date(now);
  while (monday.getUTCDay() !== MONDAY) monday = new Date(monday.getTime() - DAY);
  const state = { ...READY, report: report as unknown as PanelReport };
  const recap = recapOf(state, { ...VOICE, now: monday });
  return recap === null ? '' : recapMarkdown(recap, { of: () => 'Some change' });
}
