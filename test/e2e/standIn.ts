import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = `
import * as vscode from 'vscode';
export function activate(context) {
  const item = vscode.window.createStatusBarItem('badge', vscode.StatusBarAlignment.Right, 10);
  item.command = 'standIn.open';
  const show = () => {
    const label = vscode.workspace.getConfiguration('standIn').get('label');
    item.text = '$(pulse) ' + label;
    item.accessibilityInformation = { label: 'Stand-in says ' + label };
    item.show();
  };
  show();
  const open = () => {
    const panel = vscode.window.createWebviewPanel('standIn', 'Stand-in', vscode.ViewColumn.One, { enableScripts: true });
    panel.webview.html = '<!DOCTYPE html><html lang="en"><head><title>Stand-in</title><style>body { background: var(--vscode-editor-background); }</style></head>'
      + '<body><main><h1>Home is ' + process.env.HOME + '</h1></main><aside><button></button></aside></body></html>';
  };
  context.subscriptions.push(
    item,
    vscode.workspace.onDidChangeConfiguration(show),
    vscode.commands.registerCommand('standIn.open', open),
  );
}
`;

/** Writes the smallest extension that has something to look at, so that the window's own ways can be tested. */
export async function writeStandIn(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: 'stand-in',
    publisher: 'test',
    version: '0.0.1',
    type: 'module',
    main: './extension.js',
    engines: { vscode: '^1.105.0' },
    extensionKind: ['workspace'],
    activationEvents: ['onStartupFinished'],
    contributes: {
      commands: [{ command: 'standIn.open', category: 'Stand-in', title: 'Open Panel' }],
      configuration: {
        properties: { 'standIn.label': { type: 'string', default: 'hello', scope: 'application' } },
      },
    },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.js'), SOURCE);
}
