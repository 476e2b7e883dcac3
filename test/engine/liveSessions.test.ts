import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { liveSessions } from '../../src/engine/liveSessions.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import type { ActRecord, AgentRecord, CallRecord } from '../../src/model/records.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;
const prices = new PriceBook();

function live(records: readonly AgentRecord[], now = NOW) {
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  const writer = new RecordWriter(database);
  for (const record of records) writer.write(record, 1, 1);
  writer.settle();
  return liveSessions(database, prices, now);
}

/** A session with so many calls, the last of them just then. */
function talk(
  id: string,
  endedAt: number,
  calls: number,
  cacheRead: number | null,
  given: { readonly parent?: string; readonly model?: string } = {},
): AgentRecord[] {
  const { parent = null, model = 'claude-opus-4-5' } = given;
  const startedAt = endedAt - calls * 1000;
  const nothing = { cwd: null, branch: null, commit: null, remote: null, forkedFrom: null };
  return [
    { ...nothing, kind: 'session', agent: 'codex', id, parent, startedAt, endedAt, log: `/l/${id}` },
    ...Array.from(
      { length: calls },
      (_, i): CallRecord => ({
        kind: 'call',
        agent: 'codex',
        key: `${id} ${i}`,
        session: id,
        at: startedAt + (i + 1) * 1000,
        model,
        tokens: { input: 10, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0, output: 50, reasoning: null },
        loggedCost: null,
        credits: null,
        quality: 'exact',
        lesser: null,
        sidechain: false,
      }),
    ),
  ];
}

function act(session: string, at: number, what: Partial<ActRecord>): ActRecord {
  const key = `${session} ${at} ${what.act} ${what.argsDigest}`;
  const nothing = { human: null, target: null, argsDigest: null, resultDigest: null, ok: true };
  return { ...nothing, kind: 'act', agent: 'codex', key, session, at, act: 'shell', ...what };
}

const others = (count: number, cacheRead = 1000) =>
  Array.from({ length: count }, (_, i) => talk(`other ${i}`, NOW - (i + 1) * DAY, 10, cacheRead)).flat();

describe('engine: sessions that go on', () => {
  it('are those with a sign of life within the last half hour', () => {
    const names = (age: number) => live(talk('a', NOW - age, 3, 0)).sessions.map(({ id }) => id);
    assert.deepEqual(names(29 * MINUTE), ['a']);
    assert.deepEqual(names(31 * MINUTE), []);
  });

  it('tell what the last ten turns read again, and what is usual where there is enough to tell', () => {
    const { sessions, rereads } = live([...others(12), ...talk('a', NOW, 20, 400_000)]);
    assert.equal(rereads, 1000, 'of the others');
    assert.equal(sessions[0]?.rereads?.tokens, 400_000);
    assert.ok(sessions[0].rereads.share > 0.9 && sessions[0].rereads.share < 1);
    assert.equal(live([...others(11), ...talk('a', NOW, 20, 400_000)]).rereads, null);
    const of = (...given: Parameters<typeof talk>) => live(talk(...given)).sessions[0]?.rereads ?? null;
    assert.equal(of('a', NOW, 9, 400_000), null, 'too few turns');
    assert.equal(of('a', NOW, 20, null), null, 'not told is not nothing');
    assert.equal(of('a', NOW, 20, 400_000, { model: 'nobody-knows-it' }), null, 'no price');
  });

  it('count since the last prompt of a person, with what their sub-agents did', () => {
    const since = NOW - 10 * MINUTE;
    const alone = (...acts: ActRecord[]) =>
      live([
        ...talk('a', NOW, 5, 0),
        ...talk('b', NOW, 4, 0, { parent: 'a' }),
        act('a', since, { act: 'prompt', human: true }),
        ...acts,
      ]).sessions[0]?.alone;
    assert.deepEqual(alone(), { since, turns: 9, edits: 0, alike: 0 });
    const same = [1, 2, 3].map(i => act('b', since + i, { argsDigest: 7 }));
    assert.equal(alone(...same, act('a', since + 9, { argsDigest: 8 }))?.alike, 3);
    assert.equal(
      alone(...same.map(each => ({ ...each, argsDigest: null })))?.alike,
      0,
      'not known to be the same',
    );
    assert.equal(alone(act('a', NOW - 1500, { act: 'prompt', human: true }))?.turns, 4, 'two of each');
    assert.equal(alone(act('a', NOW, { act: 'prompt', human: false }))?.turns, 9, 'a program said it');
    assert.equal(live(talk('a', NOW, 5, 0)).sessions[0]?.alone, null, 'nobody knows since when');
  });
});
