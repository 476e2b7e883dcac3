import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PageMessage, Plan } from '../protocol.ts';
import { look } from './look.ts';
import type { Page } from './page.ts';
import type { ProductionLine } from './production.ts';
import { SendEvent } from './send.ts';
import type { CoverageLine, Sources } from './sources.ts';
import { fill } from './words.ts';

/** What was read and how far it can be trusted; how the person pays; what can be done about reading. */
export class SourceTable extends LitElement {
  static override readonly properties = { page: { attribute: false }, asking: { state: true } };
  static override readonly styles = [
    look,
    css`
      .after {
        margin-top: 8px;
        max-width: 70em;
      }
      .choices {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px 14px;
      }
      .choices [aria-pressed='true'] {
        color: var(--vscode-foreground);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .note {
        display: block;
      }
      summary {
        cursor: pointer;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 2px 16px;
        margin: 8px 0 0;
        overflow-wrap: anywhere;
      }
      dd {
        margin: 0;
      }
      .coverage {
        margin-top: 12px;
      }
      h3 {
        font-size: 12px;
        font-weight: 600;
      }
      th[scope='row'] {
        white-space: nowrap;
      }
      @media (max-width: 640px) {
        th,
        td {
          padding-right: 8px;
        }
        th[scope='row'],
        td.number {
          white-space: normal;
        }
        dl {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  declare page: Page;
  /** The person wants to say anew how they pay. */
  declare asking: boolean;
  /** The line about production of which a button was pressed, with what it said then. */
  #pressed: { readonly key: string; readonly text: string } | null = null;

  constructor() {
    super();
    this.asking = false;
  }

  /** Moves the reader here. */
  show(): void {
    const heading = this.renderRoot.querySelector<HTMLElement>('h2');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }

  /** A button that went when it was pressed leaves the focus nowhere: the one in its place takes it. */
  override updated(): void {
    if (this.#pressed === null) return;
    const { key, text } = this.#pressed;
    const lines = this.page.sources?.production ?? [];
    const at = lines.findIndex(line => line.key === key);
    if (lines[at]?.text === text) return;
    this.#pressed = null;
    if (document.activeElement !== document.body) return;
    const line = this.renderRoot.querySelectorAll('.production')[at];
    line?.querySelector('button')?.focus({ preventScroll: true });
  }

  override render() {
    const { sources, voice } = this.page;
    if (sources === null) return nothing;
    const { sources: words } = voice.strings;
    return html`<section aria-labelledby="heading">
      <header><h2 id="heading" tabindex="-1">${words.heading}</h2></header>
      ${this.#found(sources)}
      ${sources.notFound === '' ? nothing : html`<p class="after quiet">${sources.notFound}</p>`}
      ${
        sources.coverage.length + sources.production.length === 0
          ? nothing
          : html`<h3 class="coverage">${words.coverage}</h3>
              <ul class="quiet">
                ${this.#lines(sources)}
              </ul>`
      }
      ${
        sources.looked.length === 0
          ? nothing
          : html`<details class="after quiet" ?open=${this.page.nothingFound}>
              <summary>${words.looked}</summary>
              <dl>
                ${sources.looked.map(({ agent, folders }) => html`<dt>${agent}</dt><dd>${folders}</dd>`)}
              </dl>
            </details>`
      }
      ${this.page.state.sample ? nothing : [this.#plan(), this.#reading()]}
    </section>`;
  }

  #found(sources: Sources) {
    if (sources.lines.length > 0) return this.#table(sources);
    // Where nothing at all was found, the sentence has said so.
    return this.page.nothingFound ? nothing : html`<p>${this.page.voice.strings.sources.none}</p>`;
  }

  #lines({ coverage, production, productionAfter }: Sources) {
    const before = coverage.slice(0, productionAfter);
    const lines = [...before, ...production, ...coverage.slice(productionAfter)];
    // What has the focus keeps it, whichever lines come and go before it.
    return repeat(
      lines,
      line => line.key,
      line => ('acts' in line ? this.#production(line) : this.#covered(line)),
    );
  }

  #covered({ text, fetch }: CoverageLine) {
    const { act } = this.page.voice.strings;
    // Git is run for a trusted window only.
    if (fetch === null || !this.page.state.trusted) return html`<li>${text}</li>`;
    const { repo, name } = fetch;
    return html`<li>
      ${text}
      <button
        class="link"
        aria-label=${fill(act.fetchOf, name)}
        @click=${() => this.#send({ type: 'fetch', repo })}
      >
        ${act.fetch}
      </button>
    </li>`;
  }

  #production({ key, text, acts }: ProductionLine) {
    // What is made up is nobody's to confirm.
    const shown = this.page.state.sample ? [] : acts;
    const press = ({ detail }: MouseEvent, message: PageMessage) => {
      // By then another button stands in the place of the one that was meant.
      if (detail > 1) return;
      this.#pressed = { key, text };
      this.#send(message);
    };
    return html`<li class="production">
      ${text}
      ${
        shown.length === 0
          ? nothing
          : html`<span class="choices">
              ${shown.map(
                ({ text: word, label, message }) =>
                  html`<button class="link" aria-label=${label} @click=${(event: MouseEvent) => press(event, message)}>
                    ${word}
                  </button>`,
              )}
            </span>`
      }
    </li>`;
  }

  #table(sources: Sources) {
    const { columns } = this.page.voice.strings.sources;
    return html`<table aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${columns.agent}</th>
          <th scope="col">${columns.read}</th>
          <th scope="col">${columns.counts}</th>
          <th scope="col" class="number">${columns.tokens}</th>
        </tr>
      </thead>
      <tbody>
        ${sources.lines.map(
          line =>
            html`<tr>
              <th scope="row">${line.agent}</th>
              <td>${line.read}</td>
              <td>${line.counts}</td>
              <td class="number">${line.tokens}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #plan() {
    const { plan: words } = this.page.voice.strings;
    const { plan: said } = this.page.state;
    if (said !== 'unknown' && !this.asking) {
      return html`<p class="after quiet">
        <span class="choices">
          <span>${words.said[said]}</span>
          <button class="link" @click=${() => (this.asking = true)}>${words.change}</button>
        </span>
      </p>`;
    }
    const choices: readonly (readonly [Plan, string])[] = [
      ['flat', words.flat],
      ['per use', words.perUse],
      ['unknown', words.later],
    ];
    return html`<p class="after quiet">
      <span id="plan">${words.ask}</span>
      <span class="choices" role="group" aria-labelledby="plan">
        ${choices.map(
          ([plan, label]) =>
            html`<button
              class="link"
              aria-pressed=${plan === this.page.state.plan}
              @click=${() => this.#setPlan(plan)}
            >
              ${label}
            </button>`,
        )}
      </span>
      <span class="note">${words.note}</span>
    </p>`;
  }

  #setPlan(plan: Plan): void {
    this.asking = false;
    this.#send({ type: 'setPlan', plan });
  }

  #reading() {
    const { act } = this.page.voice.strings;
    const { phase } = this.page.state;
    const link = (label: string, message: PageMessage) =>
      html`<button class="link" @click=${() => this.#send(message)}>${label}</button>`;
    return html`<p class="after quiet choices">
      ${link(act.refresh, { type: 'refresh' })}
      ${phase === 'ready' || phase === 'importing' ? link(act.pause, { type: 'pause' }) : nothing}
      ${link(act.sources, { type: 'showSources' })}
    </p>`;
  }

  #send(message: PageMessage): void {
    this.dispatchEvent(new SendEvent(message));
  }
}
