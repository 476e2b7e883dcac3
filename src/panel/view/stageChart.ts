import { css, html, nothing, svg } from 'lit';
import { Chart } from './chart.ts';
import type { Page } from './page.ts';
import type { StageView } from './stages.ts';

const HEIGHT = 48;

/** For each stage what reached it, solid, and what still can, hatched; or the same as a table. */
export class StageChart extends Chart {
  static override readonly properties = { ...Chart.properties, page: { attribute: false } };
  static override readonly styles = [
    ...Chart.styles,
    css`
      .stages {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: 0 20px;
      }
      .stages svg {
        display: block;
        width: 100%;
        height: 48px;
      }
      .stages p {
        margin-top: 6px;
        font-size: 12px;
      }
      .stages b {
        font-weight: 600;
      }
    `,
  ];

  declare page: Page;

  override render() {
    const { stages, voice } = this.page;
    if (stages.length === 0) return nothing;
    const { stages: words } = voice.strings.figures;
    return this.framed(
      words.heading,
      html`<span class="quiet">${words.note}</span>`,
      voice,
      () => this.marks(stages, 'stages', words.chart, stage => this.#column(stage)),
      () => this.#table(),
    );
  }

  #column({ reached, possible, reachedText, name }: StageView) {
    const height = (share: number) => (share / 100) * HEIGHT;
    return html`<svg viewBox="0 0 100 48" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class="mark aside" x="0" width="100" y=${HEIGHT - height(reached + possible)} height=${height(possible)} />
          <rect class="mark shipped" x="0" width="100" y=${HEIGHT - height(reached)} height=${height(reached)} />
          <line class="base" x1="0" x2="100" y1=${HEIGHT} y2=${HEIGHT} />`}
      </svg>
      <p><b>${reachedText}</b> ${name}</p>`;
  }

  #table() {
    const { stages, voice } = this.page;
    const { columns } = voice.strings.figures.stages;
    return html`<table aria-labelledby="heading">
      <thead>
        <tr>
          <th scope="col">${columns.stage}</th>
          <th scope="col" class="number">${columns.reached}</th>
          <th scope="col" class="number">${columns.possible}</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map(
          ({ name, reachedText, possibleText }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${reachedText}</td>
              <td class="number">${possibleText}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
