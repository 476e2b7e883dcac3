import type { CDPSession } from 'playwright-core';
import type { PanelState } from '../../src/panel/protocol.ts';
import { panelStrings } from '../../src/panel/strings.ts';
import type { PageHost, Shown } from '../panel/view/pageHost.ts';

interface View {
  requestAnimationFrame(callback: () => void): void;
  setTimeout(callback: () => void, ms: number): void;
  postMessage(message: unknown): void;
  /** What is told next. */
  next: unknown;
}

/** The page, with a clock that tells how long its thread was at work, which does not grow where others keep it waiting. */
export class TimedPage {
  readonly #shown: Shown;
  readonly #protocol: CDPSession;

  private constructor(shown: Shown, protocol: CDPSession) {
    this.#shown = shown;
    this.#protocol = protocol;
  }

  static async blank(host: PageHost): Promise<TimedPage> {
    const shown = await host.blank(900);
    const protocol = await shown.page.context().newCDPSession(shown.page);
    await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new TimedPage(shown, protocol);
  }

  /** @returns milliseconds of the processor until it listens, which it has been told its words by */
  async load(host: PageHost): Promise<number> {
    await this.#shown.page.goto(host.address);
    await this.#shown.post({ type: 'strings', strings: panelStrings(message => message), locale: 'en-GB' });
    return this.#worked();
  }

  /** @returns milliseconds of the processor from the message to the picture */
  async tell(state: PanelState): Promise<number> {
    const { page } = this.#shown;
    await page.evaluate(
      text => {
        (globalThis as unknown as View).next = JSON.parse(text);
      },
      JSON.stringify({ type: 'state', state }),
    );
    const before = await this.#worked();
    await page.evaluate(
      () =>
        new Promise<void>(resolve => {
          const view = globalThis as unknown as View;
          view.postMessage(view.next);
          // The frame after the one in which it was drawn: by then it is on the screen.
          view.setTimeout(() => view.requestAnimationFrame(() => view.setTimeout(resolve, 0)), 0);
        }),
    );
    return (await this.#worked()) - before;
  }

  get complaints(): readonly string[] {
    return this.#shown.complaints;
  }

  async #worked(): Promise<number> {
    const { metrics } = await this.#protocol.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  }
}
