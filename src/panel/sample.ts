import type { PanelReport, PanelState, Plan, Titles } from './protocol.ts';

/** A made-up developer's four weeks, drawn up by the engine from made-up logs; see scripts/sample.ts. */
export interface Sample {
  readonly report: PanelReport;
  readonly titles: Titles;
}

const DAY = 86_400_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** As if it had been drawn up within the last day: by whole days later, so that hours stay what they were. */
export async function sampleAt(now: Date): Promise<Sample> {
  const { default: kept } = await import('./sampleReport.json', { with: { type: 'json' } });
  const sample = kept as unknown as Sample;
  const days = Math.floor((now.getTime() - Date.parse(sample.report.generatedAt)) / DAY);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const { report, titles } = later(sample, days * DAY) as Sample;
  return { report: { ...report, timeZone }, titles };
}

/** The page of it; nothing of it can be opened. */
export function sampleState({ report }: Sample, plan: Plan): PanelState {
  return {
    phase: 'ready',
    progress: null,
    report,
    earlier: false,
    period: { days: 28, dates: null },
    filter: { repository: null, agent: null },
    shown: {},
    plan,
    trusted: false,
    sample: true,
    keepLogs: false,
    recapPutOff: null,
    rules: [],
    problem: null,
  };
}

function later(value: unknown, by: number): unknown {
  if (typeof value === 'string') {
    return INSTANT.test(value) ? new Date(Date.parse(value) + by).toISOString() : value;
  }
  if (Array.isArray(value)) return value.map(each => later(each, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, later(each, by)]));
}
