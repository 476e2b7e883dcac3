import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENTS } from '../../src/agents/registry.ts';
import { newsDelay } from '../../src/engine/logNews.ts';

describe('engine/logNews', () => {
  const environment = { home: '/h', platform: 'linux', variables: {}, editorFolder: null } as const;
  const places = AGENTS.flatMap(({ stores }) =>
    stores.map(store => ({ store, roots: store.roots(environment) })),
  );
  const delay = (folder: string, name: string | null) => newsDelay(places, folder, name);

  it('looks at a log at once, and at a database after a while, by its log too', () => {
    assert.equal(delay('/h/.claude/projects/-w', 's1.jsonl'), 250);
    assert.equal(delay('/h/.cline/data/sessions/s1', 's1.messages.json'), 250);
    const storage = '/h/.config/Cursor/User/globalStorage';
    for (const name of ['state.vscdb', 'state.vscdb-wal', 'state.vscdb-journal'])
      assert.equal(delay(storage, name), 5000, name);
    assert.equal(delay('/h/.local/share/opencode', 'opencode.db-wal'), 5000);
    assert.equal(delay(storage, null), 250, 'where the system does not say what was written');
  });

  it('does not look for what is no agent’s log', () => {
    const storage = '/h/.config/Cursor/User/globalStorage';
    for (const name of ['storage.json', 'state.vscdb.backup', 'state.vscdb.tmp'])
      assert.equal(delay(storage, name), null);
    assert.equal(delay('/h/.copilot', 'config.json'), null);
    assert.equal(delay('/h/.claude/projects/-w/s1/tool-results', 'x.txt'), null);
  });

  it('looks at a folder that is new', () => {
    const folder = mkdtempSync(join(tmpdir(), 'news-'));
    mkdirSync(join(folder, 'session'));
    writeFileSync(join(folder, 'file'), '');
    assert.deepEqual([delay(folder, 'session'), delay(folder, 'file')], [250, null]);
    rmSync(folder, { recursive: true });
  });
});
