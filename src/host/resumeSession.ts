import { accessSync, constants, statSync } from 'node:fs';
import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import type { Resumption } from '../engine/protocol.ts';
import { agentName } from '../model/agentNames.ts';
import type { AgentId } from '../model/records.ts';
import type { ResumeCommand } from '../model/resumeCommand.ts';
import { dayOf } from './dayAndTime.ts';
import { programOnPath } from './programOnPath.ts';

/**
 * Goes on with a session in a terminal, once the person has seen what will run, and where, and said yes. The agent
 * itself is what runs there, without a shell: an id is never more than an argument.
 */
export async function resumeSession(agent: AgentId, resumption: Resumption): Promise<void> {
  if (!workspace.isTrusted) return refuse();
  const name = agentName(agent);
  switch (resumption.state) {
    case 'cannot':
      void window.showInformationMessage(l10n.t('No command is known that goes on with this session.'));
      return;
    case 'gone':
      void window.showInformationMessage(
        resumption.by === null
          ? l10n.t('This conversation was deleted from the logs of {0}.', name)
          : l10n.t('This conversation was deleted from the logs of {0} by {1}.', name, dayOf(resumption.by)),
      );
      return;
    case 'folder gone':
      void window.showInformationMessage(
        l10n.t('{0} goes on with this session only in {1}, which is gone.', name, resumption.folder),
      );
      return;
    case 'ready':
      await ready(name, resumption.command, resumption.folder ?? (await askForFolder()));
  }
}

async function ready(name: string, command: ResumeCommand, folder: string | null): Promise<void> {
  if (folder === null) return;
  const text = [command.program, ...command.args].join(' ');
  const copy = l10n.t('Copy Command');
  const program = programOnPath(command.program, {
    platform: process.platform,
    variables: process.env,
    isProgram,
  });
  if (program === null) {
    const answer = await window.showWarningMessage(
      l10n.t(
        '{0} was not found on the PATH of this window. Install it, or run the command where it is.',
        command.program,
      ),
      copy,
    );
    if (answer === copy) await env.clipboard.writeText(text);
    return;
  }
  const run = { label: l10n.t('Run {0}', text), detail: l10n.t('in {0}, with {1}', folder, program) };
  const picked = await window.showQuickPick([run, { label: copy }], {
    title: l10n.t('Resume Session'),
    placeHolder: l10n.t('{0} goes on with the session in a terminal.', name),
    ignoreFocusOut: true,
  });
  if (picked === run) {
    const terminal = window.createTerminal({
      name,
      cwd: folder,
      shellPath: program,
      shellArgs: [...command.args],
      // A window that comes back later must not run it again unasked.
      isTransient: true,
    });
    terminal.show();
  } else if (picked !== undefined) await env.clipboard.writeText(text);
}

async function refuse(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const answer = await window.showWarningMessage(
    l10n.t('In Restricted Mode no agent is started. Trust this window to resume the session.'),
    manage,
  );
  if (answer === manage) await commands.executeCommand('workbench.trust.manage');
}

async function askForFolder(): Promise<string | null> {
  const title = l10n.t('The folder of this session is not known or gone. Where should it go on?');
  const home = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(process.cwd());
  const chosen = await window.showOpenDialog({
    title,
    defaultUri: home,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
