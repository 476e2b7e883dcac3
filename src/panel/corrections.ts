import { l10n, window } from 'vscode';
import type { SayAnswer, WorkerFunctions } from '../engine/protocol.ts';
import type { PageMessage, PanelReport } from './protocol.ts';
import { hasCommit } from './shownCommits.ts';

export type CorrectionMessage = Extract<PageMessage, { type: 'say' | 'linkCommit' | 'takeBack' }>;

const COMMIT = /^[0-9a-f]{7,64}$/i;

/** Does what the person says on the page, of what the page was shown and nothing else. */
export async function correct(
  message: CorrectionMessage,
  report: PanelReport | null,
  functions: Pick<WorkerFunctions, 'say' | 'takeBack'>,
): Promise<void> {
  if (report === null) return;
  if (message.type === 'takeBack') {
    const known = new Set(report.corrections.map(({ id }) => id));
    for (const id of message.corrections) if (known.has(id)) await keep(functions.takeBack(id));
    return;
  }
  const shown = message.sessions.filter(({ agent, id }) =>
    report.pieces.some(({ sessions }) => sessions.some(each => each.agent === agent && each.id === id)),
  );
  if (shown.length === 0) return;
  const said = message.type === 'linkCommit' ? 'link' : message.said;
  const target = message.type === 'linkCommit' ? await askForCommit() : message.target;
  if ((said === 'link' || said === 'unlink') && target === null) return;
  const repos = report.pieces.flatMap(({ repo }) => repo ?? []);
  if (said === 'unlink' && !repos.some(repo => hasCommit(report, repo, target!))) return;
  for (const { agent, id } of shown) {
    if (!(await keep(functions.say({ agent, session: id, said, target })))) return;
  }
}

/** @returns `null` where the person thinks better of it */
async function askForCommit(): Promise<string | null> {
  const typed = await window.showInputBox({
    title: l10n.t('Link a commit'),
    prompt: l10n.t('Paste the id of the commit that holds this work.'),
    validateInput: text =>
      COMMIT.test(text.trim()) ? null : l10n.t('A commit id has 7 to 64 digits from 0 to 9 and a to f.'),
  });
  return typed === undefined ? null : typed.trim().toLowerCase();
}

/** Says where it could not be kept. */
export async function keep(answer: Promise<SayAnswer>): Promise<boolean> {
  const { ok } = await answer;
  if (!ok)
    void window.showWarningMessage(l10n.t('AI Impact could not keep what you said. The log tells why.'));
  return ok;
}
