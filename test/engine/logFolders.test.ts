import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AGENTS } from '../../src/agents/registry.ts';
import { findLogs } from '../../src/agents/stores/logFiles.ts';
import { logFolders } from '../../src/engine/logFolders.ts';
import { writeFile } from '../agents/readingLogs.ts';
import { Desk, feature } from './desk.ts';

const SOON_MS = 10_000;
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('engine/logFolders', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'folders-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  const projects = () => join(home, '.claude', 'projects');

  function watched(): string[] {
    const environment = { home, platform: 'linux', variables: {}, editorFolder: null } as const;
    const agent = AGENTS.find(({ id }) => id === 'claude-code')!;
    const found = agent.stores.map(store => ({ agent, store, ...findLogs(store, environment) }));
    return [...logFolders(found, environment)];
  }

  it('are roots, there or not, and what lies between them and a log', () => {
    writeFile(join(projects(), '-w', 's1', 'subagents', 'agent-a1.jsonl'), '');
    const folders = watched();
    for (const folder of [
      projects(),
      join(home, '.config', 'claude', 'projects'),
      join(projects(), '-w', 's1', 'subagents'),
      join(projects(), '-w', 's1'),
      join(projects(), '-w'),
    ])
      assert.ok(folders.includes(folder), folder);
  });

  it('are those without a log, too: so many that changed last', () => {
    const empty = Array.from({ length: 300 }, (_, i) => join(projects(), `-w${i}`));
    for (const [age, folder] of empty.entries()) {
      mkdirSync(folder, { recursive: true });
      utimesSync(folder, 1_700_000_000 - age, 1_700_000_000 - age);
    }
    writeFile(join(projects(), '-old', 's1.jsonl'), '');
    const folders = watched();
    assert.deepEqual(
      empty.filter(folder => folders.includes(folder)),
      empty.slice(0, 200),
    );
    assert.ok(folders.indexOf(join(projects(), '-old')) < folders.indexOf(empty[0]!));
  });

  it('leave out none in which a log appears later than its folder', async () => {
    const desk = new Desk();
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    try {
      await collector.refresh();
      const { root } = desk.workshop.published();
      const session = desk.session(root);
      mkdirSync(dirname(session.log), { recursive: true });
      // Longer than the looks last that the folder brings about.
      await sleep(1_500);
      session.prompt().write('src/late.ts', feature('late'));
      for (const began = performance.now(); desk.summary().openPieces !== 1; await sleep(50))
        assert.ok(performance.now() - began < SOON_MS, 'the log is not seen');
    } finally {
      collector.stop();
      await ended;
      engine.close();
      desk.remove();
    }
  });
});
