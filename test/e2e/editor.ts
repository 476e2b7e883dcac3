// e2e: the product in a real VS Code, driven as a person would. A HOME, a folder and an extension come in;
// what a person would see comes out.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { BROWSER_FLAGS, browserPath } from '../support/browser.ts';
import { type ServedOptions, ServedVsCode } from '../support/servedVsCode.ts';
import { Window } from './window.ts';

/** The themes that everything is looked at in, and the class by which the workbench shows each one's kind. */
export const THEMES = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof THEMES;

const CLOSING_MS = 5_000;

export interface EditorOptions {
  /** Whose logs the extension sees; made if it is not there. Without it an empty one is made. */
  readonly home?: string;
  /** The folder to run from, or the package to install; nothing for a bare VS Code. */
  readonly extension?: { readonly development: string } | { readonly vsix: string };
  readonly theme?: Theme;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False leaves Workspace Trust on: then every folder opens in Restricted Mode. */
  readonly trusted?: boolean;
  /** Laid over the small environment that the server gets; nothing is inherited but PATH. */
  readonly env?: NodeJS.ProcessEnv;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One VS Code server with its own profile, and a browser to look at it. */
export class Editor {
  readonly home: string;
  readonly #options: EditorOptions;
  readonly #folder: string;
  readonly #server: ServedVsCode;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #windows: Window[] = [];

  private constructor(parts: {
    options: EditorOptions;
    home: string;
    folder: string;
    server: ServedVsCode;
    browser: Browser;
    context: BrowserContext;
  }) {
    this.#options = parts.options;
    this.home = parts.home;
    this.#folder = parts.folder;
    this.#server = parts.server;
    this.#browser = parts.browser;
    this.#context = parts.context;
  }

  static async start(options: EditorOptions = {}): Promise<Editor> {
    const folder = await mkdtemp(join(tmpdir(), 'ai-impact-e2e-'));
    const home = options.home ?? join(folder, 'home');
    await mkdir(home, { recursive: true });
    const served: ServedOptions = {
      data: folder,
      trusted: options.trusted ?? true,
      tests: true,
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', ...options.env },
    };
    await writeSettings(settingsFile(folder), settingsOf(options));
    if (options.extension && 'vsix' in options.extension) {
      await ServedVsCode.install(options.extension.vsix, served);
    }
    const server = await ServedVsCode.start(served);
    try {
      const browser = await chromium.launch({ executablePath: await browserPath(), args: BROWSER_FLAGS });
      const context = await browser.newContext({
        viewport: options.viewport ?? { width: 1280, height: 900 },
      });
      return new Editor({ options, home, folder, server, browser, context });
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** Opens a window on a folder; several may be open at once. Ready when the extension host runs. */
  async open(workspace: string): Promise<Window> {
    const { extension } = this.#options;
    const payload =
      extension && 'development' in extension
        ? { extensionDevelopmentPath: this.#server.remoteUri(extension.development), skipWelcome: 'true' }
        : { skipWelcome: 'true' };
    const page = await this.#context.newPage();
    const window = new Window(page);
    await page.goto(this.#server.address(workspace, payload));
    await window.ready(THEMES[this.#options.theme ?? 'Dark Modern']);
    this.#windows.push(window);
    return window;
  }

  /** All windows are loaded anew in a theme: the served VS Code does not see that its settings file changed. */
  async wear(theme: Theme): Promise<void> {
    await writeSettings(settingsFile(this.#folder), settingsOf({ ...this.#options, theme }));
    for (const window of this.#windows) await window.reload(THEMES[theme]);
  }

  /** What the server printed, for a failed test's message. */
  get log(): string {
    return this.#server.process.output;
  }

  /** The server's process; all that it starts is in its group. */
  get serverPid(): number | undefined {
    return this.#server.process.pid;
  }

  /** Folder of VS Code's user data: `globalStorage` of each extension lies in `User` below it. */
  get userData(): string {
    return join(this.#folder, 'user');
  }

  async close(): Promise<void> {
    const closed = Promise.all(this.#windows.map(window => window.close()));
    // A window that is just being loaded anew does not close, and goes with the browser.
    await Promise.race([closed, sleep(CLOSING_MS, undefined, { ref: false })]);
    await this.#browser.close();
    await this.#server.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function settingsOf({ theme = 'Dark Modern', settings }: EditorOptions): Readonly<Record<string, unknown>> {
  return {
    'workbench.colorTheme': theme,
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'git.autofetch': false,
    // What a terminal shows can be read of rows, and not of a canvas.
    'terminal.integrated.gpuAcceleration': 'off',
    // Without a question at the start, an untrusted folder simply opens in Restricted Mode.
    'security.workspace.trust.startupPrompt': 'never',
    ...settings,
  };
}

function settingsFile(folder: string): string {
  return join(folder, 'user', 'User', 'settings.json');
}

async function writeSettings(file: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}
