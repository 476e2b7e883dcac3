import { css, html, nothing } from 'lit';
import type { PageMessage } from '../protocol.ts';
import type { NudgeLine } from './nudges.ts';
import type { Voice } from './words.ts';

export const nudgeLook = css`
  .nudge {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 12px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
`;

export interface NudgeActs {
  /** Its evidence is shown. */
  readonly open: boolean;
  /** Id of the element that shows it. */
  readonly controls: string;
  toggle(): void;
  send(message: PageMessage): void;
}

/** A line with its sentence and what can be answered; the evidence is shown by whoever has the line. */
export function nudgeLine({ id, text, answers }: NudgeLine, { strings }: Voice, acts: NudgeActs) {
  const label = `nudge-${id}`;
  return html`<div class="nudge" role="group" aria-labelledby=${label}>
    <span id=${label}>${text}</span>
    <button
      class="link"
      aria-expanded=${acts.open}
      aria-controls=${acts.open ? acts.controls : nothing}
      @click=${() => acts.toggle()}
    >
      ${strings.nudge.evidence}
    </button>
    ${answers.map(
      answer => html`<button class="link" @click=${() => acts.send(answer.message)}>${answer.text}</button>`,
    )}
  </div>`;
}
