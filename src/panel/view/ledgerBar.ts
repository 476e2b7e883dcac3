import { css, html, LitElement, nothing, svg } from 'lit';
import { compactNumber } from '../../model/compactNumber.ts';
import { type Ledger, type LedgerLine, segments } from './ledger.ts';
import { look } from './look.ts';
import { markClass, markLook, swatch, textures } from './marks.ts';
import { dollars, fraction, isOne, percent, whole } from './numbers.ts';
import type { Page } from './page.ts';
import { hedged } from './sources.ts';
import { dots, fill, list } from './words.ts';

/** 100 % of use by what became of it: a bar with its key, or the same as a table. */
export class LedgerBar extends LitElement {
  static override readonly properties = { page: { attribute: false }, asTable: { state: true } };
  static override readonly styles = [
    look,
    markLook,
    css`
      .bar {
        display: block;
        width: 100%;
        height: 26px;
      }
      /* Each part keeps its own outline, and two pixels from the next. */
      .bar rect {
        x: 0.5px;
        width: calc(100% - 2px);
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 18px;
        margin-top: 10px;
      }
      .key li,
      th[scope='row'] div {
        display: flex;
        align-items: center;
        gap: 7px;
      }
      .key b {
        font-weight: 600;
      }
      .note {
        margin-top: 8px;
      }
      @media (max-width: 640px) {
        .base {
          order: 1;
          flex-basis: 100%;
        }
      }
    `,
  ];

  declare page: Page;
  declare asTable: boolean;

  constructor() {
    super();
    this.asTable = false;
  }

  override render() {
    const { ledger, voice } = this.page;
    if (ledger === null || ledger.lines.length === 0) return nothing;
    const { act, ledger: words } = voice.strings;
    const drawn = ledger.basis !== 'none' && !this.asTable;
    const notes = this.#notes(ledger);
    return html`<section aria-labelledby="heading">
      ${textures}
      <header>
        <h2 id="heading">${words.heading}</h2>
        <span class="base quiet">${this.#base(ledger)}</span>
        ${
          ledger.basis === 'none'
            ? nothing
            : html`<button class="link end" aria-label=${this.#toggleName()} @click=${() => (this.asTable = !this.asTable)}>
                ${this.asTable ? act.asBar : act.asTable}
              </button>`
        }
      </header>
      ${drawn ? this.#bar(ledger) : this.#table(ledger)}
      ${notes.length === 0 ? nothing : html`<p class="note quiet">${notes.join(' ')}</p>`}
    </section>`;
  }

  /** With the heading, for there are several such buttons. */
  #toggleName(): string {
    const { act, ledger: words } = this.page.voice.strings;
    return fill(act.of, this.asTable ? act.asBar : act.asTable, words.heading);
  }

  #base(ledger: Ledger): string {
    const { state, voice } = this.page;
    const { ledger: words } = voice.strings;
    const paid =
      state.plan === 'per use' && ledger.costUsd !== null
        ? fill(words.paid, dollars(ledger.costUsd, voice.locale))
        : null;
    const quality = state.report?.usage.total.quality ?? 'none';
    if (ledger.tokens === null) return dots([words.nothing, paid], voice);
    const tokens = hedged(compactNumber(ledger.tokens, voice.locale), quality, voice);
    if (ledger.basis === 'none') return words.nothing;
    return dots([fill(ledger.basis === 'price' ? words.byPrice : words.byTokens, tokens), paid], voice);
  }

  #notes(ledger: Ledger): string[] {
    const { ledger: words } = this.page.voice.strings;
    const { locale } = this.page.voice;
    const notes: string[] = [];
    if (ledger.basis === 'price' && ledger.unpricedCalls === 1) notes.push(words.unpricedOne);
    if (ledger.basis === 'price' && ledger.unpricedCalls > 1) {
      notes.push(fill(words.unpricedMany, whole(ledger.unpricedCalls, locale)));
    }
    for (const [, amount] of ledger.credits)
      notes.push(isOne(amount, locale) ? words.creditOne : fill(words.credits, fraction(amount, locale)));
    return notes;
  }

  /** Without "about", which is said once for all. */
  #share(line: LedgerLine): string {
    const { voice } = this.page;
    if (line.percent === null) return voice.strings.unknown;
    return line.weight === 0
      ? fill(voice.strings.percent, whole(0, voice.locale))
      : percent(line.percent, voice);
  }

  #bar(ledger: Ledger) {
    const { voice } = this.page;
    const { ledger: words } = voice.strings;
    const said = ledger.lines.map(line => fill(words.part, words.parts[line.outcome], this.#share(line)));
    const drawn = segments(ledger);
    const shares = list(said, voice);
    const label = ledger.exact ? shares : fill(voice.strings.about, shares);
    return html`
      <svg class="bar" role="img" aria-label=${fill(words.bar, label)}>
        ${drawn.map(
          ({ outcome, from, width }) =>
            svg`<svg x="${from}%" width="${width}%">
              <rect class=${markClass(outcome)} y="0.5" height="25" />
            </svg>`,
        )}
      </svg>
      <ul class="key">
        ${ledger.exact ? nothing : html`<li class="quiet">${voice.strings.aboutAll}</li>`}
        ${ledger.lines.map(
          line =>
            html`<li>
              ${swatch(line.outcome)}<span>${words.parts[line.outcome]}</span> <b>${this.#share(line)}</b>
            </li>`,
        )}
      </ul>
    `;
  }

  #table(ledger: Ledger) {
    const { voice } = this.page;
    const { ledger: words, unknown } = voice.strings;
    return html`<table aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${words.columns.outcome}</th>
          <th scope="col" class="number">${ledger.exact ? words.columns.share : words.columns.shareAbout}</th>
          <th scope="col" class="number">${words.columns.sessions}</th>
          <th scope="col" class="number">${words.columns.tokens}</th>
        </tr>
      </thead>
      <tbody>
        ${ledger.lines.map(
          line =>
            html`<tr>
              <th scope="row"><div>${swatch(line.outcome)}${words.parts[line.outcome]}</div></th>
              <td class="number">${this.#share(line)}</td>
              <td class="number">${line.outcome === 'beyond' ? nothing : whole(line.sessions, voice.locale)}</td>
              <td class="number">
                ${line.outcome === 'beyond' ? nothing : line.tokens === null ? unknown : whole(line.tokens, voice.locale)}
              </td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${words.all}</th>
          <td></td>
          <td class="number">${whole(sum(ledger.lines.map(line => line.sessions)), voice.locale)}</td>
          <td class="number">${ledger.tokens === null ? unknown : whole(ledger.tokens, voice.locale)}</td>
        </tr>
      </tfoot>
    </table>`;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
