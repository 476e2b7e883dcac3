import type { Agent } from '../agents/agent.ts';
import type { FoundLogs } from '../agents/stores/logFiles.ts';
import type { LogRow } from '../ledger/logTable.ts';
import type { SourceReport } from '../model/report.ts';

/**
 * What can be said of one agent: where its logs were looked for, what was found and what could not be read.
 * @param found what each of its stores keeps
 * @param looked the folders that were looked for, there or not
 * @param rows how its logs were read
 */
export function sourceReport(
  agent: Agent,
  found: readonly FoundLogs[],
  looked: readonly string[],
  rows: readonly LogRow[],
): SourceReport {
  const files = found.reduce((sum, each) => sum + each.files.length, 0);
  const denied = found.flatMap(each => each.unreadable);
  const broken = rows.filter(row => row.reason !== null);
  const common = {
    agent: agent.id,
    quality: agent.quality,
    paths: [...new Set(found.flatMap(each => each.roots))],
    looked,
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    skipped: rows.reduce((sum, row) => sum + row.skipped, 0),
    versions: [...new Set(rows.flatMap(({ version }) => version ?? []))].sort(),
  };
  if (agent.closed !== undefined) {
    const there = found.some(each => each.roots.length > 0);
    const status = there ? 'unreadable' : 'not found';
    return { ...common, status, files, reason: there ? agent.closed : null, unreadable: denied };
  }
  const read = (rows.length > 0 && broken.length < rows.length) || (rows.length === 0 && files > 0);
  const nothing = denied.length + broken.length === 0;
  return {
    ...common,
    status: read ? 'read' : nothing ? 'not found' : 'unreadable',
    files: rows.length,
    reason: denied.length > 0 ? 'not permitted' : (broken[0]?.reason ?? null),
    unreadable: [...denied, ...broken.map(row => row.path)],
  };
}
