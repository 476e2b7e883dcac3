import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { type Merged, PACKER, readHome } from './readingLogs.ts';

interface Truth {
  repo: string;
  tokens: {
    all: { input: number; cacheRead: number; cacheWrite: number; output: number; reasoning: number };
  };
  edits: {
    id: string;
    thread: string;
    file: string;
    viaShell: boolean;
    applied: boolean;
    added: string[];
    removed: string[];
  }[];
}

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

describe('agents: sessions of real agents, recorded', () => {
  const recordings = [
    { agent: claudeCode, folder: 'claude-code/2.1.330' },
    { agent: codex, folder: 'codex/0.169.0' },
    { agent: codex, folder: 'codex/0.169.0-gpt-5.5' },
  ];
  for (const { agent, folder } of recordings) {
    describe(folder, () => {
      const truth: Truth = JSON.parse(readFileSync(join(FIXTURES, folder, 'truth.json'), 'utf8'));
      let merged: Merged;
      before(async () => {
        merged = await readHome(agent, join(FIXTURES, folder, 'home'));
      });

      it('has exactly the tokens that were served', () => {
        const { input, cacheRead, cacheWrite, output, reasoning } = truth.tokens.all;
        const got = merged.tokens();
        assert.equal(got.input, input);
        assert.equal(got.cacheRead, cacheRead);
        assert.equal(got.cacheWrite, cacheWrite);
        assert.equal(got.output, output + reasoning);
      });

      it('has every applied edit, line by line, and no other', () => {
        const wanted = truth.edits
          .filter(edit => edit.applied && !edit.viaShell)
          .map(edit => ({ file: edit.file, lines: PACKER.patch(edit.file, edit.added, edit.removed) }));
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
      });

      it('understands every line', () => {
        for (const skipped of merged.skipped) {
          assert.deepEqual(skipped, { malformed: 0, 'too long': 0, 'newer format': 0 });
        }
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
