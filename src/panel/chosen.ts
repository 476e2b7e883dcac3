import type { ReportFilter } from '../model/report.ts';
import type { PageMessage, PanelState, Period } from './protocol.ts';

const OPENS_WITH = 28;

/** What the person wants the page to be of. */
export class Chosen {
  period: Period = { days: OPENS_WITH, dates: null };
  filter: ReportFilter = { repository: null, agent: null };
  /** Rows that were asked for: of what it is now, and no longer. */
  shown: PanelState['shown'] = {};

  /** It is what a panel opens with. */
  get isAsAtFirst(): boolean {
    const { days, dates } = this.period;
    const { repository, agent } = this.filter;
    const isWhole = repository === null && agent === null;
    return days === OPENS_WITH && dates === null && isWhole && Object.keys(this.shown).length === 0;
  }

  take(message: Extract<PageMessage, { type: 'setPeriod' | 'setDates' | 'setFilter' | 'showMore' }>): void {
    this.shown = message.type === 'showMore' ? { ...this.shown, [message.list]: message.rows } : {};
    if (message.type === 'setPeriod') this.period = { days: message.days, dates: null };
    else if (message.type === 'setDates') this.period = { ...this.period, dates: message.dates };
    else if (message.type === 'setFilter') this.filter = message.filter;
  }
}
