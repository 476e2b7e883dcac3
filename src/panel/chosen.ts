import type { ReportFilter } from '../model/report.ts';
import type { PageMessage, Period } from './protocol.ts';

/** What the person wants the page to be of. */
export class Chosen {
  period: Period = { days: 28, dates: null };
  filter: ReportFilter = { repository: null, agent: null };

  take(message: Extract<PageMessage, { type: 'setPeriod' | 'setDates' | 'setFilter' }>): void {
    if (message.type === 'setPeriod') this.period = { days: message.days, dates: null };
    else if (message.type === 'setDates') this.period = { ...this.period, dates: message.dates };
    else this.filter = message.filter;
  }
}
