import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Agent, LineStore } from '../../src/agents/agent.ts';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { asNobody } from './asNobody.ts';
import { Desk } from './desk.ts';

describe('engine: logs that are not as they should be', () => {
  let desk: Desk;
  let root: string;
  beforeEach(() => {
    desk = new Desk();
    root = desk.workshop.published().root;
  });
  afterEach(() => desk.remove());

  const calls = async () => (await desk.report()).usage.total.calls;
  const good = () => desk.session(root).prompt().reply().reply();

  it('a torn last line waits for its rest, and nothing of it is lost or counted twice', async () => {
    const { log } = good();
    const whole = readFileSync(log);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (const cut of [lastLine + 1, lastLine + 40, whole.length - 1]) {
      truncateSync(log, cut);
      await desk.collect();
      assert.equal(await calls(), 1, `cut at ${cut}`);
      assert.deepEqual(await desk.coverage('lines-skipped'), []);
      writeFileSync(log, whole);
      await desk.collect();
      assert.equal(await calls(), 2, `whole again after ${cut}`);
      rmSync(desk.ledgerFile);
    }
  });

  it('a line of 50 MB is read, one beyond all measure is counted, and the rest goes on', async () => {
    const { log } = good();
    const line = (megabytes: number) =>
      `${JSON.stringify({ type: 'user', message: { role: 'user', content: 'x'.repeat(megabytes * 1_000_000) } })}\n`;
    appendFileSync(log, line(50));
    appendFileSync(log, line(70));
    const more = desk.session(root, '00000000-0000-4000-8000-000000000002').prompt().reply();
    appendFileSync(log, readFileSync(more.log));
    rmSync(more.log);
    await desk.collect();
    assert.equal(await calls(), 3);
    assert.deepEqual(await desk.coverage('lines-skipped'), [
      'Claude Code: 1 line of its logs could not be understood.',
    ]);
    const { sources } = await desk.page();
    assert.match(sources!.lines[0]!.read, /1 line was not understood$/);
  });

  it('binary junk is counted and said, beside a good log', async () => {
    const { log } = good();
    const junk = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff));
    writeFileSync(join(dirname(log), '00000000-0000-4000-8000-00000000000f.jsonl'), junk);
    const rollout = join(desk.workshop.home, '.codex', 'sessions', '2026', '09', '21');
    mkdirSync(rollout, { recursive: true });
    writeFileSync(join(rollout, 'rollout-2026-09-21T09-00-00-junk.jsonl'), junk);
    writeFileSync(join(rollout, 'rollout-2026-09-21T09-00-00-torn.jsonl.zst'), junk.subarray(0, 5000));
    await desk.collect();
    assert.equal(await calls(), 2);
    const skipped = await desk.coverage('lines-skipped');
    assert.equal(skipped.length, 2);
    assert.match(skipped[0]!, /^Claude Code: \d+ lines of its logs could not be understood\.$/);
    const [partly] = await desk.coverage('source-partly-unreadable');
    assert.match(
      partly ?? '',
      /^Codex: some of its logs cannot be read: they are damaged \(.*torn\.jsonl\.zst\)\.$/,
    );
  });

  it('a file that vanishes between being found and being read, or while it is read, stops nothing', async () => {
    const first = good();
    const second = desk.session(root, '00000000-0000-4000-8000-000000000002').prompt().reply();
    const third = desk.session(root, '00000000-0000-4000-8000-000000000003').prompt().reply();
    let opened = 0;
    const transcripts = claudeCode.stores[0] as LineStore;
    const vanishing: Agent = {
      ...claudeCode,
      stores: [
        {
          ...transcripts,
          open(context, state) {
            // The first log to be opened takes another with it, and is itself gone under its reader.
            if (opened++ === 0) {
              const other = [first, second, third].find(({ log }) => log !== context.file.path)!;
              rmSync(other.log);
              rmSync(context.file.path);
            }
            return transcripts.open(context, state);
          },
        },
      ],
    };
    assert.equal(await desk.collect({ agents: [vanishing, codex] }), 'stopped');
    const { usage, sessions, coverage } = await desk.report();
    assert.equal(sessions.length, 2, 'the one that was open was read to its end');
    assert.ok(usage.total.calls >= 2);
    assert.deepEqual(
      coverage.filter(({ code }) => code.startsWith('source')),
      [],
    );
    await desk.collect();
    assert.equal((await desk.report()).sessions.length, 2, 'what was read stays');
  });

  it('a folder that may not be read is named, with its agent, and the others are read', async () => {
    good();
    const sessions = join(desk.workshop.home, '.codex', 'sessions');
    mkdirSync(sessions, { recursive: true });
    chmodSync(sessions, 0);
    await asNobody(desk, async () => {
      await desk.collect();
      const { sources } = await desk.report();
      const found = sources.find(({ agent }) => agent === 'codex');
      assert.deepEqual([found?.status, found?.unreadable], ['unreadable', [sessions]]);
      assert.deepEqual(await desk.coverage('source-unreadable'), [
        `Codex: found, cannot be read: this user may not read them (${sessions}).`,
      ]);
      assert.equal(await calls(), 2);
      const page = await desk.page();
      assert.ok(page.preface.includes('Codex was found and could not be read.'), page.preface.join(' '));
      assert.ok(page.sources?.coverage.some(({ text }) => text.includes(sessions)));
      assert.equal(desk.tooltip()[4], 'Could not be read: Codex.');
    });
  });

  it('a single log that may not be read is named, and read once it may', async () => {
    good();
    const secret = desk.session(root, '00000000-0000-4000-8000-000000000002').prompt().reply();
    chmodSync(secret.log, 0);
    await asNobody(desk, async () => {
      await desk.collect();
      assert.equal(await calls(), 2);
      assert.deepEqual(await desk.coverage('source-partly-unreadable'), [
        `Claude Code: some of its logs cannot be read: they cannot be opened (${secret.log}).`,
      ]);
      chmodSync(secret.log, 0o600);
      await desk.collect();
      assert.equal(await calls(), 3);
      assert.deepEqual(await desk.coverage('source-partly-unreadable'), []);
    });
  });

  it('a file in the place of a folder is no agent', async () => {
    good();
    writeFileSync(join(desk.workshop.home, '.codex'), 'not a folder');
    await desk.collect();
    assert.equal(await calls(), 2);
    assert.equal((await desk.report()).sources.find(({ agent }) => agent === 'codex')?.status, 'not found');
  });
});
