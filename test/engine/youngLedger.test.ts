import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { Desk } from './desk.ts';

describe('engine: a ledger that is just being made', () => {
  it('is no damaged one', async () => {
    const desk = new Desk();
    try {
      const database = new DatabaseSync(desk.ledgerFile);
      database.exec('PRAGMA journal_mode = wal; CREATE TABLE draft (a); DROP TABLE draft');
      assert.deepEqual(await desk.answer(), { ok: false, problem: null });
      database.close();
    } finally {
      desk.workshop.remove();
    }
  });
});
