import type { CallRecord, Instant } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';
import { filledString, record } from '../json/looseJson.ts';
import { count, without } from '../json/tokenCounts.ts';

export const AGENT = 'copilot-cli';

/** All of time, in milliseconds. */
const BEGINNING = -8.64e15;
const END = 8.64e15;
/** A reply is told by several stores within moments; no other of theirs is told by one alone. */
export const NEAR_MS = 60_000;

/** Counts as Copilot CLI has them: its input includes what was read from and written to the cache. */
export interface Counts {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

export function countsOf(value: unknown): Counts {
  const usage = record(value);
  return {
    input: count(usage.inputTokens),
    output: count(usage.outputTokens),
    cacheRead: count(usage.cacheReadTokens),
    cacheWrite: count(usage.cacheWriteTokens),
    reasoning: count(usage.reasoningTokens),
  };
}

function tokensOf({ input, output, cacheRead, cacheWrite, reasoning }: Counts): Tokens {
  return {
    input: without(input, cacheRead, cacheWrite),
    cacheRead,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: null,
    output,
    reasoning,
  };
}

export function callOf(
  known: Pick<CallRecord, 'key' | 'session' | 'at' | 'model' | 'lesser'>,
  counts: Counts,
): CallRecord {
  return {
    kind: 'call',
    agent: AGENT,
    tokens: tokensOf(counts),
    loggedCost: null,
    credits: null,
    quality: 'exact',
    sidechain: false,
    ...known,
  };
}

/**
 * What one message generated. All else of its reply is told by what comes beside it or at the session's end, which then
 * tells its output too.
 */
export function outputOf(
  known: Pick<CallRecord, 'key' | 'session' | 'at' | 'model'>,
  output: number,
): CallRecord {
  const nothing = { input: null, cacheRead: null, cacheWrite: null, reasoning: null };
  const lesser = { rank: 3, since: known.at - NEAR_MS, until: END };
  return { ...callOf({ ...known, lesser }, { ...nothing, output }), quality: 'lower bound' };
}

/** The totals of the last `session.shutdown`, by model. */
export interface ShutdownState {
  readonly at: Instant | null;
  readonly totals: Readonly<Record<string, Counts>>;
}

/**
 * A session that ends tells its totals by model, which go on when it is resumed: each end tells one call for each
 * model, with what was added since the end before. A counter that falls was set to zero in between.
 */
export function callsOfShutdown(
  data: Record<string, unknown>,
  session: string,
  at: Instant,
  last: ShutdownState,
): { calls: CallRecord[]; state: ShutdownState } {
  const totals: Record<string, Counts> = { ...last.totals };
  const calls: CallRecord[] = [];
  const metrics = record(data.modelMetrics ?? record(data.accountingSnapshot).modelMetrics);
  for (const [model, metric] of Object.entries(metrics)) {
    const total = countsOf(record(metric).usage);
    const before = Object.hasOwn(last.totals, model) ? last.totals[model]! : null;
    totals[model] = total;
    const added = before === null || hasFallen(before, total) ? total : difference(total, before);
    if (!Object.values(added).some(value => value !== null && value > 0)) continue;
    calls.push(
      callOf(
        {
          key: `${session}|shutdown|${at}|${model}`,
          session,
          at,
          model: filledString(model),
          lesser: { rank: 2, since: last.at === null ? BEGINNING : last.at + 1, until: at + 1 },
        },
        added,
      ),
    );
  }
  return { calls, state: { at, totals } };
}

const PARTS = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

function hasFallen(before: Counts, total: Counts): boolean {
  return PARTS.some(part => (total[part] ?? 0) < (before[part] ?? 0));
}

function difference(total: Counts, before: Counts): Counts {
  const added = { ...total };
  for (const part of PARTS) added[part] = without(total[part], before[part]);
  return added;
}
