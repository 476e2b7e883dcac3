import { html, LitElement, nothing } from 'lit';
import { chartLook } from './chartLook.ts';
import { look } from './look.ts';
import { markAfter } from './markKeys.ts';
import { markLook, textures } from './marks.ts';
import { fill, type Voice } from './words.ts';

/** What is said of one mark of a chart. */
export interface Said {
  /** Of its own in the chart, and the same when new state comes. */
  readonly key: string;
  readonly spoken: string;
}

/** A chart whose marks are gone over with the arrow keys, with its table beside it. */
export abstract class Chart extends LitElement {
  static override readonly properties = {
    asTable: { state: true },
    at: { state: true },
    shown: { state: true },
    narrow: { state: true },
  };
  static override readonly styles = [look, markLook, chartLook];

  declare asTable: boolean;
  /** Key of the mark that the tabulator key comes to; the last one where it is not there. */
  declare at: string;
  /** Key of the mark of which is told beneath. */
  declare shown: string | null;
  /** There is no room for a chart: its table is drawn instead. */
  declare narrow: boolean;
  readonly #room = window.matchMedia('(max-width: 640px)');
  readonly #measure = () => {
    this.narrow = this.#room.matches;
  };

  constructor() {
    super();
    this.narrow = this.#room.matches;
    this.asTable = false;
    this.at = '';
    this.shown = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#room.addEventListener('change', this.#measure);
    this.#measure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#room.removeEventListener('change', this.#measure);
  }

  protected framed(heading: string, note: unknown, voice: Voice, chart: () => unknown, table: () => unknown) {
    return html`<section aria-labelledby="heading">
      ${textures}
      <header>
        <h2 id="heading">${heading}</h2>
        ${note} ${this.toggle(heading, voice, 'link end')}
      </header>
      ${this.either(chart, table)}
    </section>`;
  }

  /** With what it is of, for there are several such buttons. */
  protected toggle(heading: string, { strings: { act } }: Voice, look: string) {
    if (this.narrow) return nothing;
    const text = this.asTable ? act.asChart : act.asTable;
    return html`<button class=${look} aria-label=${fill(act.of, text, heading)} @click=${() => (this.asTable = !this.asTable)}>
      ${text}
    </button>`;
  }

  protected either(chart: () => unknown, table: () => unknown) {
    return this.asTable || this.narrow ? table() : chart();
  }

  /** @param look classes of the whole; `each` draws what is in the box of a mark */
  protected marks<T extends Said>(
    marks: readonly T[],
    look: string,
    label: string,
    each: (mark: T) => unknown,
  ) {
    const at = marks.find(({ key }) => key === this.at) ?? marks.at(-1);
    const go = (event: KeyboardEvent) => {
      const to = at === undefined ? null : markAfter(event.key, marks.indexOf(at), marks.length);
      if (to === null) return;
      event.preventDefault();
      this.renderRoot.querySelectorAll<HTMLElement>('.box')[to]?.focus();
    };
    return html`<div class=${look} role="group" aria-label=${label} @keydown=${go}>
      ${marks.map(
        mark =>
          html`<div
            class="box"
            role="img"
            aria-label=${mark.spoken}
            tabindex=${mark === at ? 0 : -1}
            @focus=${() => this.#enter(mark)}
            @blur=${() => (this.shown = null)}
            @pointerenter=${() => (this.shown = mark.key)}
            @pointerleave=${() => (this.shown = null)}
          >
            ${each(mark)}
          </div>`,
      )}
    </div>`;
  }

  /**
   * For the eye what a screen reader is told of a mark. Its place is kept free, so that nothing below moves.
   * @param otherwise stands there while it is about none
   */
  protected told(marks: readonly Said[], otherwise = '') {
    const mark = marks.find(({ key }) => key === this.shown);
    return mark === undefined
      ? html`<p class="told quiet">${otherwise}</p>`
      : html`<p class="told quiet" aria-hidden="true">${mark.spoken}</p>`;
  }

  #enter({ key }: Said): void {
    this.at = key;
    this.shown = key;
  }
}
