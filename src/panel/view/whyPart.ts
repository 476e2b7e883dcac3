import { html, nothing } from 'lit';
import type { ListId } from '../../model/pieceLists.ts';
import type { PageMessage } from '../protocol.ts';
import type { Page } from './page.ts';
import { keysOf } from './pieceKeys.ts';
import type { WayBack } from './resumptions.ts';
import type { Row } from './rows.ts';
import { sayingLine } from './sayingLine.ts';
import { stripOf } from './strip.ts';
import { visible } from './visible.ts';
import type { Why } from './why.ts';
import { dots, fill } from './words.ts';

export interface WhyPlace {
  /** Of the element that it becomes. */
  readonly id: string;
  readonly list: ListId;
  readonly back: WayBack;
  send(message: PageMessage): void;
}

/** Why a row is where it is, in place: evidence first, then what can be done about it. */
export function whyPart(row: Row, page: Page, { id, list, back, send }: WhyPlace) {
  const { why, piece } = row;
  const { state, voice } = page;
  const { why: words } = voice.strings;
  const nudge = page.nudges.ofRows.get(piece.id);
  const strip = list === 'shipped' ? stripOf(piece, voice) : null;
  return html`<dl class="why quiet" id=${id}>
    ${
      nudge === undefined
        ? nothing
        : html`<div>
            <dt>${voice.strings.nudge.heading}</dt>
            <dd>${dots([nudge.because, ...nudge.evidence], voice)}</dd>
          </div>`
    }
    <div><dt>${why.linked ? words.linked : words.here}</dt><dd>${why.because.join(' ')}</dd></div>
    <div><dt>${words.match}</dt><dd>${why.match}</dd></div>
    <div>
      <dt>${words.notSeen}</dt>
      <dd>${why.notSeen.length === 0 ? words.nothingMissing : why.notSeen.join(' ')}</dd>
    </div>
    ${
      strip === null
        ? nothing
        : html`<div>
            <dt>${voice.strings.strip.heading}</dt>
            <dd><ai-impact-strip .strip=${strip} .voice=${voice}></ai-impact-strip></dd>
          </div>`
    }
    ${state.trusted ? evidence(why, page, send) : nothing}
    ${back.others.length === 0 ? nothing : sessions(back, page, send)}
    ${list === 'open' && !state.sample ? letGo(row, page, send) : nothing}
    ${state.sample ? nothing : sayingLine(piece, page, send)}
  </dl>`;
}

function evidence({ commits, files }: Why, { voice: { strings } }: Page, send: WhyPlace['send']) {
  const { why: words, act } = strings;
  return html`${
    commits.length === 0
      ? nothing
      : html`<div>
          <dt>${words.commits}</dt>
          <dd class="links">
            ${commits.map(
              ({ repo, commit, short }) =>
                html`<button
                  class="link"
                  aria-label=${fill(act.openCommit, short)}
                  @click=${() => send({ type: 'openCommit', repo, commit })}
                >
                  ${short}
                </button>`,
            )}
          </dd>
        </div>`
  }
  ${
    files.length === 0
      ? nothing
      : html`<div>
          <dt>${words.files}</dt>
          <dd class="links">
            ${files.map(
              ({ repo, path, name }) =>
                html`<button
                  class="link"
                  title=${visible(path)}
                  aria-label=${fill(act.openFile, name)}
                  @click=${() => send({ type: 'openFile', repo, path })}
                >
                  ${name}
                </button>`,
            )}
          </dd>
        </div>`
  }`;
}

function sessions({ others }: WayBack, { voice: { strings } }: Page, send: WhyPlace['send']) {
  const { resuming } = strings;
  return html`<div>
    <dt>${resuming.heading}</dt>
    <dd class="links">
      ${others.map(({ text, session }) =>
        session === null
          ? html`<span>${text}</span>`
          : html`<button
              class="link"
              aria-label=${fill(resuming.actOf, text)}
              @click=${() => send({ type: 'resumeSession', session })}
            >
              ${text}
            </button>`,
      )}
    </dd>
  </div>`;
}

function letGo({ piece }: Row, { voice: { strings } }: Page, send: WhyPlace['send']) {
  const { saying } = strings;
  const message: PageMessage = { type: 'say', sessions: keysOf(piece), said: 'let go', target: null };
  return html`<div>
    <dt>${saying.goingOn}</dt>
    <dd class="links">
      <button class="link" @click=${() => send(message)}>${saying.letGo}</button>
      <span>${strings.lists['let go'].note}</span>
    </dd>
  </div>`;
}
