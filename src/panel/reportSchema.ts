import * as v from 'valibot';
import { SAID } from '../model/correction.ts';
import { STAGE_NAMES } from '../model/figures.ts';
import { CHIPS, OUTCOMES } from '../model/outcome.ts';
import { LIST_IDS, type ListId } from '../model/pieceLists.ts';
import { nudgesOfReport } from './nudgeProtocol.ts';
import { productionOfReport } from './productionProtocol.ts';

// What the page is sent of a report, as it must be: see `PanelReport`.

const text = v.string();
const count = v.nullable(v.pipe(v.number(), v.finite()));
const time = v.nullable(text);
const use = {
  calls: v.number(),
  input: count,
  cacheRead: count,
  cacheWrite: count,
  output: count,
  credits: v.record(text, v.number()),
  costUsd: count,
};
export function byList<T>(of: T) {
  return Object.fromEntries(LIST_IDS.map(id => [id, of])) as Record<ListId, T>;
}

const quality = v.picklist(['exact', 'lower bound', 'estimated', 'credits', 'none']);
const confidence = v.picklist(['solid', 'fair', 'thin']);
const usage = v.object({ ...use, reasoning: count, unpricedCalls: v.number(), quality });
export const sessionKey = v.object({ agent: text, id: text });
const number = v.pipe(v.number(), v.finite());
const figures = v.object({
  shippedAndStillThere: v.nullable(
    v.object({
      value: number,
      low: number,
      high: number,
      sessions: number,
      pieces: number,
      shippedPieces: number,
    }),
  ),
  shippedChangeTook: v.nullable(
    v.object({ medianUsd: number, meanUsd: number, medianTokens: count, meanTokens: count, pieces: number }),
  ),
  shipped: v.object({ window: number, lastSevenDays: number }),
  stillThere14: v.nullable(v.object({ kept: number, oldEnough: number })),
  stillThereWeeks: v.array(v.object({ weeksAgo: number, kept: number, oldEnough: number, lines: number })),
  rework14: v.nullable(v.object({ value: number, low: number, high: number })),
  inProduction: v.nullable(v.object({ pieces: number })),
  window: v.object({
    inCode: count,
    stages: v.array(v.object({ stage: v.picklist(STAGE_NAMES), reached: number, possible: number })),
  }),
  finished: v.object({ pieces: number, shipped: number }),
  usual: v.nullable(
    v.object({ capUsd: number, since: text, because: v.picklist(['repositories', 'no earlier']) }),
  ),
});

export const report = v.object({
  ...nudgesOfReport,
  generatedAt: text,
  timeZone: text,
  window: v.object({ since: time, until: time }),
  filter: v.object({ repository: v.nullable(text), agent: v.nullable(text) }),
  choices: v.object({ repositories: v.array(text), agents: v.array(text) }),
  sources: v.array(
    v.object({
      agent: text,
      status: v.picklist(['read', 'not found', 'unreadable']),
      files: v.number(),
      skipped: v.number(),
      reason: v.nullable(text),
      looked: v.array(text),
    }),
  ),
  usage: v.object({ total: usage, byAgent: v.record(text, usage) }),
  sessions: v.array(
    v.object({
      id: text,
      agent: text,
      endedAt: time,
      corrected: v.nullable(text),
    }),
  ),
  repos: v.array(
    v.object({
      root: text,
      shippingRef: v.nullable(text),
      lastHeard: time,
      production: productionOfReport,
    }),
  ),
  outcomes: v.record(v.picklist(OUTCOMES), v.object({ ...use, sessions: v.number() })),
  weeks: v.array(
    v.object({
      start: v.pipe(text, v.isoDate()),
      outcomes: v.record(
        v.picklist(OUTCOMES),
        v.object({ calls: v.number(), tokens: count, costUsd: count }),
      ),
    }),
  ),
  coverage: v.array(
    v.object({
      code: text,
      text,
      repo: v.optional(text),
      at: v.optional(text),
      count: v.optional(v.number()),
      agent: v.optional(text),
      model: v.optional(text),
      reason: v.optional(text),
      versions: v.optional(v.array(text)),
      paths: v.optional(v.array(text)),
    }),
  ),
  corrections: v.array(
    v.object({
      id: v.number(),
      agent: text,
      session: text,
      said: v.picklist(SAID),
      target: v.nullable(text),
      at: text,
    }),
  ),
  pieces: v.array(
    v.object({
      id: text,
      repo: v.nullable(text),
      branch: v.nullable(text),
      sessions: v.array(
        v.object({
          ...sessionKey.entries,
          startedAt: time,
          endedAt: time,
          outcome: v.picklist(OUTCOMES),
        }),
      ),
      outcome: v.picklist(OUTCOMES),
      confidence,
      chip: v.nullable(v.picklist(CHIPS)),
      restated: v.array(v.object({ from: v.picklist(OUTCOMES), to: v.picklist(OUTCOMES), at: text })),
      startedAt: time,
      lastAt: time,
      shippedAt: time,
      commits: v.array(text),
      mainCommit: v.nullable(text),
      evidence: v.array(
        v.object({
          kind: text,
          commit: v.nullable(text),
          ref: v.nullable(text),
          file: v.nullable(text),
          lines: count,
          rule: text,
        }),
      ),
      letGo: v.boolean(),
      tree: v.nullable(text),
      pullRequest: v.nullable(text),
      newPullRequest: v.nullable(text),
      acts: v.record(text, v.number()),
      files: v.array(text),
      lines: v.object({ counting: v.number(), shipped: v.number() }),
      use: v.object(use),
      share: count,
      countsAsShipped: v.boolean(),
    }),
  ),
  figures,
  rest: v.object({
    lists: v.partial(v.object(byList(v.number()))),
    counted: v.number(),
    waiting: v.number(),
    sessions: v.record(text, v.object({ count: v.number(), latest: time })),
  }),
});
