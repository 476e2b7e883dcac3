import { symbol, symbolTriangle } from 'd3-shape';
import { css, html, nothing, svg } from 'lit';
import { Chart } from './chart.ts';
import { markClass, textures } from './marks.ts';
import type { Strip, StripMark } from './strip.ts';
import type { Voice } from './words.ts';

/** Square pixels of the mark where the change shipped. */
const FLAG = symbol(symbolTriangle, 36)();

/** The sessions of one shipped change along time, a lane for each, up to where it shipped; or the same as a table. */
export class StripChart extends Chart {
  static override readonly properties = {
    ...Chart.properties,
    strip: { attribute: false },
    voice: { attribute: false },
  };
  static override readonly styles = [
    ...Chart.styles,
    css`
      .lanes {
        display: block;
      }
      .box,
      .axis {
        display: grid;
        grid-template-columns: minmax(0, 14em) minmax(0, 1fr);
        gap: 0 12px;
        align-items: center;
      }
      .box span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .lanes svg,
      .axis svg {
        display: block;
        width: 100%;
        height: 18px;
        overflow: visible;
      }
      .ship {
        stroke: var(--vscode-charts-green);
        fill: var(--vscode-charts-green);
      }
      .axis p {
        grid-column: 2;
        display: flex;
        justify-content: space-between;
        gap: 0 12px;
        margin-top: 6px;
      }
      .axis svg {
        height: 8px;
      }
      .foot {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 12px;
        min-height: 18px;
      }
      .foot .link {
        white-space: nowrap;
      }
    `,
  ];

  declare strip: Strip;
  declare voice: Voice;

  override render() {
    const { heading } = this.voice.strings.strip;
    return html`${textures}${this.either(
      () => this.#lanes(),
      () => this.#table(),
    )}
      <div class="wide"><div class="foot">${this.told(this.strip.marks, this.strip.note)} ${this.toggle(heading, this.voice, 'link')}</div></div>`;
  }

  #lanes() {
    const { marks, shippedAt, begins, shipped, spoken } = this.strip;
    return html`${this.marks(marks, 'lanes', spoken, mark => this.#lane(mark))}
      <div class="axis" aria-hidden="true">
        <span></span>
        <svg>
          ${svg`<line class="base" x1="0" x2="100%" y1="0.5" y2="0.5" />
            <svg x="${shippedAt}%" y="8"><path class="ship" d=${FLAG ?? nothing} /></svg>`}
        </svg>
        <p><span>${begins}</span><span>${shipped}</span></p>
      </div>`;
  }

  #lane({ label, outcome, from, width }: StripMark) {
    const { shippedAt } = this.strip;
    return html`<span title=${label}>${label}</span>
      <svg aria-hidden="true">
        ${svg`<line class="ship" x1="${shippedAt}%" x2="${shippedAt}%" y1="0" y2="18" />
          <rect class=${markClass(outcome)} x="${from}%" width="${width}%" y="4" height="10" />`}
      </svg>`;
  }

  #table() {
    const { columns, heading } = this.voice.strings.strip;
    return html`<table aria-label=${heading}>
      <thead>
        <tr>
          <th scope="col">${columns.agent}</th>
          <th scope="col">${columns.began}</th>
          <th scope="col">${columns.ended}</th>
          <th scope="col">${columns.became}</th>
        </tr>
      </thead>
      <tbody>
        ${this.strip.all.map(
          ({ agent, began, ended, became }) =>
            html`<tr>
              <th scope="row">${agent}</th>
              <td>${began}</td>
              <td>${ended}</td>
              <td>${became}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
