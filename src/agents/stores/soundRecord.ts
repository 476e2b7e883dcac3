import type { AgentRecord, CallRecord, Instant } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';

/** No call, and no sum of a session, comes near: a larger number is damage, not use. */
const MOST_TOKENS = 1e12;
const MOST_MICROS = 1e13;
const MOST_CREDITS = 1e9;
/** What a date can hold. */
const FARTHEST = 8.64e15;

/**
 * Whatever a damaged or strange log says: whole numbers where numbers are counted, and unknown where a number cannot
 * be true.
 * @param otherwise the time of a record whose own is none
 */
export function soundRecord(record: AgentRecord, otherwise: Instant): AgentRecord {
  if (record.kind === 'session') {
    const { startedAt, endedAt } = record;
    if (isInstant(startedAt) && isInstant(endedAt)) return record;
    return { ...record, startedAt: instant(startedAt), endedAt: instant(endedAt) };
  }
  const timed = isInstant(record.at)
    ? record
    : { ...record, at: instant(record.at) ?? Math.round(otherwise) };
  return timed.kind === 'call' ? soundCall(timed) : timed;
}

function soundCall(call: CallRecord): CallRecord {
  const { tokens, loggedCost, credits, lesser } = call;
  const sound =
    isCount(tokens.input) &&
    isCount(tokens.cacheRead) &&
    isCount(tokens.cacheWrite5m) &&
    isCount(tokens.cacheWrite1h) &&
    isCount(tokens.output) &&
    isCount(tokens.reasoning) &&
    (loggedCost === null || isWhole(loggedCost, MOST_MICROS)) &&
    (credits === null || (credits.amount >= 0 && credits.amount <= MOST_CREDITS)) &&
    (lesser === null || (isInstant(lesser.since) && isInstant(lesser.until)));
  if (sound) return call;
  const count = (value: number | null) => (isCount(value) ? value : null);
  const sums: Tokens = {
    input: count(tokens.input),
    cacheRead: count(tokens.cacheRead),
    cacheWrite5m: count(tokens.cacheWrite5m),
    cacheWrite1h: count(tokens.cacheWrite1h),
    output: count(tokens.output),
    reasoning: count(tokens.reasoning),
  };
  return {
    ...call,
    tokens: sums,
    loggedCost: loggedCost !== null && isWhole(loggedCost, MOST_MICROS) ? loggedCost : null,
    credits: credits !== null && credits.amount >= 0 && credits.amount <= MOST_CREDITS ? credits : null,
    lesser:
      lesser === null
        ? null
        : { ...lesser, since: instant(lesser.since) ?? -FARTHEST, until: instant(lesser.until) ?? FARTHEST },
  };
}

function isCount(value: number | null): boolean {
  return value === null || isWhole(value, MOST_TOKENS);
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function isInstant(at: Instant | null): boolean {
  return at === null || (Number.isInteger(at) && Math.abs(at) <= FARTHEST);
}

function instant(at: Instant | null): Instant | null {
  if (at === null || !(Math.abs(at) <= FARTHEST)) return null;
  return Math.round(at);
}
