import type { PanelReport } from './protocol.ts';

/** Whether a report shows this commit, and in this repository. */
export function hasCommit(report: Pick<PanelReport, 'pieces'>, repo: string, commit: string): boolean {
  return report.pieces.some(
    piece =>
      piece.repo === repo &&
      (piece.mainCommit === commit ||
        piece.commits.includes(commit) ||
        piece.evidence.some(evidence => evidence.commit === commit)),
  );
}
