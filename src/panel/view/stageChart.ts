import { css, html, LitElement, nothing, svg } from 'lit';
import { look } from './look.ts';
import { markLook, textures } from './marks.ts';
import type { Page } from './page.ts';
import type { StageView } from './stages.ts';
import { fill } from './words.ts';

const HEIGHT = 48;

/** For each stage what reached it, solid, and what still can, hatched; or the same as a table. */
export class StageChart extends LitElement {
  static override readonly properties = { page: { attribute: false }, asTable: { state: true } };
  static override readonly styles = [
    look,
    markLook,
    css`
      .stages {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        gap: 0 28px;
      }
      .stages svg {
        display: block;
        width: 100%;
        height: 48px;
      }
      .stages p {
        margin-top: 6px;
      }
      .stages b {
        font-weight: 600;
      }
      .base {
        stroke: color-mix(in srgb, var(--vscode-descriptionForeground) 45%, transparent);
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

  constructor() {
    super();
    this.asTable = false;
  }

  override render() {
    const { stages, voice } = this.page;
    if (stages.length === 0) return nothing;
    const { stages: words } = voice.strings.figures;
    const { act } = voice.strings;
    return html`<section aria-labelledby="heading">
      ${textures}
      <header>
        <h2 id="heading">${words.heading}</h2>
        <span class="quiet">${words.note}</span>
        <button class="link end wide" aria-label=${this.#toggleName()} @click=${() => (this.asTable = !this.asTable)}>
          ${this.asTable ? act.asChart : act.asTable}
        </button>
      </header>
      ${this.asTable ? this.#table('') : html`<div class="wide">${this.#columns()}</div>${this.#table('narrow')}`}
    </section>`;
  }

  #toggleName(): string {
    const { act, figures } = this.page.voice.strings;
    return fill(act.of, this.asTable ? act.asChart : act.asTable, figures.stages.heading);
  }

  #columns() {
    const { stages, voice } = this.page;
    const { stages: words } = voice.strings.figures;
    const said = stages.map(({ spoken }) => spoken).join(', ');
    return html`<div class="stages" role="img" aria-label=${fill(words.chart, said)}>
      ${stages.map(
        stage =>
          html`<div>
            ${this.#column(stage)}
            <p><b>${stage.reachedText}</b> ${stage.name}</p>
          </div>`,
      )}
    </div>`;
  }

  #column({ reached, possible }: StageView) {
    const height = (share: number) => (share / 100) * HEIGHT;
    return html`<svg viewBox="0 0 100 48" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="mark aside" x="0" width="100" y=${HEIGHT - height(reached + possible)} height=${height(possible)} />
        <rect class="mark shipped" x="0" width="100" y=${HEIGHT - height(reached)} height=${height(reached)} />
        <line class="base" x1="0" x2="100" y1=${HEIGHT} y2=${HEIGHT} />`}
    </svg>`;
  }

  #table(when: string) {
    const { stages, voice } = this.page;
    const { columns } = voice.strings.figures.stages;
    return html`<table class=${when} aria-labelledby="heading">
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
