import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseKept } from '../../src/host/eraseKept.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';

describe('host/eraseKept', () => {
  it('leaves nothing but the pause, and what windows that are open say of themselves', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'erase-'));
    try {
      const { windows, ...files } = DATA_FILES;
      for (const name of [...Object.values(files), 'ledger.db-wal', 'ledger.db.damaged'])
        writeFileSync(join(folder, name), 'x');
      mkdirSync(join(folder, windows));
      for (const name of ['open.json', 'closed.json']) writeFileSync(join(folder, windows, name), '{}');
      const longAgo = Date.now() / 1000 - 120;
      utimesSync(join(folder, windows, 'closed.json'), longAgo, longAgo);
      await eraseKept(folder);
      assert.deepEqual(readdirSync(folder).sort(), [files.paused, windows]);
      assert.deepEqual(readdirSync(join(folder, windows)), ['open.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
