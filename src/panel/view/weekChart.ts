import { css, html, LitElement, nothing, svg } from 'lit';
import { look } from './look.ts';
import { markClass, markLook, textures } from './marks.ts';
import { whole } from './numbers.ts';
import type { Page } from './page.ts';
import type { Weeks, WeekView } from './weeks.ts';
import { dots, fill } from './words.ts';

const HEIGHT = 96;

/** What became of each week's use: columns on one baseline, gone over with the arrow keys; or the same as a table. */
export class WeekChart extends LitElement {
  static override readonly properties = {
    page: { attribute: false },
    asTable: { state: true },
    at: { state: true },
    shown: { state: true },
  };
  static override readonly styles = [
    look,
    markLook,
    css`
      .weeks {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: 0 clamp(2px, 1.8%, 20px);
      }
      .week {
        position: relative;
        border-radius: 2px;
      }
      .week svg {
        display: block;
        width: 100%;
        height: 96px;
        overflow: visible;
      }
      .under {
        display: flex;
        justify-content: space-between;
        gap: 0 8px;
        min-height: 18px;
        margin-top: 4px;
        white-space: nowrap;
      }
      .base {
        stroke: color-mix(in srgb, var(--vscode-descriptionForeground) 45%, transparent);
      }
      /* Kept free, so that nothing below moves while weeks are gone over. */
      .said {
        min-height: 36px;
        margin: 4px 0 -22px;
      }
      .crowded .under {
        display: block;
      }
      .crowded .under span:first-child {
        position: absolute;
        right: 0;
      }
      .crowded .under span:last-child {
        display: none;
      }
      .day {
        white-space: nowrap;
      }
      .wide {
        display: block;
      }
      .narrow {
        display: none;
      }
      @media (max-width: 640px) {
        .wide {
          display: none;
        }
        .narrow {
          display: table;
        }
      }
    `,
  ];

  declare page: Page;
  declare asTable: boolean;
  /** Start of the week that the tabulator key comes to; the last one where it is not there. */
  declare at: string;
  /** Start of the week whose parts are written beneath. */
  declare shown: string | null;

  constructor() {
    super();
    this.asTable = false;
    this.at = '';
    this.shown = null;
  }

  override render() {
    const { weeks, voice } = this.page;
    if (weeks === null) return nothing;
    const { act, weeks: words } = voice.strings;
    return html`<section aria-labelledby="heading">
      ${textures}
      <header>
        <h2 id="heading">${words.heading}</h2>
        <span class="quiet wide">${this.#note(weeks)}</span>
        <button class="link end wide" aria-label=${this.#toggleName()} @click=${() => (this.asTable = !this.asTable)}>
          ${this.asTable ? act.asChart : act.asTable}
        </button>
      </header>
      ${
        this.asTable
          ? this.#table(weeks, '')
          : html`<div class="wide">${this.#columns(weeks)}</div>${this.#table(weeks, 'narrow')}`
      }
    </section>`;
  }

  #toggleName(): string {
    const { act, weeks } = this.page.voice.strings;
    return fill(act.of, this.asTable ? act.asChart : act.asTable, weeks.heading);
  }

  #note({ basis, all, drawn }: Weeks): string {
    const { voice } = this.page;
    const { weeks: words } = voice.strings;
    const some = drawn.length < all.length ? fill(words.latest, whole(drawn.length, voice.locale)) : null;
    return dots([basis === 'price' ? words.byPrice : words.byTokens, some], voice);
  }

  #columns({ drawn }: Weeks) {
    const { voice } = this.page;
    const at = drawn.find(({ start }) => start === this.at) ?? drawn.at(-1)!;
    const shown = drawn.find(({ start }) => start === this.shown);
    const crowded = drawn.some(({ labelled }) => !labelled);
    return html`<div
        class="weeks ${crowded ? 'crowded' : ''}"
        role="group"
        aria-label=${fill(voice.strings.weeks.chart, whole(drawn.length, voice.locale))}
        @keydown=${(event: KeyboardEvent) => this.#go(event, drawn, at)}
      >
        ${drawn.map(week => this.#week(week, week === at))}
      </div>
      <p class="said quiet" aria-hidden="true">${shown?.spoken}</p>`;
  }

  #week(week: WeekView, reachable: boolean) {
    return html`<div
      class="week"
      role="img"
      aria-label=${week.spoken}
      data-start=${week.start}
      tabindex=${reachable ? 0 : -1}
      @focus=${() => this.#show(week)}
      @blur=${() => (this.shown = null)}
      @pointerenter=${() => (this.shown = week.start)}
      @pointerleave=${() => (this.shown = null)}
    >
      <svg aria-hidden="true">
        ${week.parts.map(
          ({ outcome, from, height }) =>
            svg`<svg width="100%" y=${HEIGHT - ((from + height) / 100) * HEIGHT} height=${drawnHeight(height)}>
              <rect class=${markClass(outcome)} x="0.5" y="0.5" width="100%" height=${drawnHeight(height) - 0.5} />
            </svg>`,
        )}
        ${svg`<line class="base" x1="0" x2="100%" y1=${HEIGHT} y2=${HEIGHT} />`}
      </svg>
      <div class="under quiet">
        ${week.labelled ? html`<span>${week.day}</span><span>${week.tokensText}</span>` : nothing}
      </div>
    </div>`;
  }

  #show(week: WeekView): void {
    this.at = week.start;
    this.shown = week.start;
  }

  #go(event: KeyboardEvent, drawn: readonly WeekView[], at: WeekView): void {
    const last = drawn.length - 1;
    const index = drawn.indexOf(at);
    const to: Partial<Record<string, number>> = {
      ArrowLeft: Math.max(0, index - 1),
      ArrowRight: Math.min(last, index + 1),
      Home: 0,
      End: last,
    };
    const target = to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>(`[data-start="${drawn[target]!.start}"]`)?.focus();
  }

  #table({ all }: Weeks, when: string) {
    const { voice } = this.page;
    const { weeks: words, unknown } = voice.strings;
    return html`<table class=${when} aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${words.columns.week}</th>
          <th scope="col">${words.columns.became}</th>
          <th scope="col" class="number">${words.columns.tokens}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ day, became, tokens }) =>
            html`<tr>
              <th scope="row" class="day">${day}</th>
              <td>${became}</td>
              <td class="number">${tokens === null ? unknown : whole(tokens, voice.locale)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

/** A pixel is left between one part and the next, as long as there is one to spare. */
function drawnHeight(percent: number): number {
  const pixels = (percent / 100) * HEIGHT;
  return pixels > 2.5 ? pixels - 1 : Math.max(1, pixels);
}
