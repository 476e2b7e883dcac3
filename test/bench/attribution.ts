// Attributes thirty days of edits in a large repository, and holds time, memory and pauses against their limits:
// node test/bench/attribution.ts [--commits 5000] [--lines 800000]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { x } from 'tinyexec';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import { NORMALISER } from '../../src/lines/scan.ts';
import type { EditRecord, SessionRecord } from '../../src/model/records.ts';
import { type Attributed, type AttributionStart, KEY } from './attributing.ts';
import { bundle } from './bundled.ts';
import { type MadeEdit, makeHistory } from './history.ts';

const MOST_LOGS = 3;
const MOST_MEMORY_MIB = 100;
const LONGEST_PAUSE_MS = 200;
/** Edits of one session. */
const SESSION = 6;

const { values } = parseArgs({
  options: { commits: { type: 'string', default: '5000' }, lines: { type: 'string', default: '800000' } },
});

const folder = await mkdtemp(join(tmpdir(), 'ai-impact-attribution-'));
try {
  const now = Date.now();
  const work = join(folder, 'work');
  const commits = Number(values.commits);
  const made = await makeHistory(work, commits, Number(values.lines) / commits, now - 60_000);
  const written = made.edits.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  console.log(`${made.commits} commits, ${made.lines} lines, ${made.edits.length} edits of ${written} lines`);

  const logs = await seconds(async () => {
    const args = ['log', '-p', '-U0', '--format=%H', 'refs/remotes/origin/main'];
    for (let n = 0; n < MOST_LOGS; n++)
      await x('sh', ['-c', `git ${args.join(' ')} > /dev/null`], { nodeOptions: { cwd: work } });
  });
  console.log(`${MOST_LOGS} × git log -p -U0: ${logs.toFixed(1)} s`);

  const packer = await createPacker(new Uint8Array(32).fill(KEY));
  const { database } = await openLedger(join(folder, 'ledger.db'));
  fill(packer, made.edits);
  database.close();
  const entry = (part: string) => join(import.meta.dirname, `attribution${part}.ts`);
  await bundle({ process: entry('Process'), thread: entry('Thread') }, folder);
  const { first, again, pause, memory, shipped } = await measured({ folder, work, now });
  check(`reading and attributing: ${first.toFixed(1)} s, at most ${logs.toFixed(1)} s`, first <= logs);
  check(`attributing again: ${again.toFixed(1)} s, at most ${logs.toFixed(1)} s`, again <= logs);
  check(
    `resident memory, peak over a ready process: ${memory.toFixed(0)} MiB, at most ${MOST_MEMORY_MIB}`,
    memory <= MOST_MEMORY_MIB,
  );
  check(`longest pause: ${pause.toFixed(0)} ms, at most ${LONGEST_PAUSE_MS}`, pause <= LONGEST_PAUSE_MS);
  check(`found: ${shipped.toFixed(3)} of what shipped, at least 0.9`, shipped >= 0.9);

  function fill(by: Packer, edits: readonly MadeEdit[]): void {
    const writer = new RecordWriter(database);
    transaction(database, () => {
      for (const [index, { at, path, text }] of edits.entries()) {
        const id = `session-${Math.floor(index / SESSION)}`;
        if (index % SESSION === 0) writer.write(sessionOf(id, work, at), 1, NORMALISER);
        const full = join(work, path);
        const record: EditRecord = {
          kind: 'edit',
          agent: 'claude-code',
          key: `edit-${index}`,
          session: id,
          at,
          path: full,
          lines: by.patch(full, text.split('\n').slice(0, -1), []),
          baseline: 'patch',
        };
        writer.write(record, 1, NORMALISER);
      }
    });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function sessionOf(id: string, cwd: string, at: number): SessionRecord {
  return {
    kind: 'session',
    agent: 'claude-code',
    id,
    parent: null,
    forkedFrom: null,
    cwd,
    branch: 'main',
    commit: null,
    remote: null,
    startedAt: at,
    endedAt: at,
    log: join(cwd, 'log'),
  };
}

/**
 * In a process of its own, whose memory nothing else has been in, and there in a thread as in the product. Not even types
 * were stripped there: after that the C library keeps megabytes more in each thread.
 */
async function measured(start: AttributionStart): Promise<Attributed> {
  const process = fork(join(start.folder, 'process.mjs'), [JSON.stringify(start)]);
  const [result] = await Promise.race([
    once(process, 'message'),
    once(process, 'exit').then(([code]) => {
      throw new Error(`the process ended with ${code}`);
    }),
  ]);
  return result as Attributed;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function check(text: string, holds: boolean): void {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${text}`);
  if (!holds) process.exitCode = 1;
}
