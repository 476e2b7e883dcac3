import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { look } from './look.ts';
import { nudgeLine, nudgeLook } from './nudgeLine.ts';
import type { NudgeLine } from './nudges.ts';
import type { Page } from './page.ts';
import { SendEvent } from './send.ts';
import { dots } from './words.ts';

/** Under the sentence: what is about no row of the page. */
export class OtherNudges extends LitElement {
  static override readonly properties = { page: { attribute: false }, opened: { state: true } };
  static override readonly styles = [
    look,
    nudgeLook,
    css`
      .evidence {
        margin: 4px 0 8px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: Page;
  declare opened: ReadonlySet<number>;

  constructor() {
    super();
    this.opened = new Set();
  }

  override render() {
    return repeat(
      this.page.nudges.others,
      ({ id }) => id,
      line => this.#line(line),
    );
  }

  #line(line: NudgeLine) {
    const open = this.opened.has(line.id);
    const controls = `evidence-${line.id}`;
    return html`${nudgeLine(line, this.page.voice, {
      open,
      controls,
      toggle: () => this.#toggle(line.id),
      send: message => this.dispatchEvent(new SendEvent(message)),
    })}
    ${open ? html`<p class="evidence quiet" id=${controls}>${dots([line.because, ...line.evidence], this.page.voice)}</p>` : nothing}`;
  }

  #toggle(id: number): void {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
  }
}
