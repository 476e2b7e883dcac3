import { env, Uri } from 'vscode';
import { pushBranch, showChanges } from '../host/gitSteps.ts';
import { branchName, commitOf, nextStep } from '../model/nextStep.ts';
import type { PageMessage, PanelReport } from './protocol.ts';

/** Takes the next step with a piece: only one that the page was shown, and only the step that it was shown with it. */
export async function takeStep(
  { piece: id, step }: Extract<PageMessage, { type: 'takeStep' }>,
  report: PanelReport | null,
  trusted: boolean,
): Promise<void> {
  const piece = report?.pieces.find(each => each.id === id);
  if (!trusted || piece === undefined || piece.repo === null || nextStep(piece) !== step) return;
  switch (step) {
    case 'push':
      await pushBranch(piece.repo, piece.branch && branchName(piece.branch), commitOf(piece));
      return;
    case 'show changes':
      await showChanges(piece.tree ?? piece.repo, piece.files);
      return;
    case 'open pull request':
      await env.openExternal(Uri.parse(piece.pullRequest!, true));
      return;
    case 'new pull request':
      await env.openExternal(Uri.parse(piece.newPullRequest!, true));
  }
}
