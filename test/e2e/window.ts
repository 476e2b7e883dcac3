import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

const SLOW_MS = 30_000;
/** A click shows at once, or was lost. */
const CLICK_MS = 3_000;
const SOON_MS = 5_000;
const MOST_ATTEMPTS = 10;
const MOST_ROWS = 30;
const SELECT_ALL = process.platform === 'darwin' ? 'Meta+A' : 'Control+A';

export interface AccessibilityFault {
  readonly rule: string;
  readonly impact: string;
  /** Where, as CSS selectors. */
  readonly targets: readonly string[];
}

export interface StatusBarItem {
  readonly text: string;
  readonly label: string;
  /** Names of the icons, without `codicon-`. */
  readonly icons: readonly string[];
}

/** What a page has by which it tells of a key. */
interface Telling {
  tellOfEnter(got: boolean): void;
  stopHearing?(): void;
}

/** One window of VS Code. */
export class Window {
  readonly page: Page;

  readonly #palette: Locator;
  #tellsOfEnter: Promise<unknown> | undefined;
  #toldOfEnter: ((got: boolean) => void) | undefined;

  constructor(page: Page) {
    this.page = page;
    this.#palette = page.locator('.quick-input-widget input.input');
  }

  /** The workbench is drawn in its theme, and the status bar no longer says that it is connecting. */
  async ready(themeKind: string): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themeKind}`).waitFor({ timeout: SLOW_MS });
    await this.page.locator('.statusbar-item').first().waitFor({ timeout: SLOW_MS });
    const connecting = this.page.locator('.statusbar-item', { hasText: /Opening Remote/ });
    await connecting.waitFor({ state: 'hidden', timeout: SLOW_MS });
  }

  async reload(themeKind: string): Promise<void> {
    await this.page.reload();
    await this.ready(themeKind);
  }

  /** Runs a command by its title as the palette shows it: `AI Impact: Open Panel`. */
  async command(title: string): Promise<void> {
    const run = async (attempt: number) =>
      (await this.#reach(title, Math.min(attempt * 1_000, SOON_MS))) && (await this.#enter());
    for (let attempt = 1; !(await run(attempt)); attempt++) {
      if (attempt === MOST_ATTEMPTS) throw new Error(`The palette does not come to “${title}”.`);
      await this.page.keyboard.press('Escape');
    }
    // Some commands go on to ask in the same place.
    await this.page
      .locator(`.quick-input-list [aria-label="${title}"]`)
      .waitFor({ state: 'hidden', timeout: SLOW_MS });
  }

  /**
   * Opens the palette and goes to a command. An editor that opens late takes the focus, and the palette goes; and an
   * extension's command is there only once the extension host has told of it.
   * @param timeout for each step: where the palette went it does not come by waiting, and where all is slow it does
   * @returns whether Enter would run it
   */
  async #reach(title: string, timeout: number): Promise<boolean> {
    const row = this.page.locator(
      ['=', '^='].map(op => `.quick-input-list [aria-label${op}"${title}${op === '=' ? '' : ', '}"]`).join(),
    );
    await this.page.bringToFront();
    await this.page.locator('.monaco-workbench').focus();
    await this.page.keyboard.press('F1');
    try {
      await this.#palette.fill(`>${title}`, { timeout });
      await row.first().waitFor({ timeout });
      // The list still moves while it is filtered: the row is reached by the keyboard and not by its place.
      const focused = row.and(this.page.locator('.focused'));
      for (let step = 0; step < MOST_ROWS && (await focused.count()) === 0; step++) {
        await this.#palette.press('ArrowDown', { timeout });
      }
      await focused.waitFor({ timeout });
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') return false;
      throw error;
    }
  }

  /**
   * Presses Enter in the palette and nowhere else: what opens late (an editor, a step of a walkthrough) may take the
   * focus at the last moment, and Enter would do something there.
   * @returns whether the palette got it
   */
  async #enter(): Promise<boolean> {
    this.#tellsOfEnter ??= this.page.exposeFunction('tellOfEnter', (got: boolean) =>
      this.#toldOfEnter?.(got),
    );
    await this.#tellsOfEnter;
    // It is told at once and not asked for afterwards: a command may load the window anew, and nobody is left to ask.
    const told = new Promise<boolean>(resolve => {
      this.#toldOfEnter = resolve;
    });
    await this.#palette.evaluate(palette => {
      const view = palette.ownerDocument.defaultView;
      const page = globalThis as unknown as Telling;
      const { tellOfEnter } = page;
      const hear = (event: Event) => {
        const isThere = event.target === palette;
        tellOfEnter(isThere);
        if (isThere) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      page.stopHearing = () => view?.removeEventListener('keydown', hear, { capture: true });
      view?.addEventListener('keydown', hear, { capture: true, once: true });
    });
    await this.#palette.press('Enter');
    const got = await Promise.race([told, sleep(SOON_MS, null)]);
    if (got !== null) return got;
    // It went to a frame of its own, or to a window that was loaded anew meanwhile.
    await this.page.evaluate(() => (globalThis as unknown as Telling).stopHearing?.());
    return false;
  }

  /** The item that an extension made, by the extension's id and the item's own: `ai-impact.ai-impact.badge`. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`.statusbar-item[id="${id}"]`);
  }

  /** What the item shows and what a screen reader says of it, both of one moment. @throws when it does not appear. */
  async readStatusBarItem(id: string): Promise<StatusBarItem> {
    const item = this.statusBarItem(id);
    await item.waitFor({ timeout: SLOW_MS });
    const { text, label, classes } = await item.evaluate(element => ({
      text: element.innerText,
      label: element.querySelector('a')?.getAttribute('aria-label') ?? '',
      classes: [...element.querySelectorAll('.codicon')].map(icon => icon.className),
    }));
    return {
      text: text.replaceAll('\u00a0', ' ').trim(),
      label,
      icons: classes.map(c => /codicon-([\w-]+)/.exec(c)?.[1] ?? '').filter(name => name !== ''),
    };
  }

  /** Ids of all items, to tell what is there. */
  async statusBarIds(): Promise<string[]> {
    return this.page.locator('.statusbar-item').evaluateAll(items => items.map(item => item.id));
  }

  /** The document of the webview that is open. */
  panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Clicks the item; waits until the webview shows `selector`. */
  async openPanel(statusBarId: string, selector = 'body *'): Promise<FrameLocator> {
    await this.page.bringToFront();
    await this.statusBarItem(statusBarId).locator('a').click();
    await this.panel().locator(selector).first().waitFor({ timeout: SLOW_MS });
    return this.panel();
  }

  /** Changes a setting in the settings editor as a person does, by its full name. */
  async set(setting: string, value: boolean | string): Promise<void> {
    await this.command('Preferences: Open Settings (UI)');
    await this.page.locator('.settings-editor .settings-header .suggest-input-container').click();
    await this.page.keyboard.press(SELECT_ALL);
    await this.page.keyboard.insertText(`@id:${setting}`);
    // Until the search is through, other settings stand there.
    const row = this.page
      .locator('.settings-editor .setting-item-contents')
      .filter({ hasText: labelOf(setting) });
    if (typeof value === 'string') {
      await row.locator('input').fill(value);
    } else {
      const box = row.locator('.setting-value-checkbox');
      await box.waitFor({ timeout: SLOW_MS });
      const deadline = performance.now() + SLOW_MS;
      // The editor draws its rows anew when a search or a save is through: a click just then may be lost.
      while ((await box.getAttribute('aria-checked')) !== String(value)) {
        assert.ok(performance.now() < deadline, `${setting} does not become ${value}`);
        await box.click();
        await row
          .locator(`.setting-value-checkbox[aria-checked="${value}"]`)
          .waitFor({ timeout: CLICK_MS })
          .catch(() => {});
      }
    }
    await this.command('View: Close Editor');
  }

  /** Notifications that are on screen now, by their text. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** A PNG of the whole window. */
  async screenshot(path?: string): Promise<Buffer> {
    await this.page.bringToFront();
    return this.page.screenshot({ ...(path ? { path } : {}), animations: 'disabled' });
  }

  /** axe inside the webview's own document, from `within` down. @throws when there was nothing to look at. */
  async accessibilityFaults(within = 'body'): Promise<AccessibilityFault[]> {
    // A page behind another one does not draw, and axe waits for that.
    await this.page.bringToFront();
    const frame = await this.panelFrame();
    await frame.waitForSelector(within, { timeout: SLOW_MS });
    await frame.evaluate(axe.source);
    const results = await frame.evaluate(
      async selector => (globalThis as unknown as { axe: typeof axe }).axe.run(selector),
      within,
    );
    if (results.passes.length === 0) throw new Error('axe found nothing to look at in the webview');
    return results.violations.map(violation => ({
      rule: violation.id,
      impact: violation.impact ?? 'unknown',
      targets: violation.nodes.map(node => node.target.flat().join(' ')),
    }));
  }

  /** The webview's document as a frame, to evaluate in. */
  async panelFrame(): Promise<Frame> {
    const outer = await this.page.waitForSelector('iframe.webview.ready', { timeout: SLOW_MS });
    const inner = await (await outer.contentFrame())?.waitForSelector('#active-frame', { timeout: SLOW_MS });
    const frame = await inner?.contentFrame();
    if (!frame) throw new Error('the webview has no document');
    return frame;
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** As the settings editor writes a name: `aiImpact.enabled` is `Ai Impact: Enabled`. */
function labelOf(setting: string): RegExp {
  const words = setting.split('.').map(part => part.replace(/([A-Z])/g, ' $1'));
  return new RegExp(words.join(':\\s*'), 'i');
}
