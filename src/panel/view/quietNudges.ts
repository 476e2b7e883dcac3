import { css, html, LitElement } from 'lit';
import { look } from './look.ts';
import type { Page } from './page.ts';
import { SendEvent } from './send.ts';

/** Kinds of nudges that say nothing, why, and the way back. */
export class QuietNudges extends LitElement {
  static override readonly properties = { page: { attribute: false } };
  static override readonly styles = [
    look,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
      }
    `,
  ];

  declare page: Page;

  override render() {
    const { strings } = this.page.voice;
    const { quiet, answers } = strings.nudge;
    return html`<section aria-labelledby="heading">
      <header><h2 id="heading">${quiet.heading}</h2></header>
      <ul>
        ${this.page.nudges.quiet.map(
          ({ text, lift, liftOf }) =>
            html`<li class="quiet">
              <span>${text}</span>
              <button class="link" aria-label=${liftOf} @click=${() => this.dispatchEvent(new SendEvent(lift))}>
                ${answers.lift}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
