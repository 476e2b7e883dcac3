import type { DatabaseSync } from 'node:sqlite';

/**
 * Calls that a fuller store of the same agent tells of too: of one session, with a call of that store within the
 * stretch that the lesser one tells of. Worked out when read, so that it does not matter which store came first.
 */
export function callsToldFuller(database: DatabaseSync): Set<number> {
  const rows = database
    .prepare(`
      WITH beside AS MATERIALIZED (
        SELECT session, lesser, at FROM call WHERE session IN (SELECT session FROM call WHERE lesser IS NOT NULL)
      )
      SELECT call.id FROM call WHERE call.lesser IS NOT NULL AND EXISTS (
        SELECT 1 FROM beside AS fuller WHERE fuller.session = call.session
          AND ifnull(fuller.lesser, 0) < call.lesser AND fuller.at >= call.lesser_since
          AND fuller.at < call.lesser_until
      )
    `)
    .all() as unknown as { id: number }[];
  return new Set(rows.map(({ id }) => id));
}
