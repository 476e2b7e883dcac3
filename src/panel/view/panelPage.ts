import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { look } from './look.ts';
import type { Page } from './page.ts';
import type { ResumeShelf } from './resumptions.ts';
import { SendEvent } from './send.ts';
import type { SourceTable } from './sourceTable.ts';
import type { TitleShelf } from './titles.ts';

/** The whole page, top to bottom. Parts that stay keep their place, focus and what is open in them. */
export class PanelPage extends LitElement {
  static override readonly properties = {
    page: { attribute: false },
    titles: { attribute: false },
    resumes: { attribute: false },
    titlesKnown: { attribute: false },
  };
  static override readonly styles = [
    look,
    css`
      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 28px;
        max-width: 1040px;
        margin: 0 auto;
        padding: 20px 24px 40px;
      }
      .sample {
        position: sticky;
        top: 0;
        z-index: 1;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        margin: 0;
        padding: 8px 24px;
        background: var(--vscode-editor-background);
        border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border));
      }
      @media (max-width: 640px) {
        .sample {
          padding: 8px 14px;
        }
        main {
          padding: 14px 14px 32px;
        }
      }
    `,
  ];

  declare page: Page | null;
  declare titles: TitleShelf;
  declare resumes: ResumeShelf;
  declare titlesKnown: number;
  #lastSpoken: string | null = null;

  constructor() {
    super();
    this.page = null;
    this.titlesKnown = 0;
  }

  override render() {
    const { page } = this;
    if (page === null) return nothing;
    return html`${page.state.sample ? this.#sample(page) : nothing}
      <main @ai-impact-show-sources=${this.#showSources}>
        <ai-impact-letter .page=${page}></ai-impact-letter>
        ${
          page.recap === null
            ? nothing
            : html`<ai-impact-recap
                .page=${page}
                .titles=${this.titles}
                .titlesKnown=${this.titlesKnown}
              ></ai-impact-recap>`
        }
        ${page.nudges.others.length === 0 ? nothing : html`<ai-impact-nudges .page=${page}></ai-impact-nudges>`}
        ${page.ledger === null || page.ledger.lines.length === 0 ? nothing : html`<ai-impact-ledger .page=${page}></ai-impact-ledger>`}
        ${page.weeks === null ? nothing : html`<ai-impact-weeks .page=${page}></ai-impact-weeks>`}
        ${page.stages.length === 0 ? nothing : html`<ai-impact-stages .page=${page}></ai-impact-stages>`}
        ${repeat(
          page.lists,
          list => list.id,
          list =>
            html`<ai-impact-pieces
              .page=${page}
              .list=${list}
              .titles=${this.titles}
              .resumes=${this.resumes}
              .titlesKnown=${this.titlesKnown}
            ></ai-impact-pieces>`,
        )}
        ${page.figures.length === 0 ? nothing : html`<ai-impact-figures .page=${page}></ai-impact-figures>`}
        ${page.still === null ? nothing : html`<ai-impact-still .page=${page}></ai-impact-still>`}
        ${page.sources === null ? nothing : html`<ai-impact-sources .page=${page}></ai-impact-sources>`}
        ${page.nudges.quiet.length === 0 ? nothing : html`<ai-impact-quiet .page=${page}></ai-impact-quiet>`}
      </main>
      <p class="unseen" role="status">${this.#news(page)}</p>`;
  }

  /** Stays in sight: nobody shall take made-up work for their own. */
  #sample({ voice: { strings } }: Page) {
    const leave = () => this.dispatchEvent(new SendEvent({ type: 'showSample', shown: false }));
    return html`<aside class="sample" aria-label=${strings.firstRun.mark}>
      <span>${strings.firstRun.mark}</span>
      <button class="link" @click=${leave}>${strings.firstRun.leave}</button>
    </aside>`;
  }

  /** Nothing at first, for the page has just been read; then the sentence whenever it became another. */
  #news(page: Page): string {
    if (this.#lastSpoken === null || this.#lastSpoken === page.spoken) {
      this.#lastSpoken ??= page.spoken;
      return this.renderRoot.querySelector('.unseen')?.textContent ?? '';
    }
    this.#lastSpoken = page.spoken;
    return page.spoken;
  }

  #showSources(): void {
    this.renderRoot.querySelector<SourceTable>('ai-impact-sources')?.show();
  }
}
