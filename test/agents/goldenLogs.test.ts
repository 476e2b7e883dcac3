import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AGENTS } from '../../src/agents/registry.ts';
import { openHome, recordings } from './fixtureHome.ts';
import { type Merged, PACKER, readHome, temporaryFolder } from './readingLogs.ts';

interface Truth {
  repo: string;
  tokens: {
    all: { input: number; cacheRead: number; cacheWrite: number; output: number; reasoning: number };
  };
  /** `null` where it is not written down. */
  credits?: number | null;
  edits: { file: string; viaShell: boolean; applied: boolean; added: string[]; removed: string[] }[];
}

/** Agents whose logs are worked out here; others have tests of their own. */
const HERE = ['kiro', 'amazon-q', 'opencode', 'kilo', 'cline', 'roo', 'goose'];

describe('agents: logs of known versions', () => {
  const folder = temporaryFolder();
  for (const { agent: id, version, home, truth: path } of recordings().filter(({ agent }) =>
    HERE.includes(agent),
  )) {
    describe(`${id} ${version}`, () => {
      const truth: Truth = JSON.parse(readFileSync(path, 'utf8'));
      let merged: Merged;
      before(async () => {
        const open = openHome(home, join(folder(), id, version));
        merged = await readHome(AGENTS.find(agent => agent.id === id)!, open.home);
        open.close();
      });

      it('has the tokens and credits that were used', () => {
        const { input, cacheRead, cacheWrite, output, reasoning } = truth.tokens.all;
        const got = merged.tokens();
        assert.deepEqual(
          [got.input + got.cacheWrite, got.cacheRead, got.output],
          [input + cacheWrite, cacheRead, output + reasoning],
        );
        const calls = [...merged.calls.values()];
        const credits = calls.flatMap(call => call.credits?.amount ?? []);
        const sum = credits.length === 0 ? null : credits.reduce((all, each) => all + each, 0);
        assert.equal(sum === null ? null : Math.round(sum * 1e6) / 1e6, truth.credits ?? null);
        assert.ok(calls.length > 0);
      });

      it('has every applied edit, line by line, and no other', () => {
        const wanted = truth.edits
          .filter(edit => edit.applied && !edit.viaShell)
          .map(edit => ({ file: edit.file, lines: PACKER.patch(edit.file, edit.added, edit.removed) }));
        const got = [...merged.edits.values()].map(({ path, lines }) => ({
          file: relative(truth.repo, path),
          lines,
        }));
        const sides = (edits: typeof got) =>
          edits
            .map(({ file, lines }) =>
              JSON.stringify([
                file,
                [...lines.added.fingerprints],
                [...lines.removed.fingerprints],
                lines.addedCount,
              ]),
            )
            .sort();
        assert.deepEqual(sides(got), sides(wanted));
      });

      it('understands all of it, and knows where the session was', () => {
        for (const skipped of merged.skipped)
          assert.deepEqual(skipped, { malformed: 0, 'too long': 0, 'newer format': 0 });
        assert.ok([...merged.sessions.values()].some(session => session.cwd === truth.repo));
        assert.ok([...merged.sessions.values()].every(session => session.startedAt !== null));
      });

      it('holds nothing of what signs the person in', () => {
        assert.ok(!/zaunkoenig/.test(JSON.stringify(merged.all())));
      });
    });
  }
});
