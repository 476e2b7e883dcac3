import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleEngine } from '../../src/engine/assemble.ts';
import { FINDING, type SessionFinding } from '../../src/engine/findingTypes.ts';
import type { GitPass } from '../../src/engine/gitPass.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { Workshop } from '../support/repository.ts';
import { Desk } from './desk.ts';

const LINES = Array.from({ length: 8 }, (_, i) => `export const value${i} = compute(${i}, 'x');\n`).join('');

describe('engine: only repositories that are opened', () => {
  it('asks git about no other, says unclear of the work there, and of it alone', async () => {
    const workshop = new Workshop();
    try {
      // A git that writes down where it is asked.
      const asked = workshop.path('asked');
      const git = workshop.path('git');
      writeFileSync(git, `#!/bin/sh\nprintf '%s %s\\n' "$PWD" "$*" >> '${asked}'\nexec git "$@"\n`);
      chmodSync(git, 0o755);
      const opened = workshop.published('opened');
      const other = workshop.published('other');
      for (const { root } of [opened, other]) {
        new ClaudeSession(workshop.home, root, workshop.second * 1000).prompt().write('src/a.ts', LINES);
      }
      const ledgerFile = workshop.path('data', 'ledger.db');
      const outcomes = async (onlyFolders: boolean) => {
        const engine = await assembleEngine({
          ledgerFile,
          home: workshop.home,
          variables: process.env,
          agentVariables: false,
          gitPath: git,
          now: () => workshop.second * 1000,
        });
        try {
          writeFileSync(asked, '');
          await engine.logs.sweep();
          await engine.git.run({ changed: null, folders: [join(opened.root, 'src')], onlyFolders });
          const found = new Findings(engine.ledger.database).of<SessionFinding>(FINDING.session);
          return [...found.values()].map(({ outcome }) => outcome).sort();
        } finally {
          engine.close();
        }
      };
      assert.deepEqual(await outcomes(true), ['in progress', 'unclear']);
      assert.ok(readFileSync(asked, 'utf8').includes(opened.root), 'the wrapper tells where git is asked');
      assert.equal(readFileSync(asked, 'utf8').includes(other.root), false);
      assert.deepEqual(await outcomes(false), ['in progress', 'in progress']);
      // What was learnt before is kept, and still nothing more is asked.
      await outcomes(true);
      assert.equal(readFileSync(asked, 'utf8').includes(other.root), false);
    } finally {
      workshop.remove();
    }
  });

  it('watches no other either, and none that only windows in Restricted Mode have open', async () => {
    const desk = new Desk();
    const engine = await desk.engine();
    try {
      const opened = desk.workshop.published('opened');
      const other = desk.workshop.published('other');
      for (const { root } of [opened, other]) desk.session(root).prompt().write('src/a.ts', LINES);
      await engine.logs.sweep();
      const watched = async (pass: Partial<GitPass>) => {
        let told: ReadonlyMap<string, string> = new Map();
        const watch: GitPass['watch'] = folders => {
          told = folders;
        };
        await engine.git.run({ changed: null, folders: [opened.root], watch, ...pass });
        return new Set(told.values());
      };
      assert.deepEqual(await watched({}), new Set([opened.commonDir, other.commonDir]));
      assert.deepEqual(await watched({ onlyFolders: true }), new Set([opened.commonDir]));
      assert.deepEqual(await watched({ folders: [], restricted: [opened.root] }), new Set([other.commonDir]));
    } finally {
      engine.close();
      desk.remove();
    }
  });

  it('says of the others that they are not opened, and never that they are gone', async () => {
    const desk = new Desk();
    try {
      const [opened, other, gone] = ['opened', 'other', 'gone'].map(name => desk.workshop.published(name));
      for (const { root } of [opened!, other!, gone!]) desk.session(root).prompt().write('src/a.ts', LINES);
      await desk.collect();
      rmSync(gone!.root, { recursive: true });
      const engine = await desk.engine();
      await engine.git.run({ changed: null, folders: [opened!.root], onlyFolders: true });
      engine.close();
      const told = await desk.coverage('repository-unreadable');
      assert.equal(told.length, 2);
      assert.match(told.find(text => text.includes(other!.root)) ?? '', /only opened/);
      assert.match(told.find(text => text.includes(gone!.root)) ?? '', /not there any more/);
      rmSync(opened!.commonDir, { recursive: true });
      const later = await desk.engine();
      await later.git.run({ changed: null, folders: [opened!.root], onlyFolders: true });
      later.close();
      const [why] = (await desk.coverage('repository-unreadable')).filter(text =>
        text.includes(opened!.root),
      );
      assert.match(why ?? '', /no repository there any more/);
    } finally {
      desk.remove();
    }
  });
});
