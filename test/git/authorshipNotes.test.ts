import assert from 'node:assert/strict';
import { notedSessions } from '../../src/git/authorshipNotes.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/authorshipNotes', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const noted = (repository: TestRepository, ...commits: string[]) =>
    notedSessions(shop.git(), repository.commonDir, commits);
  const note = (repository: TestRepository, text: string) =>
    repository.run('notes', '--ref=ai', 'add', '-f', '-m', text, 'HEAD');
  const agent = (id: string) => ({ agent_id: { tool: 'claude', id, model: 'some-model' } });

  it('names the conversations that wrote lines, of both forms, and no person', async () => {
    const repository = shop.published();
    const commit = repository.head();
    const facts = {
      schema_version: 'authorship/3.0.0',
      prompts: { abcd1234abcd1234: agent('old-form') },
      humans: { h_31dce776f88375: { author: 'Dev <dev@example.com>' } },
      sessions: { s_c9883b05a2487d: agent('new-form'), s_0000000000: agent('wrote-nothing') },
    };
    const lines = [
      'src/main.rs',
      '  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20',
      '  h_31dce776f88375 42-50',
      'src/lib.rs',
      '  abcd1234abcd1234 1',
    ];
    note(repository, `${lines.join('\n')}\n---\n${JSON.stringify(facts, null, 2)}`);
    assert.deepEqual(await noted(repository, commit), [
      { commit, session: 'old-form' },
      { commit, session: 'new-form' },
    ]);
  });

  it('passes over notes that say something else, and commits without any', async () => {
    const repository = shop.published();
    assert.deepEqual(await noted(repository, repository.head()), []);
    for (const text of [
      'reviewed by a friend',
      'a.ts\n  key 1-2\n---\n{"prompts":',
      '---\n[]',
      '---\n{"sessions":7}',
    ]) {
      note(repository, text);
      assert.deepEqual(await noted(repository, repository.head()), [], text);
    }
    assert.deepEqual(await noted(repository, 'f'.repeat(40)), []);
    assert.deepEqual(await noted(repository), []);
  });
});
