import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { panelDocument } from '../../../src/panel/html.ts';
import type { PageMessage, PanelState } from '../../../src/panel/protocol.ts';
import { panelStrings, type Translate } from '../../../src/panel/strings.ts';
import { BROWSER_FLAGS, browserPath } from '../../support/browser.ts';
import { NOW, RESUMPTIONS, TITLES } from '../sample.ts';
import { BODY_CLASSES, THEMES } from '../themes.ts';

const NONCE = 'dGVzdC1ub25jZQ';

export async function bundlePage(): Promise<Uint8Array> {
  const built = await build({
    entryPoints: [join(import.meta.dirname, '../../../src/panel/view/main.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return built.outputFiles[0]!.contents;
}

export interface Shown {
  readonly page: Page;
  /** What the page asked for, in order. */
  readonly asked: PageMessage[];
  /** What the browser complained about: a refused style, a thrown error. */
  readonly complaints: string[];
  post(message: unknown): Promise<void>;
  /** Another state, with the titles and the ways back that belong to it, until it is drawn. */
  become(state: PanelState): Promise<void>;
}

/** Serves the real document and script on the loopback, and stands in for VS Code's side of the page. */
export class PageHost {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<PageHost> {
    const script = await bundlePage();
    const server = createServer((request, response) => {
      if (request.url === '/page.js') {
        response.setHeader('content-type', 'text/javascript').end(script);
      } else {
        const document = panelDocument({
          cspSource: "'self'",
          script: '/page.js',
          nonce: NONCE,
          title: 'AI Impact',
          language: 'en',
        });
        response.setHeader('content-type', 'text/html').end(document);
      }
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: await browserPath(),
      args: BROWSER_FLAGS,
    });
    return new PageHost(server, browser);
  }

  /** A page that knows VS Code's side, and is yet to go to `address`. */
  async blank(width: number): Promise<Shown> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    const asked: PageMessage[] = [];
    const complaints: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    // As text: taken apart by this side, a large message would take longer than by the page.
    const post = (message: unknown) =>
      page.evaluate(
        text => (globalThis as unknown as PageGlobals).postMessage(JSON.parse(text)),
        JSON.stringify(message),
      );
    await page.exposeFunction('toHost', (message: PageMessage) => {
      asked.push(message);
    });
    await page.addInitScript(standIn);
    const become = async (state: PanelState) => {
      await post({ type: 'state', state });
      await page.locator('.say').waitFor();
      await post({ type: 'titles', titles: TITLES });
      await post({ type: 'resumptions', resumptions: RESUMPTIONS });
      await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 50)));
    };
    return { page, asked, complaints, post, become };
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async show(
    state: PanelState,
    theme: string,
    width = 900,
    translate: Translate = message => message,
  ): Promise<Shown> {
    const shown = await this.blank(width);
    const { page, post } = shown;
    await page.clock.setFixedTime(NOW);
    await page.goto(this.address);
    await page.evaluate(paint, { variables: THEMES[theme]!, classes: BODY_CLASSES[theme]! });
    await post({ type: 'strings', strings: panelStrings(translate), locale: 'en-GB' });
    await shown.become(state);
    return shown;
  }

  /** Closes a page before the end: each that stays open slows the others. */
  async leave({ page }: Shown): Promise<void> {
    await page.context().close();
  }

  /** Closes all pages that are open. */
  async leaveAll(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async stop(): Promise<void> {
    await this.leaveAll();
    await this.#browser.close();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

interface PageGlobals {
  toHost(message: unknown): void;
  acquireVsCodeApi(): unknown;
  kept: unknown;
  postMessage(message: unknown): void;
  document: {
    documentElement: { style: { setProperty(name: string, value: string): void } };
    body: { className: string };
  };
}

interface Painted {
  readonly variables: Readonly<Record<string, string>>;
  /** Names of classes. */
  readonly classes: string;
}

/** Runs in the page before its own script. */
function standIn(): void {
  const globals = globalThis as unknown as PageGlobals;
  globals.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => globals.toHost(message),
    getState: () => globals.kept,
    setState: (state: unknown) => {
      globals.kept = state;
    },
  });
}

/** Runs in the page: sets variables and classes as VS Code does, on the document's own style object and its body. */
function paint(theme: Painted): void {
  const { documentElement, body } = (globalThis as unknown as PageGlobals).document;
  const { style } = documentElement;
  style.setProperty('--vscode-font-family', 'system-ui, "Segoe UI", Ubuntu, sans-serif');
  for (const [name, value] of Object.entries(theme.variables)) style.setProperty(name, value);
  body.className = theme.classes;
}
