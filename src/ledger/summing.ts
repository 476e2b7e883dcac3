import { CREDIT_PARTS, kindOf, quarterOf } from './useKey.ts';
import type { SingleCall, UseSum } from './useReads.ts';

/** Sums of calls that were read one by one. */
export function sumsOf(calls: Iterable<SingleCall>): UseSum[] {
  const sums = new Map<string, UseSum>();
  for (const call of calls) {
    const empty = emptySum(call);
    const key = keyOf(empty);
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = empty;
      sums.set(key, sum);
    }
    change(sum, call, 1);
  }
  return [...sums.values()];
}

/** Which sum a call is part of. */
export function keyOfCall(call: SingleCall): string {
  return keyOf(emptySum(call));
}

/** What is left of sums without some of the calls in them. */
export function without(sums: readonly UseSum[], calls: Iterable<SingleCall>): UseSum[] {
  const left = new Map(sums.map(sum => [keyOf(sum), { ...sum }]));
  for (const call of calls) {
    const sum = left.get(keyOfCall(call));
    if (sum !== undefined) change(sum, call, -1);
  }
  return [...left.values()].filter(sum => sum.calls > 0);
}

/** Equal for sums of the same. */
export function keyOf({ session, quarter, model, kind, unit }: UseSum): string {
  return `${session} ${quarter} ${model} ${kind} ${unit}`;
}

function emptySum(call: SingleCall): UseSum {
  return {
    session: call.session,
    quarter: quarterOf(call.at),
    model: call.model ?? 0,
    kind: kindOf(call.quality, call),
    unit: call.creditUnit ?? '',
    calls: 0,
    input: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: 0,
    reasoning: 0,
    cost: 0,
    credit: 0,
  };
}

function change(sum: UseSum, call: SingleCall, sign: 1 | -1): void {
  sum.calls += sign;
  sum.input += sign * (call.input ?? 0);
  sum.cacheRead += sign * (call.cacheRead ?? 0);
  sum.cacheWrite5m += sign * (call.cacheWrite5m ?? 0);
  sum.cacheWrite1h += sign * (call.cacheWrite1h ?? 0);
  sum.output += sign * (call.output ?? 0);
  sum.reasoning += sign * (call.reasoning ?? 0);
  sum.cost += sign * (call.cost ?? 0);
  sum.credit += sign * Math.round((call.credit ?? 0) * CREDIT_PARTS);
}
