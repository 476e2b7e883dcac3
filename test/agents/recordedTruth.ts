import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Agent } from '../../src/agents/agent.ts';
import type { CallRecord } from '../../src/model/records.ts';
import { cacheWrite as cacheWriteOf } from '../../src/model/tokens.ts';
import { FIXTURES, type OpenHome, openHome } from './fixtureHome.ts';
import { type Merged, PACKER, readHome } from './readingLogs.ts';

/** What a scripted day was: what was served, and what the tools did to the files. */
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
  readonly edits: readonly {
    readonly file: string;
    readonly viaShell: boolean;
    readonly applied: boolean;
    readonly added: readonly string[];
    /** `null` where the store does not tell what was written over. */
    readonly removed: readonly string[] | null;
  }[];
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

/** All applied edits of editing tools, line by line, and no other. */
export function assertEdits({ truth, merged }: Recorded): void {
  const wanted = truth.edits
    .filter(edit => edit.applied && !edit.viaShell)
    .map(({ file, added, removed }) => {
      const lines = PACKER.patch(file, added, removed ?? []);
      return { file, lines: removed === null ? { ...lines, removedCount: null } : lines };
    });
  const got = [...merged.edits.values()].map(({ path, lines }) => ({
    file: relative(truth.repo, path),
    lines,
  }));
  const side = ({ file, lines }: (typeof got)[number]) => ({
    file,
    added: [...lines.added.fingerprints],
    removed: [...lines.removed.fingerprints],
    counts: [lines.addedCount, lines.removedCount],
  });
  const order = (a: { file: string; counts: unknown }, b: { file: string; counts: unknown }) =>
    JSON.stringify([a.file, a.counts]) < JSON.stringify([b.file, b.counts]) ? -1 : 1;
  assert.deepEqual(got.map(side).sort(order), wanted.map(side).sort(order));
}

/** The tokens that were served; where the log keeps no cache writes they stand in the input. */
export function assertTokens({ truth, merged }: Recorded, keepsCacheWrites: boolean): void {
  const { input, cacheRead, cacheWrite, output, reasoning } = truth.tokens.all;
  const got = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  for (const { tokens } of countedOnce(merged)) {
    got.input += tokens.input ?? 0;
    got.cacheRead += tokens.cacheRead ?? 0;
    got.cacheWrite += cacheWriteOf(tokens) ?? 0;
    got.output += tokens.output ?? 0;
  }
  assert.equal(got.input, keepsCacheWrites ? input : input + cacheWrite);
  assert.equal(got.cacheWrite, keepsCacheWrites ? cacheWrite : 0);
  assert.equal(got.cacheRead, cacheRead);
  assert.equal(got.output, output + reasoning);
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

export function assertUnderstood({ merged }: Recorded): void {
  for (const skipped of merged.skipped) {
    assert.deepEqual(skipped, { malformed: 0, 'too long': 0, 'newer format': 0 });
  }
}
