import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Agent } from '../../src/agents/agent.ts';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { kiro } from '../../src/agents/kiro/kiro.ts';
import { zed } from '../../src/agents/zed/zed.ts';
import { Desk } from './desk.ts';

describe('engine: readers that do not expect what they find', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  it('keep no other agent from being read', async () => {
    desk.session(desk.workshop.home, '00000000-0000-4000-8000-000000000001').prompt().reply();
    const folder = join(desk.workshop.home, '.heron');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.json'), '{}');
    const heron: Agent = {
      id: 'heron',
      quality: 'exact',
      stores: [
        {
          form: 'document',
          roots: () => [folder],
          isLog: path => path.endsWith('.json'),
          copyKey: () => null,
          read: () => {
            throw new TypeError('nobody thought of this');
          },
        },
      ],
      title: async () => null,
    };
    assert.equal(await desk.collect({ agents: [heron, claudeCode] }), 'stopped');
    const report = await desk.report();
    assert.equal(report.sessions.length, 1);
    const source = report.sources.find(({ agent }) => agent === 'heron');
    assert.deepEqual([source?.status, source?.reason], ['unreadable', 'damaged']);
  });

  it('count what they do not understand once, however often it is asked', async () => {
    const folder = join(desk.workshop.home, '.local', 'share', 'kiro-cli');
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(join(folder, 'data.sqlite3'));
    database.exec('CREATE TABLE auth_kv (key TEXT, value TEXT)');
    database.close();
    assert.ok(statSync(join(folder, 'data.sqlite3')).size > 0);
    const engine = await desk.engine({ agents: [kiro] });
    const skipped = async () => (await engine.logs.sweep()).sources[0]?.skipped;
    const first = await skipped();
    assert.ok((first ?? 0) > 0);
    assert.equal(await skipped(), first);
    assert.equal(await skipped(), first);
    engine.close();
  });

  it('forget nothing of that when a database is asked again and has nothing new', async () => {
    const folder = join(desk.workshop.home, '.local', 'share', 'zed', 'threads');
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(join(folder, 'threads.db'));
    database.exec('CREATE TABLE threads (id, summary, updated_at, data_type, data)');
    database.exec("INSERT INTO threads VALUES ('t', 's', '2026-09-10T08:05:00.000Z', 'zstd', x'0011')");
    database.close();
    const engine = await desk.engine({ agents: [zed] });
    const skipped = async () => (await engine.logs.sweep()).sources[0]?.skipped;
    assert.deepEqual([await skipped(), await skipped(), await skipped()], [1, 1, 1]);
    engine.close();
  });
});
