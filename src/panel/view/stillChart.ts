import { css, html, nothing, svg } from 'lit';
import { Chart } from './chart.ts';
import type { Page } from './page.ts';
import type { StillWeek, StillWeeks } from './stillWeeks.ts';

const HEIGHT = 64;

/** What shipped in each week: solid what was there 14 days later, an outline for the rest; or the same as a table. */
export class StillChart extends Chart {
  static override readonly properties = { ...Chart.properties, page: { attribute: false } };
  static override readonly styles = [
    ...Chart.styles,
    css`
      .still {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 5.5em);
        gap: 0 clamp(4px, 1.8%, 20px);
      }
      .box svg {
        display: block;
        width: 100%;
        height: 64px;
        overflow: visible;
      }
      .gone {
        fill: none;
        stroke: var(--vscode-descriptionForeground);
        stroke-dasharray: 3 2;
      }
      .box p {
        min-height: 18px;
        font-size: 12px;
        white-space: nowrap;
      }
      .box p:first-of-type {
        margin-top: 4px;
      }
    `,
  ];

  declare page: Page;

  override render() {
    const { still, voice } = this.page;
    if (still === null) return nothing;
    const { heading, note } = voice.strings.still;
    return this.framed(
      heading,
      html`<span class="quiet wide">${note}</span>`,
      voice,
      () =>
        html`${this.marks(still.weeks, 'still', still.spoken, week => this.#week(week))}
        ${this.told(still.weeks)}`,
      () => this.#table(still),
    );
  }

  #week({ kept, gone, counts, when }: StillWeek) {
    const y = ({ from, height }: StillWeek['kept']) => HEIGHT - ((from + height) / 100) * HEIGHT;
    const tall = ({ height }: StillWeek['kept']) => (height / 100) * HEIGHT;
    return html`<svg aria-hidden="true">
        ${svg`${
          gone.height > 0
            ? svg`<rect class="gone" x="0.5" width="100%" y=${y(gone) + 0.5} height=${Math.max(1, tall(gone) - 1)} />`
            : nothing
        }
          <rect class="mark shipped" x="0.5" width="100%" y=${y(kept)} height=${tall(kept)} />
          <line class="base" x1="0" x2="100%" y1=${HEIGHT} y2=${HEIGHT} />`}
      </svg>
      <p>${counts}</p>
      <p class="quiet">${when}</p>`;
  }

  #table({ weeks }: StillWeeks) {
    const { columns } = this.page.voice.strings.still;
    const lines = weeks.some(({ linesText }) => linesText !== null);
    return html`<table aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${columns.when}</th>
          <th scope="col" class="number">${columns.changes}</th>
          <th scope="col" class="number">${columns.kept}</th>
          ${lines ? html`<th scope="col" class="number">${columns.lines}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${weeks.map(
          ({ whenLong, changesText, keptText, linesText }) =>
            html`<tr>
              <th scope="row">${whenLong}</th>
              <td class="number">${changesText}</td>
              <td class="number">${keptText}</td>
              ${lines ? html`<td class="number">${linesText}</td>` : nothing}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
