import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent.ts';
import type { CallRecord } from '../../src/model/records.ts';
import { cacheWrite as cacheWriteOf } from '../../src/model/tokens.ts';
import { FIXTURES, type OpenHome, openHome } from './fixtureHome.ts';
import { type Merged, readHome } from './readingLogs.ts';

/** What was served on a scripted day. */
export interface Truth {
  readonly repo: string;
  readonly tokens: {
    readonly all: {
      readonly input: number;
      readonly cacheRead: number;
      readonly cacheWrite: number;
      readonly output: number;
      readonly reasoning: number;
    };
  };
}

export interface Recorded {
  readonly truth: Truth;
  readonly merged: Merged;
}

/** Reads a recorded home before the tests of a `describe`. */
export function recorded(agent: Agent, folder: string): () => Recorded {
  let read: Recorded;
  let open: OpenHome;
  let copy: string;
  before(async () => {
    copy = mkdtempSync(join(tmpdir(), 'ai-impact-'));
    open = openHome(join(FIXTURES, folder, 'home'), copy);
    const truth: Truth = JSON.parse(readFileSync(join(FIXTURES, folder, 'truth.json'), 'utf8'));
    read = { truth, merged: await readHome(agent, copy) };
  });
  after(() => {
    open.close();
    rmSync(copy, { recursive: true, force: true });
  });
  return () => read;
}

/** The tokens that were served. */
export function assertTokens({ truth, merged }: Recorded): void {
  const { input, cacheRead, cacheWrite, output, reasoning } = truth.tokens.all;
  const got = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  for (const { tokens } of countedOnce(merged)) {
    got.input += tokens.input ?? 0;
    got.cacheRead += tokens.cacheRead ?? 0;
    got.cacheWrite += cacheWriteOf(tokens) ?? 0;
    got.output += tokens.output ?? 0;
  }
  assert.deepEqual(got, { input, cacheRead, cacheWrite, output: output + reasoning });
}

/** Calls that no fuller store tells of too. */
export function countedOnce(merged: Merged): CallRecord[] {
  const calls = merged.counted();
  return calls.filter(
    ({ session, lesser }) =>
      lesser === null ||
      !calls.some(
        other =>
          other.session === session &&
          (other.lesser?.rank ?? 0) < lesser.rank &&
          other.at >= lesser.since &&
          other.at < lesser.until,
      ),
  );
}
