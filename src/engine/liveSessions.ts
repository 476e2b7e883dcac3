import type { DatabaseSync } from 'node:sqlite';
import { quantile } from '../insight/figures/quantile.ts';
import { DAY, type LiveFacts, type UsualFacts } from '../insight/nudges/facts.ts';
import { type ActFacts, ActReads } from '../ledger/actReads.ts';
import { RecentActivity, type RecentEdit } from '../ledger/recentActivity.ts';
import { type CallFacts, type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { Families } from './families.ts';

const MINUTE = 60_000;
const LIVE = 30 * MINUTE;
const LATELY = 60 * MINUTE;
/** A conversation that nobody has spoken in for longer is not told of. */
const ALONE_AT_MOST = DAY;
const USUAL_OVER = 28 * DAY;
const TURNS = 10;
const ENOUGH_TO_TELL = 12;

export interface Live {
  readonly sessions: readonly (Omit<LiveFacts, 'piece' | 'repo'> & { readonly root: number })[];
  readonly rereads: UsualFacts['rereads'];
}

/** Conversations that go on now, with what their sub-agents did. */
export function liveSessions(database: DatabaseSync, prices: PriceBook, now: Instant): Live {
  const reads = new SessionReads(database);
  const recent = new RecentActivity(database);
  const sessions = reads.sessions();
  const families = new Families(sessions);
  const live = families.roots.filter(({ id }) => isLive(families.spanOf(id).endedAt, now));
  if (live.length === 0) return { sessions: [], rereads: null };
  const family = Map.groupBy(sessions, ({ id }) => families.rootOf(id));
  const calls = callsOf(reads, now - ALONE_AT_MOST, now);
  const rereads = new Map(live.map(({ id }) => [id, rereadsOf((calls.get(id) ?? []).slice(-TURNS), prices)]));
  const actReads = new ActReads(database);
  return {
    // Weeks of calls are read only where there is something to hold against them.
    rereads: [...rereads.values()].every(each => each === null) ? null : usualRereads(reads, live, now),
    sessions: live.map(session => {
      const members = (family.get(session.id) ?? [session]).map(({ id }) => id);
      const edits = recent.edits(members, now - ALONE_AT_MOST);
      return {
        root: session.id,
        agent: session.agent,
        id: session.name,
        branch: session.branch,
        lastAt: families.spanOf(session.id).endedAt ?? now,
        alone: aloneSince(
          session,
          [...actReads.actsOf(members)].filter(({ at }) => now - at < ALONE_AT_MOST),
          members.flatMap(id => calls.get(id) ?? []),
          edits,
        ),
        edits: editsOf(edits.filter(({ at }) => now - at < LATELY)),
        rereads: rereads.get(session.id) ?? null,
      };
    }),
  };
}

/** By session, oldest first. */
function callsOf(reads: SessionReads, since: Instant, now: Instant): Map<number, CallFacts[]> {
  const calls = Map.groupBy([...reads.calls(since, now + 1)], ({ session }) => session);
  for (const list of calls.values()) list.sort((a, b) => a.at - b.at);
  return calls;
}

/** Tokens that 9 of 10 of the other conversations read again with each turn, at most. */
function usualRereads(
  reads: SessionReads,
  live: readonly SessionFacts[],
  now: Instant,
): UsualFacts['rereads'] {
  const own = new Set(live.map(({ id }) => id));
  const usual = [...callsOf(reads, now - USUAL_OVER, now)]
    .filter(([id, calls]) => calls.length >= TURNS && !own.has(id))
    .map(([, calls]) => calls.reduce((sum, { cacheRead }) => sum + (cacheRead ?? 0), 0) / calls.length)
    .sort((a, b) => a - b);
  return usual.length < ENOUGH_TO_TELL ? null : quantile(usual, 0.9);
}

function isLive(endedAt: Instant | null, now: Instant): boolean {
  return endedAt !== null && Math.abs(now - endedAt) < LIVE;
}

function editsOf(edits: readonly RecentEdit[]): LiveFacts['edits'] {
  const [first, last] = [edits[0], edits.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { first: first.at, last: last.at, files: [...new Set(edits.map(({ path }) => path))] };
}

function aloneSince(
  { id }: SessionFacts,
  acts: readonly ActFacts[],
  calls: readonly CallFacts[],
  edits: readonly { readonly at: Instant }[],
): LiveFacts['alone'] {
  // A prompt of which nobody tells who wrote it is taken for a person's.
  const prompt = acts.findLast(
    ({ act, human, session }) => act === 'prompt' && human !== false && session === id,
  );
  if (prompt === undefined) return null;
  const since = prompt.at;
  const same = new Map<string, number>();
  for (const { act, args, at } of acts) {
    if (at < since || act === 'prompt' || args === null) continue;
    same.set(`${act} ${args}`, (same.get(`${act} ${args}`) ?? 0) + 1);
  }
  return {
    since,
    turns: calls.filter(({ at }) => at >= since).length,
    edits: edits.filter(({ at }) => at >= since).length,
    alike: Math.max(0, ...same.values()),
  };
}

/** `null` where a turn has no price, or the agent does not tell what it read again. */
function rereadsOf(calls: readonly CallFacts[], prices: PriceBook): LiveFacts['rereads'] {
  if (calls.length < TURNS) return null;
  let all = 0;
  let reread = 0;
  let tokens = 0;
  for (const { model, at, cacheRead, ...rest } of calls) {
    const cost = prices.price(model, at, { cacheRead, ...rest });
    const nothing = { input: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    const again = prices.price(model, at, { ...nothing, cacheRead });
    if (cacheRead === null || cost === null || again === null) return null;
    all += cost;
    reread += again;
    tokens += cacheRead;
  }
  return all === 0 ? null : { tokens: Math.round(tokens / calls.length), share: reread / all };
}
