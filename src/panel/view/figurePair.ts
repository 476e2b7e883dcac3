import { css, html, LitElement, nothing } from 'lit';
import type { FigureView } from './figures.ts';
import { look } from './look.ts';
import type { Page } from './page.ts';
import { fill } from './words.ts';

/** The two figures that pull against each other, side by side, each with how it is made on demand. */
export class FigurePair extends LitElement {
  static override readonly properties = { page: { attribute: false }, opened: { state: true } };
  static override readonly styles = [
    look,
    css`
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 24px;
      }
      section {
        border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        padding-top: 10px;
      }
      h2 {
        font-weight: 400;
        color: var(--vscode-descriptionForeground);
      }
      .value {
        font-size: 19px;
        line-height: 1.4;
      }
      .how {
        margin-top: 6px;
        max-width: 70ch;
      }
      @media (max-width: 640px) {
        .pair {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare page: Page;
  declare opened: ReadonlySet<string>;

  constructor() {
    super();
    this.opened = new Set();
  }

  override render() {
    const { figures } = this.page;
    if (figures.length === 0) return nothing;
    return html`<div class="pair">${figures.map(figure => this.#figure(figure))}</div>`;
  }

  #figure({ id, heading, value, rest, notes, how }: FigureView) {
    const { figures: words } = this.page.voice.strings;
    const open = this.opened.has(id);
    return html`<section aria-labelledby=${id}>
      <h2 id=${id}>${heading}</h2>
      <p>${value === null ? nothing : html`<span class="value">${value}</span> `}<span class="quiet">${rest}</span></p>
      <p class="quiet">
        ${notes.join(' ')}
        <button
          class="link"
          aria-expanded=${open}
          aria-controls=${open ? `how-${id}` : nothing}
          aria-label=${fill(words.howMadeOf, heading)}
          @click=${() => this.#toggle(id)}
        >
          ${words.howMade}
        </button>
      </p>
      ${open ? html`<p class="how quiet" id="how-${id}">${how}</p>` : nothing}
    </section>`;
  }

  #toggle(id: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
  }
}
