import { css, html, LitElement, nothing } from 'lit';
import type { PageMessage } from '../protocol.ts';
import { look } from './look.ts';
import type { Page } from './page.ts';
import { SendEvent } from './send.ts';

/** Name, period, the one sentence, what it rests on, and the one thing to do where nothing can be read. */
export class Letter extends LitElement {
  static override readonly properties = { page: { attribute: false } };
  static override readonly styles = [
    look,
    css`
      h1 {
        margin-right: auto;
      }
      .top {
        align-items: center;
        margin-bottom: 20px;
      }
      .say {
        font-size: 22px;
        line-height: 1.35;
        max-width: 34em;
        text-wrap: pretty;
      }
      .say strong {
        font-weight: 600;
      }
      .preface {
        margin-top: 8px;
        max-width: 70em;
      }
      .do {
        margin-top: 14px;
      }
      @media (max-width: 640px) {
        .say {
          font-size: 19px;
        }
      }
    `,
  ];

  declare page: Page;

  override render() {
    const { page } = this;
    const { strings } = page.voice;
    return html`
      <header class="top">
        <h1>${strings.title}</h1>
        ${
          page.state.phase === 'off' || page.state.sample
            ? nothing
            : html`<ai-impact-choosing .page=${page}></ai-impact-choosing>`
        }
      </header>
      <p class="say">
        ${page.sentence.map(part => (part.strong ? html`<strong>${part.text}</strong>` : part.text))}
      </p>
      ${
        page.preface.length === 0
          ? nothing
          : html`<p class="preface quiet">
              ${page.preface.join(' ')}
              ${
                page.sources === null
                  ? nothing
                  : html`<button class="link" @click=${this.#showSources}>${strings.sub.cannotSee}</button>`
              }
            </p>`
      }
      ${
        page.state.keepLogs && !page.nothingFound
          ? html`<p class="preface quiet">${strings.firstRun.keepLogs}</p>`
          : nothing
      }
      ${this.#nextStep()}
    `;
  }

  #nextStep() {
    const { act, firstRun } = this.page.voice.strings;
    const steps: Partial<Record<string, readonly [string, PageMessage]>> = {
      paused: [act.resume, { type: 'resume' }],
      restricted: [act.trust, { type: 'manageTrust' }],
      unreadable: [act.tryAgain, { type: 'refresh' }],
      off: [act.settings, { type: 'openSettings' }],
    };
    const { phase, problem } = this.page.state;
    const tryAgain = [act.tryAgain, { type: 'refresh' }] as const;
    const sample = [firstRun.show, { type: 'showSample', shown: true }] as const;
    const own = this.page.nothingFound ? sample : steps[phase];
    const step = problem !== null && phase !== 'off' ? tryAgain : own;
    if (step === undefined) return this.#pause();
    return html`<p class="do">
      <button class="button primary" @click=${() => this.#send(step[1])}>${step[0]}</button>
    </p>`;
  }

  /** The first reading may take minutes, and what it has read so far is kept. */
  #pause() {
    const { phase, report } = this.page.state;
    if (phase !== 'importing' || report !== null) return nothing;
    return html`<p class="do">
      <button class="button" @click=${() => this.#send({ type: 'pause' })}>
        ${this.page.voice.strings.act.pause}
      </button>
    </p>`;
  }

  #showSources(): void {
    this.dispatchEvent(new Event('ai-impact-show-sources', { bubbles: true, composed: true }));
  }

  #send(message: PageMessage): void {
    this.dispatchEvent(new SendEvent(message));
  }
}
