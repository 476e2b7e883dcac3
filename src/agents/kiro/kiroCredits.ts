import type { CallRecord } from '../../model/records.ts';
import { record } from '../json/looseJson.ts';

const UNIT = 'credit';

/**
 * What one turn cost: each entry of its list is a part of it. Kiro keeps no tokens, and credits are never turned
 * into any.
 * @returns `null` where no credits are told, which is not the same as none
 */
export function creditsIn(list: unknown): CallRecord['credits'] {
  let amount: number | null = null;
  for (const entry of Array.isArray(list) ? list : []) {
    const { unit, usage, value } = record(entry);
    const part = usage ?? value;
    if (typeof unit !== 'string' || !/^credits?$/i.test(unit) || typeof part !== 'number') continue;
    amount = (amount ?? 0) + Math.max(0, part);
  }
  return amount === null ? null : { unit: UNIT, amount };
}

/**
 * The key of a turn's credits. Ids of executions are unique, and a session that was moved to a newer store keeps them;
 * shorter ones are counters of their session.
 */
export function turnKey(session: string, execution: string): string {
  return /^[0-9a-f-]{32,}$/i.test(execution) ? execution : `${session}/${execution}`;
}
