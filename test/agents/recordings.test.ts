import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { FIXTURES } from './fixtureHome.ts';
import { type Merged, readHome } from './readingLogs.ts';

describe('agents: sessions of real agents, recorded', () => {
  const recordings = [
    { agent: claudeCode, folder: 'claude-code/2.1.330' },
    { agent: codex, folder: 'codex/0.169.0' },
    { agent: codex, folder: 'codex/0.169.0-gpt-5.5' },
  ];
  for (const { agent, folder } of recordings) {
    describe(folder, () => {
      const truth = JSON.parse(readFileSync(join(FIXTURES, folder, 'truth.json'), 'utf8')) as {
        repo: string;
      };
      let merged: Merged;
      before(async () => {
        merged = await readHome(agent, join(FIXTURES, folder, 'home'));
      });

      it('knows where the session was and counts its two prompts, sent by a program', () => {
        const main = [...merged.sessions.values()].find(session => session.parent === null)!;
        assert.equal(main.cwd, truth.repo);
        assert.equal(main.branch, 'main');
        const prompts = [...merged.acts.values()].filter(act => act.act === 'prompt');
        assert.deepEqual(
          prompts.map(act => act.human),
          [false, false],
        );
      });

      it('tells failed edits and shell commands apart from edits', () => {
        const acts = [...merged.acts.values()];
        const failed = acts.filter(act => act.act === 'edit' && act.ok === false);
        assert.equal(failed.length, 1);
        assert.ok(acts.some(act => act.act === 'shell' && act.ok === true));
        assert.ok(acts.some(act => act.act === 'spawn'));
      });
    });
  }

  it('names the parent of a Codex sub-agent and folds that of Claude Code into its session', async () => {
    const claude = await readHome(claudeCode, join(FIXTURES, 'claude-code/2.1.330/home'));
    assert.equal(claude.sessions.size, 1);
    assert.ok([...claude.calls.values()].some(call => call.sidechain));
    const threads = await readHome(codex, join(FIXTURES, 'codex/0.169.0/home'));
    const child = [...threads.sessions.values()].find(session => session.parent !== null)!;
    assert.ok(threads.sessions.has(child.parent!));
    assert.ok([...threads.edits.values()].some(edit => edit.session === child.id));
    assert.equal(child.remote, '/tmp/demo/remote.git');
  });
});
