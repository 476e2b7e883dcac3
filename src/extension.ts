import type { ExtensionContext } from 'vscode';
import { App } from './app.ts';

let app: App | null = null;

export function activate(context: ExtensionContext): void {
  app = new App(context);
  context.subscriptions.push(app);
  app.start();
}

/** Waits until the worker has let go of the ledger, so that another window can go on at once. */
export async function deactivate(): Promise<void> {
  await app?.stop();
  app = null;
}
