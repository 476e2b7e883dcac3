import { intlFormatDistance, isValid, parseISO } from 'date-fns';
import { agentName } from '../model/agentNames.ts';
import { compactNumber } from '../model/compactNumber.ts';
import { inWindow } from '../model/placeKey.ts';
import type { Summary } from '../model/summary.ts';
import type { BadgeState, BadgeVoice } from './badgeState.ts';
import { nudgeLine } from './nudgeLine.ts';
import { problemText } from './problemText.ts';

/** A collector that gave no sign for this long is said to be silent, in milliseconds. */
const SILENT = 10 * 60_000;

/** Five lines: the state of the work or what is wrong, the counts, what that took, the machine, the reading. */
export function tooltipLines(state: BadgeState, voice: BadgeVoice): string[] {
  const { summary } = state;
  const first = stateLine(state, voice);
  if (summary === null) return [first, '', '', '', ''];
  // Counts of what is not there would be five ways to say that they are unknown.
  if (nothingYet(summary) || onlyBegun(summary))
    return [first, '', '', voice.t('Machine: {0}.', summary.machine), ''];
  return [
    first,
    countsLine(summary, voice),
    useLine(summary, voice),
    voice.t('Machine: {0}.', summary.machine),
    readingLine(summary, voice),
  ];
}

function stateLine({ summary, trusted, problem, roots }: BadgeState, voice: BadgeVoice): string {
  const { t } = voice;
  if (problem !== null) return problemText(problem, t);
  if (!trusted) return t('This window is in Restricted Mode, so no repository is read.');
  switch (summary?.phase) {
    case undefined:
    case 'starting':
      return t('AI Impact is starting.');
    case 'importing':
      return importing(summary!, voice);
    case 'paused':
      return t('Reading is paused.');
    case 'restricted':
      return t('This window is in Restricted Mode, so no repository is read.');
    case 'unreadable':
      return t('What was kept could not be read.');
    case 'off':
      return t('AI Impact is switched off.');
    case 'ready':
      if (nothingYet(summary!)) return t('No log of an AI agent was found on this machine yet.');
      return [
        workLine(inWindow(summary!, roots), voice),
        summary!.nudge === null ? '' : nudgeLine(summary!.nudge.kind, t),
      ]
        .filter(sentence => sentence !== '')
        .join(' ');
  }
}

/** Everything was looked at, and no agent has left anything that could be read or not be read. */
function nothingYet({ phase, openPieces, callsLast7Days, unreadableSources }: Summary): boolean {
  return (
    phase === 'ready' && openPieces === null && callsLast7Days === null && unreadableSources.length === 0
  );
}

/** The first reading has not come to anything that could be told. */
function onlyBegun({ phase, openPieces, callsLast7Days }: Summary): boolean {
  return phase === 'importing' && openPieces === null && callsLast7Days === null;
}

function importing({ progress }: Summary, { t }: BadgeVoice): string {
  if (progress === null || progress.filesTotal === 0) return t('The logs of your agents are being read.');
  return t(
    'The logs of your agents are being read: {0} of {1} files.',
    progress.filesDone,
    progress.filesTotal,
  );
}

function workLine(summary: Summary, { t, locale, now }: BadgeVoice): string {
  const { toPush, pushed, openPieces } = summary;
  if (toPush === 1) return t('One commit here is not pushed.');
  if (toPush !== null && toPush > 1) return t('{0} commits here are not pushed.', toPush);
  if (pushed) return t('The newest work here is pushed and has not shipped yet.');
  const shipped = summary.shippedAt === null ? null : parseISO(summary.shippedAt);
  if (shipped !== null && isValid(shipped)) {
    return t('Work last shipped {0}.', intlFormatDistance(shipped > now ? now : shipped, now, { locale }));
  }
  if (openPieces === 1) return t('One change is open.');
  if (openPieces !== null && openPieces > 1) return t('{0} changes are open.', openPieces);
  if (openPieces === null || toPush === null) return t('The state of the work is not known yet.');
  return t('Nothing is waiting.');
}

function countsLine({ shippedLast7Days, openPieces }: Summary, { t }: BadgeVoice): string {
  return t('Last 7 days: {0} shipped; {1} open now.', known(shippedLast7Days, t), known(openPieces, t));
}

/** Beneath what became of the work, for tokens alone tell nothing. */
function useLine({ tokensLast7Days: tokens, callsLast7Days: calls }: Summary, voice: BadgeVoice): string {
  const { t, locale } = voice;
  if (calls === 0) return t('No AI use was seen in the last 7 days.');
  if (tokens === null) return t('How many tokens that took is unknown.');
  return t(
    'It took {0}, questions and reviews among them.',
    tokensInCalls(compactNumber(tokens, locale), calls, voice),
  );
}

function tokensInCalls(used: string, calls: number | null, { t, locale }: BadgeVoice): string {
  if (calls === null) return t('{0} tokens', used);
  if (calls === 1) return t('{0} tokens in one call', used);
  return t('{0} tokens in {1} calls', used, new Intl.NumberFormat(locale).format(calls));
}

function readingLine(summary: Summary, { t, locale, now }: BadgeVoice): string {
  const { unreadableSources, gitMissing, collectorAlive } = summary;
  const missing = [
    unreadableSources.length === 0
      ? ''
      : t('Could not be read: {0}.', new Intl.ListFormat(locale).format(unreadableSources.map(agentName))),
    gitMissing ? t('Git was not found: install it, or put it on the PATH.') : '',
  ].filter(sentence => sentence !== '');
  if (missing.length > 0) return missing.join(' ');
  const alive = collectorAlive === null ? null : parseISO(collectorAlive);
  if (alive !== null && isValid(alive) && now.getTime() - alive.getTime() > SILENT) {
    return t('Logs were last looked at {0}.', intlFormatDistance(alive, now, { locale }));
  }
  return t('Everything that was found could be read.');
}

function known(count: number | null, t: BadgeVoice['t']): string | number {
  return count ?? t('unknown');
}
