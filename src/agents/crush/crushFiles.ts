import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString } from '../json/looseJson.ts';
import type { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { absolutePath } from '../tools/filePath.ts';
import type { Teller } from '../tools/teller.ts';

/**
 * Each version of each file that a session touched is kept whole: one after another they tell what changed. The first
 * is how the file was found.
 * @param after the row that was read last
 * @returns the row that was read last now
 */
export function* readCrushFiles(
  context: ReadContext,
  teller: Teller,
  database: ForeignDatabase,
  after: number,
  cwd: string,
): Generator<void, number> {
  if (!database.has('files', 'id', 'session_id', 'path', 'content', 'version', 'created_at')) return after;
  let last = after;
  const rows = database.rows(
    `SELECT rowid AS row, id, session_id, path, content, created_at, (
       SELECT before.content FROM files AS before
       WHERE before.session_id = files.session_id AND before.path = files.path AND before.rowid < files.rowid
       ORDER BY before.rowid DESC LIMIT 1
     ) AS content_before
     FROM files WHERE rowid > ? ORDER BY rowid`,
    after,
  );
  for (const row of rows) {
    last = Number(row.row);
    const session = filledString(row.session_id);
    const path = absolutePath(filledString(row.path) ?? '', cwd);
    const { content, content_before: before } = row;
    if (session === null || path === null || typeof content !== 'string' || typeof before !== 'string')
      continue;
    const created = before === '';
    const lines = created
      ? context.packer.created(path, content)
      : context.packer.replaced(path, before, content);
    const at = instantOf(row.created_at) ?? Math.round(context.file.mtimeMs);
    const key = String(row.id);
    teller.act({ key, session, at, act: 'edit', target: path, ok: true });
    teller.edits(session, at, [{ key, path, lines, baseline: created ? 'created' : 'patch' }]);
    yield;
  }
  return last;
}
