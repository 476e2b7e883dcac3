import type { PanelReport } from './protocol.ts';

/** Whether a report shows this commit, and in this repository. */
export function hasCommit(report: PanelReport, repo: string, commit: string): boolean {
  return report.pieces.some(
    piece =>
      piece.repo === repo &&
      (piece.commits.includes(commit) ||
        report.sessions.some(
          session =>
            piece.sessions.some(({ agent, id }) => agent === session.agent && id === session.id) &&
            session.evidence.some(evidence => evidence.commit === commit),
        )),
  );
}
