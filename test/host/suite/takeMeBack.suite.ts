import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { DATA_FILES, dataFolder } from '../../../src/model/dataFolder.ts';
import { ClaudeSession } from '../../support/claudeSession.ts';

const ID = '65a39c9a-98b4-4547-b48f-6e91ae3a5409';
const SOURCE = `export const total = invoices.filter(each => each.paid).reduce(add, zero(currency));\n`;
const SOON_MS = 50_000;

/** What an agent of that name was run with, and where. */
const NOTE = `#!/bin/sh\n{ pwd; for each in "$@"; do echo "$each"; done; } > "$HOME/ran.txt"\nsleep 30\n`;

async function until<T>(what: string, look: () => T | null | undefined | false): Promise<T> {
  for (const end = Date.now() + SOON_MS; Date.now() < end; await sleep(100)) {
    const found = look();
    if (found) return found;
  }
  return assert.fail(`${what} did not come`);
}

describe('Which Session Wrote This Line?, in a real window', function () {
  this.timeout(120_000);
  const home = homedir();
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;

  before(async () => {
    const programs = join(home, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'claude'), NOTE);
    chmodSync(join(programs, 'claude'), 0o755);
    process.env.PATH = [programs, process.env.PATH].join(delimiter);
    await vscode.extensions.getExtension('ai-impact.ai-impact')!.activate();
  });

  it('goes from a line to the session that wrote it, and runs just the command that it showed', async () => {
    new ClaudeSession(home, folder, Date.now(), ID).prompt('Add it up').write('total.ts', SOURCE).reply();
    const data = dataFolder({ platform: process.platform, home, variables: process.env });
    await until('the session', () => {
      const summary = join(data, DATA_FILES.summary);
      return existsSync(summary) && /"phase": ?"ready"/.test(readFileSync(summary, 'utf8'));
    });
    await vscode.commands.executeCommand('aiImpact.refresh');
    const document = await vscode.workspace.openTextDocument(join(folder, 'total.ts'));
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 5, 0, 5);

    const asked = vscode.commands.executeCommand('aiImpact.whichSession');
    // The message's first button, then the first entry of the list: both as the keyboard reaches them.
    const opened = new Promise<vscode.Terminal>(resolve => vscode.window.onDidOpenTerminal(resolve));
    let terminal: vscode.Terminal | null = null;
    void opened.then(each => {
      terminal = each;
    });
    await until('the terminal', () => {
      void vscode.commands.executeCommand('notification.acceptPrimaryAction');
      void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return terminal;
    });
    await asked;
    const shown = await opened;
    const { shellPath, shellArgs, cwd } = shown.creationOptions as vscode.TerminalOptions;
    assert.equal(shellPath, join(home, 'programs', 'claude'));
    assert.deepEqual(shellArgs, ['--resume', ID]);
    assert.equal(cwd, folder);
    await until(
      'the run',
      () => existsSync(join(home, 'ran.txt')) && readFileSync(join(home, 'ran.txt')).length > 0,
    );
    assert.equal(readFileSync(join(home, 'ran.txt'), 'utf8'), `${folder}\n--resume\n${ID}\n`);
    shown.dispose();
  });

  it('opens no terminal for a line that no session wrote', async () => {
    const opened: vscode.Terminal[] = [];
    const listening = vscode.window.onDidOpenTerminal(terminal => opened.push(terminal));
    const document = await vscode.workspace.openTextDocument(join(folder, 'total.ts'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit(edit =>
      edit.insert(new vscode.Position(1, 0), 'const mine = written(by, hand, and, by, nobody, "else");'),
    );
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    const asked = Promise.resolve(vscode.commands.executeCommand('aiImpact.whichSession')).then(() => true);
    // Its only offer is the panel.
    let answered = false;
    void asked.then(() => {
      answered = true;
    });
    await until('the answer', () => {
      void vscode.commands.executeCommand('notification.acceptPrimaryAction');
      return answered;
    });
    listening.dispose();
    assert.deepEqual(opened, []);
    await until('the panel', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'AI Impact')),
    );
  });
});
