import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import type { Agent } from '../../src/agents/agent.ts';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { ArrayWalk, keyOf, ObjectWalk, valueEnd } from '../../src/agents/json/jsonWalk.ts';
import { type Merged, readLines, temporaryFolder } from './readingLogs.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');
type Json = Record<string, unknown>;

function logsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.jsonl'))
    .map(name => join(folder, name))
    .sort();
}

/** The same value with the members of every object in another order. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map(each => shuffled(each, random));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, each]) => ({ key, each, order: random() }));
  members.sort((a, b) => a.order - b.order);
  return Object.fromEntries(members.map(({ key, each }) => [key, shuffled(each, random)]));
}

/** What was read, but for digests, which are of bytes and so follow their order. */
function told(merged: Merged) {
  const { sessions, calls, edits, acts, links } = merged.all();
  const bare = acts.map(([key, act]) => [key, { ...act, argsDigest: null, resultDigest: null }]);
  return JSON.stringify({ sessions, calls, edits, acts: bare, links });
}

/** Calls of a transcript, by parsing every line as a whole: the slow way, to check the quick one against. */
function callsByParsing(lines: Json[]): Map<string, number[]> {
  const calls = new Map<string, number[]>();
  for (const line of lines) {
    const { usage, id } = (line.message ?? {}) as { usage?: Record<string, number>; id?: string };
    if (line.type !== 'assistant' || usage === undefined) continue;
    const key = `${id}|${line.isSidechain === true ? '' : line.requestId}`;
    calls.set(key, [usage.input_tokens!, usage.cache_read_input_tokens!, usage.output_tokens!]);
  }
  return calls;
}

function recordsByParsing(lines: Json[]): Map<string, number[]> {
  const calls = new Map<string, number[]>();
  for (const { type, payload } of lines as { type: string; payload: Json }[]) {
    if (type !== 'token_usage_record') continue;
    const usage = payload.usage as Record<string, number>;
    const written = usage.cache_write_input_tokens ?? 0;
    const input = usage.input_tokens! - usage.cached_input_tokens! - written;
    calls.set(`${payload.thread_id}|${payload.response_id}`, [
      input,
      usage.cached_input_tokens!,
      usage.output_tokens!,
    ]);
  }
  return calls;
}

describe('agents: reading from the bytes', () => {
  const folder = temporaryFolder();
  const agents: [Agent, string, (lines: Json[]) => Map<string, number[]>][] = [
    [claudeCode, 'claude-code', callsByParsing],
    [codex, 'codex', recordsByParsing],
  ];
  for (const [agent, name, byParsing] of agents) {
    for (const log of logsIn(join(FIXTURES, name))) {
      const lines: Json[] = readFileSync(log, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line));

      it(`gives the calls that parsing gives: ${basename(log)}`, async () => {
        const { calls } = await readLines(agent, join(folder(), 'projects', basename(log)), lines);
        const got = [...calls].map(([key, { tokens }]) => [
          key,
          [tokens.input, tokens.cacheRead, tokens.output],
        ]);
        assert.deepEqual(got, [...byParsing(lines)]);
      });

      it(`gives the same whatever the order of keys and the spaces between: ${basename(log)}`, async () => {
        const path = join(folder(), 'projects', basename(log));
        const expected = told(await readLines(agent, path, lines));
        await fc.assert(
          fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async stream => {
            const random = () => stream.next().value as number;
            const others = lines.map(line => {
              const text = JSON.stringify(shuffled(line, random), null, random() < 0.3 ? 1 : 0);
              return text.replaceAll('\n', ' ');
            });
            assert.equal(told(await readLines(agent, path, others)), expected);
          }),
          { numRuns: 12 },
        );
      });
    }
  }

  describe('jsonWalk', () => {
    const walkAll = (text: string): unknown => {
      const buffer = Buffer.from(text);
      const at = (start: number, end: number): unknown => {
        if (buffer[start] === 123) {
          const walk = new ObjectWalk();
          const members: [number, unknown][] = [];
          walk.open(buffer, start, end);
          while (walk.next()) members.push([walk.key, at(walk.value, end)]);
          assert.equal(walk.broken, false, text);
          return members;
        }
        if (buffer[start] === 91) {
          const walk = new ArrayWalk();
          const elements: unknown[] = [];
          walk.open(buffer, start, end);
          while (walk.next()) elements.push(at(walk.value, end));
          assert.equal(walk.broken, false, text);
          return elements;
        }
        return JSON.parse(buffer.toString('utf8', start, valueEnd(buffer, start, end)));
      };
      assert.equal(valueEnd(buffer, 0, buffer.length), buffer.length, text);
      return at(0, buffer.length);
    };
    const keyed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(keyed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.entries(value).map(([key, each]) => [keyOf(key), keyed(each)]);
    };
    const names = fc.stringMatching(/^[A-Za-z_]{1,12}$/);
    const values = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary', maxLength: 90 }),
        fc.constantFrom('a\\', '\\"', '"}]},"type":"user"', '{"parentUuid":', '\u2028'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(names, tie('value'), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).value;

    it('finds every member of any JSON, as parsing does', () => {
      fc.assert(
        fc.property(
          fc.dictionary(names, values, { noNullPrototype: true }),
          fc.constantFrom(0, 1),
          (value, space) => {
            assert.deepEqual(
              walkAll(JSON.stringify(value, null, space)),
              keyed(JSON.parse(JSON.stringify(value))),
            );
          },
        ),
        { numRuns: 400 },
      );
    });

    it('takes no cut JSON for whole', () => {
      fc.assert(
        fc.property(
          fc.dictionary(names, values, { minKeys: 1 }),
          fc.double({ min: 0, max: 0.999 }),
          (value, share) => {
            const bytes = Buffer.from(JSON.stringify(value));
            const cut = Math.floor(bytes.length * share);
            assert.equal(valueEnd(bytes, 0, cut), -1);
          },
        ),
        { numRuns: 400 },
      );
    });
  });
});
