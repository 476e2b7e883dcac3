import { join } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import type { PanelReport } from './protocol.ts';
import { hasCommit } from './shownCommits.ts';

// The page may only open what it was shown.

export async function openCommit(report: PanelReport | null, repo: string, commit: string): Promise<void> {
  if (report === null || !hasCommit(report, repo, commit)) return;
  await commands.executeCommand('git.viewCommit', Uri.file(repo), commit);
}

export async function openFile(report: PanelReport | null, repo: string | null, path: string): Promise<void> {
  const known = report?.pieces.some(piece => piece.repo === repo && piece.files.includes(path)) ?? false;
  if (!known) return;
  const uri = Uri.file(repo === null ? path : join(repo, path));
  await window.showTextDocument(await workspace.openTextDocument(uri));
}
