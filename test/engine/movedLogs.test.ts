import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { codex } from '../../src/agents/codex/codex.ts';
import { droid } from '../../src/agents/droid.ts';
import { gemini } from '../../src/agents/gemini/gemini.ts';
import { CodexRollout } from './codexRollout.ts';
import { Desk } from './desk.ts';

describe('engine: logs that lie elsewhere than they did', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };

  it('books what a session used since the last look, though its folder was renamed in between', async () => {
    const sessions = join(desk.workshop.home, '.factory', 'sessions');
    const sum = (folder: string, inputTokens: number) =>
      write(join(sessions, folder, 's1.settings.json'), JSON.stringify({ tokenUsage: { inputTokens } }));
    const engine = await desk.engine({ agents: [droid] });
    sum('-w-shop', 100);
    await engine.logs.sweep();
    sum('-w-shop', 250);
    await engine.logs.sweep();
    renameSync(join(sessions, '-w-shop'), join(sessions, '-w-store'));
    await engine.logs.sweep();
    sum('-w-store', 400);
    const { sources } = await engine.logs.sweep();
    const used = engine.ledger.database.prepare('SELECT sum(input) AS n FROM call').get();
    assert.equal(used?.n, 400);
    assert.equal(sources[0]?.files, 1);
    engine.close();
  });

  it('counts a log of Codex once that was compressed, and what was not understood in it', async () => {
    const rollout = new CodexRollout(
      desk.workshop.home,
      desk.workshop.home,
      desk.now(),
      '00000000-0000-4000-8000-00000000000c',
    )
      .prompt('x')
      .reply();
    writeFileSync(rollout.log, `${readFileSync(rollout.log, 'utf8')}{"torn\n`);
    const engine = await desk.engine({ agents: [codex] });
    const told = async () => {
      const [source] = (await engine.logs.sweep()).sources;
      return [source?.files, source?.bytes, source?.skipped];
    };
    const first = await told();
    assert.deepEqual(first, [1, readFileSync(rollout.log).length, 1]);
    writeFileSync(`${rollout.log}.zst`, zstdCompressSync(readFileSync(rollout.log)));
    rmSync(rollout.log);
    assert.deepEqual(await told(), first);
    const archived = join(desk.workshop.home, '.codex', 'archived_sessions');
    mkdirSync(archived, { recursive: true });
    renameSync(`${rollout.log}.zst`, join(archived, `${rollout.log.split('/').at(-1)}.zst`));
    assert.deepEqual(await told(), first);
    engine.close();
  });

  it('no longer names a log that could not be read and is gone', async () => {
    const log = join(desk.workshop.home, '.gemini', 'tmp', 'shop', 'chats', 'session-1.json');
    write(log, '{"messages":[');
    const engine = await desk.engine({ agents: [gemini] });
    assert.equal((await engine.logs.sweep()).sources[0]?.status, 'unreadable');
    rmSync(log);
    const [source] = (await engine.logs.sweep()).sources;
    assert.deepEqual([source?.status, source?.reason, source?.unreadable], ['not found', null, []]);
    engine.close();
  });
});
