import { dateFormat } from './formats.ts';
import type { Instant } from './records.ts';
import type { Summary } from './summary.ts';

const LONGEST_DAY = 26 * 3_600_000;

/** The parts of a summary that tell the state of the work. */
export type WorkFacts = Pick<Summary, 'toPush' | 'pushed' | 'shippedAt' | 'openPieces'>;

/** Words with places for values; `vscode.l10n.t` is one. */
type Words = (message: string, ...values: (string | number)[]) => string;

export interface WorkVoice {
  readonly t: Words;
  /** BCP 47. */
  readonly locale: string;
  /** IANA name; `undefined` is the reader's own. */
  readonly timeZone: string | undefined;
  readonly now: Instant;
}

/**
 * The few words beside the badge's icon, empty where nothing waits. The nearest step first: what waits to be
 * pushed, then what is on its way, then what has arrived today.
 */
export function workState(facts: WorkFacts, { t, locale, timeZone, now }: WorkVoice): string {
  const { toPush, pushed, openPieces } = facts;
  if (toPush !== null && toPush > 0) return t('{0} to push', toPush);
  if (pushed) return t('pushed');
  const shippedAt = facts.shippedAt === null ? Number.NaN : Date.parse(facts.shippedAt);
  // Asked first: no day is so long, and asking a calendar takes longer.
  if (Math.abs(now - shippedAt) < LONGEST_DAY) {
    const day = dateFormat('en-CA', { timeZone, dateStyle: 'short' });
    if (day.format(shippedAt) === day.format(now)) {
      const time = dateFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
      return t('shipped {0}', time.format(shippedAt));
    }
  }
  return openPieces !== null && openPieces > 0 ? t('{0} open', openPieces) : '';
}
