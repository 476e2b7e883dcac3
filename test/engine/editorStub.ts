import { registerHooks } from 'node:module';
import type { LogOutputChannel, Memento } from 'vscode';
import type { LogLevel } from '../../src/engine/protocol.ts';

type Listener = (value: unknown) => void;

/** As much of VS Code's `EventEmitter` as is used. */
export class EventEmitter {
  readonly #listeners = new Set<Listener>();

  readonly event = (listener: Listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: unknown): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** Commands that the editor was asked to run. */
export const asked: unknown[][] = [];
export const commands = { executeCommand: async (...args: unknown[]) => void asked.push(args) };
export const window = {
  showTextDocument: async (document: unknown) => void asked.push(['show', document]),
  showWarningMessage: async (message: string) => void asked.push(['warn', message]),
};
export const workspace = { isTrusted: false, openTextDocument: async (uri: unknown) => uri };
export const l10n = { t: (message: string) => message };
export const env = { language: 'en', clipboard: { writeText: async () => {} } };
export const extensions = { getExtension: () => undefined };
export const Uri = { file: (path: string) => ({ fsPath: path }) };

/** Puts this module in the place of the editor's for what is imported from now on. Undone by what it returns. */
export function standInForEditor(): () => void {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
  });
  return () => hooks.deregister();
}

/** A log channel that keeps its lines. */
export function keptLog(lines: { level: LogLevel; line: string }[]): LogOutputChannel {
  const at = (level: LogLevel) => (line: string) => void lines.push({ level, line });
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return log as unknown as LogOutputChannel;
}

/** A memory that lasts as long as the test. */
export function keptMemory(): Memento {
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
    keys: () => [...kept.keys()],
  };
  return memory as Memento;
}
