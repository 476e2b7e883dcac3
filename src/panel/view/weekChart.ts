import { css, html, nothing, svg } from 'lit';
import { Chart } from './chart.ts';
import { markClass } from './marks.ts';
import { whole } from './numbers.ts';
import type { Page } from './page.ts';
import type { Weeks, WeekView } from './weeks.ts';
import { dots, fill } from './words.ts';

const HEIGHT = 96;

/** What became of each week's use: columns on one baseline; or the same as a table. */
export class WeekChart extends Chart {
  static override readonly properties = { ...Chart.properties, page: { attribute: false } };
  static override readonly styles = [
    ...Chart.styles,
    css`
      .weeks {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: 0 clamp(2px, 1.8%, 20px);
      }
      .box svg {
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
      .told {
        min-height: 36px;
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
    `,
  ];

  declare page: Page;

  override render() {
    const { weeks, voice } = this.page;
    if (weeks === null) return nothing;
    const note = html`<span class="quiet wide">${this.#note(weeks)}</span>`;
    return this.framed(
      voice.strings.weeks.heading,
      note,
      voice,
      () => this.#columns(weeks),
      () => this.#table(weeks),
    );
  }

  #note({ basis, count, drawn }: Weeks): string {
    const { voice } = this.page;
    const { weeks: words } = voice.strings;
    const some = drawn.length < count ? fill(words.latest, whole(drawn.length, voice.locale)) : null;
    return dots([basis === 'price' ? words.byPrice : words.byTokens, some], voice);
  }

  #columns({ drawn }: Weeks) {
    const { voice } = this.page;
    const crowded = drawn.some(({ tokensText }) => tokensText === null);
    const label = fill(voice.strings.weeks.chart, whole(drawn.length, voice.locale));
    return html`${this.marks(drawn, crowded ? 'weeks crowded' : 'weeks', label, week => this.#week(week))}
      ${this.told(drawn)}`;
  }

  #week({ parts, day, tokensText }: WeekView) {
    return html`<svg aria-hidden="true">
        ${parts.map(
          ({ outcome, from, height }) =>
            svg`<rect class=${markClass(outcome)} x="0.5" width="100%" y=${HEIGHT - ((from + height) / 100) * HEIGHT + 0.5} height=${drawnHeight(height) - 0.5} />`,
        )}
        ${svg`<line class="base" x1="0" x2="100%" y1=${HEIGHT} y2=${HEIGHT} />`}
      </svg>
      <div class="under quiet">
        ${tokensText === null ? nothing : html`<span>${day}</span><span>${tokensText}</span>`}
      </div>`;
  }

  #table({ all }: Weeks) {
    const { voice } = this.page;
    const { weeks: words, unknown } = voice.strings;
    return html`<table aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${words.columns.week}</th>
          <th scope="col">${words.columns.became}</th>
          <th scope="col" class="number">${words.columns.tokens}</th>
        </tr>
      </thead>
      <tbody>
        ${all().map(
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
