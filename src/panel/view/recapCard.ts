import { css, html, LitElement, nothing } from 'lit';
import { look } from './look.ts';
import type { Page } from './page.ts';
import { itemText, type Recap, recapMarkdown } from './recap.ts';
import { SendEvent } from './send.ts';
import type { TitleShelf } from './titles.ts';

/** The week before, on Mondays: a short list to keep or to put away. */
export class RecapCard extends LitElement {
  static override readonly properties = {
    page: { attribute: false },
    titles: { attribute: false },
    titlesKnown: { attribute: false },
  };
  static override readonly styles = [
    look,
    css`
      section {
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border));
        border-radius: 4px;
        padding: 12px 16px;
      }
      .parts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
        gap: 12px 24px;
      }
      h3 {
        font-size: 12px;
        font-weight: 400;
        color: var(--vscode-descriptionForeground);
      }
      li {
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        margin-top: 12px;
      }
    `,
  ];

  declare page: Page;
  declare titles: TitleShelf;
  declare titlesKnown: number;

  override render() {
    const { recap, voice } = this.page;
    if (recap === null) return nothing;
    const { recap: words } = voice.strings;
    return html`<section aria-labelledby="heading">
      <header><h2 id="heading">${recap.heading}</h2></header>
      <div class="parts">
        ${recap.parts.map(
          ({ heading, items, more }) =>
            html`<div>
              <h3>${heading}</h3>
              <ul>
                ${items.map(item => html`<li>${itemText(item, this.titles)}</li>`)}
                ${more === '' ? nothing : html`<li class="quiet">${more}</li>`}
              </ul>
            </div>`,
        )}
      </div>
      <p class="acts">
        <button class="link" @click=${() => this.#copy(recap)}>${words.copy}</button>
        <button class="link" @click=${() => this.#putOff(recap)}>${words.putOff}</button>
      </p>
    </section>`;
  }

  override updated(): void {
    const { recap } = this.page;
    const pieces = recap?.parts.flatMap(({ items }) =>
      items.flatMap(item => (typeof item === 'string' ? [] : [item.piece])),
    );
    const wanted = this.titles.wanted(pieces ?? []);
    if (wanted !== null) this.dispatchEvent(new SendEvent({ type: 'requestTitles', ...wanted }));
  }

  #copy(recap: Recap): void {
    this.dispatchEvent(new SendEvent({ type: 'copyText', text: recapMarkdown(recap, this.titles) }));
  }

  #putOff({ monday }: Recap): void {
    this.dispatchEvent(new SendEvent({ type: 'putOffRecap', monday }));
  }
}
