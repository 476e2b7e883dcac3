import { html, nothing } from 'lit';
import type { PieceReport } from '../../model/report.ts';
import type { PageMessage } from '../protocol.ts';
import type { Page } from './page.ts';
import { sayingsOf } from './sayings.ts';
import { fill } from './words.ts';

/** What the person said of a piece, each to be taken back, and what they may say. */
export function sayingLine(piece: PieceReport, { state, voice }: Page, send: (message: PageMessage) => void) {
  const { saying } = voice.strings;
  if (state.report === null) return nothing;
  const { said, offers } = sayingsOf(piece, state.report, voice);
  return html`<div>
    <dt>${saying.heading}</dt>
    <dd class="links">
      ${said.map(
        ({ text, takeBack }) =>
          html`<span>
            ${text}
            <button class="link" aria-label=${fill(saying.undoOf, text)} @click=${() => send(takeBack)}>
              ${saying.takeBack}
            </button>
          </span>`,
      )}
      ${offers.map(
        ({ text, message }) => html`<button class="link" @click=${() => send(message)}>${text}</button>`,
      )}
    </dd>
  </div>`;
}
