import { keptPieces, type Rows, restOf } from '../../src/engine/cutReport.ts';
import type { Report } from '../../src/model/report.ts';

/** What is told of a report, cut from the whole of it. */
export function cutOf(report: Report, rows: Rows, now: Date): Report {
  const told = new Set(report.nudges.map(({ about }) => about.piece));
  const pieces = keptPieces(report.pieces, told, rows, now);
  const names = new Set(pieces.flatMap(({ sessions }) => sessions.map(nameOf)));
  const left = report.sessions
    .filter(session => !names.has(nameOf(session)))
    .map(({ agent, endedAt }) => ({ agent, endedAt: endedAt === null ? null : Date.parse(endedAt) }));
  return {
    ...report,
    pieces,
    sessions: report.sessions.filter(session => names.has(nameOf(session))),
    rest: restOf(
      report.pieces.filter(piece => !pieces.includes(piece)),
      left,
      now,
    ),
  };
}

function nameOf({ agent, id }: { readonly agent: string; readonly id: string }): string {
  return `${agent} ${id}`;
}
