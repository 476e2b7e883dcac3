import { html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { SHOWN_AT_FIRST } from '../../model/pieceLists.ts';
import type { PageMessage } from '../protocol.ts';
import { look } from './look.ts';
import { markLook, swatch, textures } from './marks.ts';
import { nudgeLine, nudgeLook } from './nudgeLine.ts';
import { whole } from './numbers.ts';
import type { Page } from './page.ts';
import { type ResumeShelf, type WayBack, wayBack } from './resumptions.ts';
import { rowLook } from './rowLook.ts';
import type { PieceList, Row } from './rows.ts';
import { SendEvent } from './send.ts';
import { stepOf } from './steps.ts';
import type { TitleShelf } from './titles.ts';
import { whyPart } from './whyPart.ts';
import { fill } from './words.ts';

/** Rows that are added at once. */
const MORE = 50;

/** One list of pieces. Says why each is there, in place, when asked. */
export class Pieces extends LitElement {
  static override readonly properties = {
    page: { attribute: false },
    list: { attribute: false },
    titles: { attribute: false },
    resumes: { attribute: false },
    /** Changes when a title, or a way back, became known. */
    titlesKnown: { attribute: false },
    opened: { state: true },
  };
  static override readonly styles = [look, markLook, rowLook, nudgeLook];

  declare page: Page;
  declare list: PieceList;
  declare titles: TitleShelf;
  declare resumes: ResumeShelf;
  declare titlesKnown: number;
  declare opened: ReadonlySet<string>;

  constructor() {
    super();
    this.opened = new Set();
  }

  get #count(): number {
    return this.page.state.shown[this.list.id] ?? SHOWN_AT_FIRST;
  }

  override updated(): void {
    const shown = this.list.pieces.slice(0, this.#count);
    const wanted = this.titles.wanted(shown);
    if (wanted !== null) this.#send({ type: 'requestTitles', ...wanted });
    const sessions = this.resumes.wanted(shown);
    if (sessions !== null) this.#send({ type: 'requestResumptions', sessions });
  }

  override render() {
    const { strings, locale } = this.page.voice;
    const { heading } = strings.lists[this.list.id];
    const { id, total } = this.list;
    const more = Math.min(MORE, total - this.#count);
    const rows = this.list.rows(this.#count);
    return html`<section aria-labelledby="heading">
      ${textures}
      <header>
        <div class="named">
          <h2 id="heading">${heading}</h2>
          <span class="quiet">${this.#note()}</span>
        </div>
        <span class="unit quiet" aria-hidden="true">${this.#unit(rows)}</span>
      </header>
      <ul class="rows">
        ${repeat(
          rows,
          row => row.piece.id,
          (row, i) => this.#row(row, i),
        )}
      </ul>
      ${
        more <= 0
          ? nothing
          : html`<p class="more">
              <button
                class="link"
                @click=${() => this.#send({ type: 'showMore', list: id, rows: this.#count + more })}
              >
                ${fill(strings.act.showMore, whole(more, locale), whole(total, locale))}
              </button>
            </p>`
      }
    </section>`;
  }

  /** How many of what shipped count as changes, where that is not all of it. */
  #note(): string {
    const { strings, locale } = this.page.voice;
    const { id, total, counted } = this.list;
    if (id !== 'shipped' || counted === total) return strings.lists[id].note;
    return fill(strings.lists.shipped.some, whole(counted, locale), whole(total, locale));
  }

  /** Over the amounts, once for all; a screen reader is told it with each. */
  #unit(rows: readonly Row[]): string {
    const { row: words } = this.page.voice.strings;
    const counted = rows.filter(({ amount }) => amount.unit !== null);
    if (counted.length === 0) return '';
    return counted.some(({ amount }) => amount.paid !== null) ? words.tokensPaid : words.tokens;
  }

  #amount({ amount: { text, unit, paid } }: Row) {
    const { row: words } = this.page.voice.strings;
    const said = unit === null ? nothing : html`<span class="unseen"> ${unit}</span>`;
    return html`<span class="amount"
      >${text}${said}${paid === null ? nothing : fill(words.join, '', paid)}</span
    >`;
  }

  #row(row: Row, index: number) {
    const { act } = this.page.voice.strings;
    const open = this.opened.has(row.piece.id);
    const title = this.titles.of(row.piece) ?? row.untitled;
    const why = `why-${index}`;
    const back = wayBack(this.list.id, row.piece, this.resumes, this.page.voice);
    return html`<li class="row">
      <div class="what">
        <h3 class="title" title=${title}>${title}</h3>
        <span class="chip">${swatch(row.outcome)}${row.label}</span>
      </div>
      ${this.#amount(row)}
      <span class="acts">
        ${this.#resume(back, title)} ${this.#step(row, title)}
        <button
          class="link"
          aria-expanded=${open}
          aria-controls=${open ? why : nothing}
          aria-label=${fill(act.whyOf, title)}
          @click=${() => this.#toggle(row.piece.id)}
        >
          ${act.why}
        </button>
      </span>
      <p class="meta quiet">${row.meta}</p>
      ${this.#nudge(row, why)}
      ${back.note ? html`<p class="note quiet">${back.note}</p>` : nothing}
      ${open ? whyPart(row, this.page, { id: why, list: this.list.id, back, send: message => this.#send(message) }) : nothing}
    </li>`;
  }

  #nudge({ piece }: Row, controls: string) {
    const nudge = this.page.nudges.ofRows.get(piece.id);
    if (nudge === undefined) return nothing;
    return nudgeLine(nudge, this.page.voice, {
      open: this.opened.has(piece.id),
      controls,
      toggle: () => this.#toggle(piece.id),
      send: message => this.#send(message),
    });
  }

  #step({ piece }: Row, title: string) {
    const { state, voice, firstStep } = this.page;
    const step = this.list.id === 'open' ? stepOf(piece, state) : null;
    if (step === null) return nothing;
    const text = voice.strings.steps.act[step];
    return html`<button
      class="button ${piece.id === firstStep ? 'primary' : ''}"
      aria-label=${fill(voice.strings.act.of, text, title)}
      @click=${() => this.#send({ type: 'takeStep', piece: piece.id, step })}
    >
      ${text}
    </button>`;
  }

  #resume({ session }: WayBack, title: string) {
    if (session === null) return nothing;
    const { resuming } = this.page.voice.strings;
    return html`<button
      class=${this.list.id === 'open' ? 'button' : 'link'}
      aria-label=${fill(resuming.actOf, title)}
      @click=${() => this.#send({ type: 'resumeSession', session })}
    >
      ${resuming.act}
    </button>`;
  }

  #toggle(id: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
  }

  #send(message: PageMessage): void {
    this.dispatchEvent(new SendEvent(message));
  }
}
