// panel: the one page. The state of the reading and a report come in; a page and the person's wishes go out.
// This file is the whole contract between the extension host and the page, and both sides check it.
import * as v from 'valibot';
import { SAID } from '../model/correction.ts';
import { STEPS } from '../model/nextStep.ts';
import type { OwnRule } from '../model/ownRule.ts';
import { LIST_IDS, type ListId } from '../model/pieceLists.ts';
import { PROBLEMS, type Problem } from '../model/problem.ts';
import type {
  Dates,
  Report,
  ReportFilter,
  RepositoryReport,
  SessionReport,
  SourceReport,
} from '../model/report.ts';
import { PHASES, type Phase, type ReadingProgress } from '../model/summary.ts';
import { answerNudge, ownRule } from './nudgeProtocol.ts';
import { sayProduction, takeBackProduction } from './productionProtocol.ts';
import { byList, report, sessionKey } from './reportSchema.ts';
import { type Resumptions, resumeAsked, resumeTold } from './resumeMessages.ts';
import type { PanelStrings } from './strings.ts';

export type { Resumptions } from './resumeMessages.ts';
export type { PanelStrings } from './strings.ts';

export type Days = 7 | 28 | 90 | null;

export interface Period {
  /** Length of the window in days; `null` is everything that could be read. */
  readonly days: Days;
  /** Instead of it: from the first day to the last, both `YYYY-MM-DD`. */
  readonly dates: Dates | null;
}

const PLANS = ['unknown', 'flat', 'per use'] as const;
export type Plan = (typeof PLANS)[number];

/** The parts of a report that the page draws. A whole `Report` is one. */
export type PanelReport = Pick<
  Report,
  | 'generatedAt'
  | 'timeZone'
  | 'window'
  | 'filter'
  | 'choices'
  | 'outcomes'
  | 'weeks'
  | 'coverage'
  | 'corrections'
  | 'pieces'
  | 'figures'
  | 'rest'
  | 'nudges'
  | 'quietNudges'
> & {
  readonly usage: Pick<Report['usage'], 'total' | 'byAgent'>;
  readonly sources: readonly Pick<
    SourceReport,
    'agent' | 'status' | 'files' | 'skipped' | 'reason' | 'looked'
  >[];
  readonly repos: readonly Pick<RepositoryReport, 'root' | 'shippingRef' | 'lastHeard' | 'production'>[];
  readonly sessions: readonly Pick<SessionReport, 'id' | 'agent' | 'endedAt' | 'corrected'>[];
};

export interface PanelState {
  readonly phase: Phase;
  readonly progress: ReadingProgress | null;
  readonly report: PanelReport | null;
  /** It is of an earlier look; a newer one is being read. */
  readonly earlier: boolean;
  readonly period: Period;
  /** As it was chosen: what the report is of may still be another. */
  readonly filter: ReportFilter;
  /** How many rows of a list were asked for, where that is more than at first. */
  readonly shown: Readonly<Partial<Record<ListId, number>>>;
  readonly plan: Plan;
  readonly trusted: boolean;
  /** What is shown is made up, and nothing of the person's. */
  readonly sample: boolean;
  /** It is time to say for how long Claude Code keeps its logs. */
  readonly keepLogs: boolean;
  /** `YYYY-MM-DD` of the Monday whose look back the person has put away; `null` where they have put away none. */
  readonly recapPutOff: string | null;
  /** The person's own rules: a nudge by one of them is told in their words. */
  readonly rules: readonly OwnRule[];
  /** Why nothing can be collected, or no newer account be given; what is shown is from before. */
  readonly problem: Problem | null;
}

const text = v.string();
const days = v.nullable(v.picklist([7, 28, 90]));
const date = v.pipe(text, v.isoDate());
const dates = v.pipe(
  v.object({ from: date, to: date }),
  v.check(({ from, to }) => from <= to),
);
const filter = v.object({ repository: v.nullable(text), agent: v.nullable(text) });
const commitId = v.pipe(text, v.regex(/^[0-9a-f]{7,64}$/));
const calendarDay = v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/));
const commitKey = v.object({ repo: text, commit: commitId });

//#region from the page

const pageMessage = v.variant('type', [
  /** The page listens: it wants strings and state. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('setPeriod'), days }),
  /** Instead of a period. */
  v.object({ type: v.literal('setDates'), dates }),
  v.object({ type: v.literal('setFilter'), filter }),
  /** So many rows of a list. */
  v.object({
    type: v.literal('showMore'),
    list: v.picklist(LIST_IDS),
    rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  v.object({ type: v.literal('setPlan'), plan: v.picklist(PLANS) }),
  /** Shows made-up data, or leaves them. */
  v.object({ type: v.literal('showSample'), shown: v.boolean() }),
  v.object({ type: v.literal('putOffRecap'), monday: calendarDay }),
  v.object({ type: v.literal('copyText'), text: v.pipe(text, v.maxLength(50_000)) }),
  v.object({ type: v.literal('refresh') }),
  v.object({ type: v.literal('pause') }),
  v.object({ type: v.literal('resume') }),
  v.object({ type: v.literal('openCommit'), ...commitKey.entries }),
  /** `path` as the report has it: relative to `repo`, or absolute where `repo` is null. */
  v.object({ type: v.literal('openFile'), repo: v.nullable(text), path: v.pipe(text, v.minLength(1)) }),
  /** Shows the settings that choose what is read. */
  v.object({ type: v.literal('showSources') }),
  /** Shows all settings of the extension: the way back from "off". */
  v.object({ type: v.literal('openSettings') }),
  v.object({ type: v.literal('manageTrust') }),
  /** Asks a repository's remotes what is new; `repo` as the report has it. */
  v.object({ type: v.literal('fetch'), repo: text }),
  /** The words of headings, read when shown and never kept. */
  v.object({
    type: v.literal('requestTitles'),
    sessions: v.array(sessionKey),
    commits: v.array(commitKey),
  }),
  ...resumeAsked,
  /** Brings a piece on, by the step that it is shown with. */
  v.object({ type: v.literal('takeStep'), piece: text, step: v.picklist(STEPS) }),
  /** What the person says of these sessions: see `Said`. */
  v.object({
    type: v.literal('say'),
    sessions: v.pipe(v.array(sessionKey), v.minLength(1)),
    said: v.picklist(SAID),
    target: v.nullable(commitId),
  }),
  /** The same, of a commit that they are still to be asked for. */
  v.object({ type: v.literal('linkCommit'), sessions: v.pipe(v.array(sessionKey), v.minLength(1)) }),
  v.object({ type: v.literal('takeBack'), corrections: v.array(v.number()) }),
  sayProduction,
  takeBackProduction,
  /** What the person says of a nudge that they were shown. */
  answerNudge,
]);

export type PageMessage = v.InferOutput<typeof pageMessage>;

/** `null` where the message is not one of ours. */
export function parsePageMessage(data: unknown): PageMessage | null {
  const parsed = v.safeParse(pageMessage, data);
  return parsed.success ? parsed.output : null;
}

/** What the page keeps for the time when it is hidden or the window is loaded again. */
export interface PageMemory {
  readonly days: Days;
  readonly dates: Dates | null;
  readonly filter: ReportFilter;
  /** Distance scrolled, in pixels. */
  readonly scroll: number;
}

const pageMemory = v.object({
  days,
  // An older version kept neither.
  dates: v.optional(v.nullable(dates), null),
  filter: v.optional(filter, { repository: null, agent: null }),
  scroll: v.pipe(v.number(), v.finite()),
});

/** `null` where nothing of ours was kept. */
export function parsePageMemory(kept: unknown): PageMemory | null {
  const parsed = v.safeParse(pageMemory, kept);
  return parsed.success ? parsed.output : null;
}

//#endregion

//#region to the page

const state = v.object({
  phase: v.picklist(PHASES),
  progress: v.nullable(
    v.object({ filesDone: v.number(), filesTotal: v.number(), oldestDay: v.nullable(text) }),
  ),
  report: v.nullable(report),
  earlier: v.boolean(),
  period: v.object({ days, dates: v.nullable(dates) }),
  filter,
  shown: v.partial(v.object(byList(v.pipe(v.number(), v.integer(), v.minValue(1))))),
  plan: v.picklist(PLANS),
  trusted: v.boolean(),
  sample: v.boolean(),
  keepLogs: v.boolean(),
  recapPutOff: v.nullable(calendarDay),
  rules: v.array(ownRule),
  problem: v.nullable(v.picklist(PROBLEMS)),
});

const titles = v.object({
  sessions: v.array(v.object({ ...sessionKey.entries, title: v.nullable(text) })),
  commits: v.array(v.object({ ...commitKey.entries, title: v.nullable(text) })),
});

/** The words asked for; `null` where the log or the commit is gone. */
export type Titles = v.InferOutput<typeof titles>;

export type HostMessage =
  | { readonly type: 'strings'; readonly strings: PanelStrings; readonly locale: string }
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'titles'; readonly titles: Titles }
  | { readonly type: 'resumptions'; readonly resumptions: Resumptions };

const hostMessage = v.variant('type', [
  v.object({
    type: v.literal('strings'),
    strings: v.custom<PanelStrings>(isBagOfWords),
    locale: text,
  }),
  v.object({ type: v.literal('state'), state }),
  v.object({ type: v.literal('titles'), titles }),
  resumeTold,
]);

/** `null` where the message is not one of ours. */
export function parseHostMessage(data: unknown): HostMessage | null {
  const parsed = v.safeParse(hostMessage, data);
  return parsed.success ? (parsed.output as HostMessage) : null;
}

/** Text, lists of text and bags of text, at any depth. */
function isBagOfWords(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isBagOfWords);
}

//#endregion
