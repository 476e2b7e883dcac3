import { css, html, LitElement, nothing } from 'lit';
import { agentName } from '../../model/agentNames.ts';
import type { ReportFilter } from '../../model/report.ts';
import type { Days, PageMessage } from '../protocol.ts';
import { shortDay } from './ages.ts';
import { look } from './look.ts';
import type { Page } from './page.ts';
import { SendEvent } from './send.ts';
import { lastName } from './why.ts';
import { fill } from './words.ts';

const PERIODS: readonly Days[] = [7, 28, 90, null];

/** What the page is of: a period or days of one's own, a repository, an agent. */
export class Choosing extends LitElement {
  static override readonly properties = { page: { attribute: false }, asking: { state: true } };
  static override readonly styles = [
    look,
    css`
      :host,
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
      }
      form {
        flex-basis: 100%;
        justify-content: end;
        min-width: 0;
      }
      /* The browser's own arrows and calendars go with the theme. */
      :host-context(.vscode-dark),
      :host-context(.vscode-high-contrast:not(.vscode-high-contrast-light)) {
        color-scheme: dark;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .periods {
        display: inline-flex;
        flex-wrap: wrap;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border));
        border-radius: 4px;
      }
      .periods button {
        padding: 1px 10px;
        color: var(--vscode-descriptionForeground);
        white-space: nowrap;
      }
      .periods button:hover,
      .periods [aria-pressed='true'] {
        color: var(--vscode-foreground);
      }
      .periods [aria-pressed='true'] {
        background: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
        border-color: var(--vscode-contrastBorder, transparent);
      }
      select,
      input {
        font: inherit;
        padding: 1px 6px;
        max-width: 14em;
        color: var(--vscode-descriptionForeground);
        background: var(--vscode-editor-background);
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border));
        border-radius: 4px;
      }
      select:hover,
      select.chosen,
      input {
        color: var(--vscode-foreground);
      }
      select:focus-visible,
      input:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
      @media (max-width: 640px) {
        form {
          justify-content: start;
        }
        .periods button {
          padding: 1px 7px;
        }
      }
    `,
  ];

  declare page: Page;
  declare asking: boolean;

  constructor() {
    super();
    this.asking = false;
  }

  override render() {
    const { report, filter } = this.page.state;
    return html`${this.#periods()}${report === null ? nothing : this.#filters(report.choices, filter)}
    ${this.asking ? this.#dates() : nothing}`;
  }

  #periods() {
    const { strings } = this.page.voice;
    const { days: chosen, dates } = this.page.state.period;
    return html`<div class="periods" role="group" aria-label=${strings.period}>
      ${PERIODS.map(
        days =>
          html`<button
            aria-pressed=${dates === null && days === chosen}
            @click=${() => {
              this.asking = false;
              this.#send({ type: 'setPeriod', days });
            }}
          >
            ${strings.periods[days ?? 'all']}
          </button>`,
      )}
      <button aria-pressed=${dates !== null} aria-expanded=${this.asking} @click=${() => (this.asking = !this.asking)}>
        ${this.#datesName()}
      </button>
    </div>`;
  }

  #datesName(): string {
    const { voice, state } = this.page;
    const { dates } = state.period;
    const { choosing } = voice.strings;
    if (dates === null) return choosing.dates;
    const [from, to] = [dates.from, dates.to].map(date =>
      shortDay(new Date(date), { ...voice, timeZone: 'UTC' }),
    ) as [string, string];
    return from === to ? from : fill(choosing.datesOf, from, to);
  }

  #dates() {
    const { choosing } = this.page.voice.strings;
    const { dates } = this.page.state.period;
    return html`<form @submit=${(event: SubmitEvent) => this.#chooseDates(event)}>
      <label>${choosing.from}<input type="date" name="from" required .value=${dates?.from ?? ''} /></label>
      <label>${choosing.to}<input type="date" name="to" required .value=${dates?.to ?? ''} /></label>
      <button class="button" type="submit">${choosing.show}</button>
    </form>`;
  }

  /** Whichever was typed first: two days are a range in either order. */
  #chooseDates(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [from, to] = [String(form.get('from')), String(form.get('to'))].sort() as [string, string];
    this.asking = false;
    this.#send({ type: 'setDates', dates: { from, to } });
  }

  #filters(
    {
      repositories,
      agents,
    }: { readonly repositories: readonly string[]; readonly agents: readonly string[] },
    filter: ReportFilter,
  ) {
    const { choosing } = this.page.voice.strings;
    return html`${this.#select(
      choosing.repository,
      choosing.allRepositories,
      named(repositories),
      filter.repository,
      repository => this.#send({ type: 'setFilter', filter: { ...filter, repository } }),
    )}
    ${this.#select(
      choosing.agent,
      choosing.allAgents,
      agents.map(agent => [agent, agentName(agent)]),
      filter.agent,
      agent => this.#send({ type: 'setFilter', filter: { ...filter, agent } }),
    )}`;
  }

  /** Nothing where there is nothing to choose. */
  #select(
    name: string,
    all: string,
    choices: readonly (readonly [value: string, text: string])[],
    chosen: string | null,
    choose: (value: string | null) => void,
  ) {
    if (choices.length < 2 && chosen === null) return nothing;
    return html`<select
      class=${chosen === null ? '' : 'chosen'}
      aria-label=${name}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}
    >
      <option value="" .selected=${chosen === null}>${all}</option>
      ${choices.map(
        ([value, text]) =>
          html`<option value=${value} title=${/[\\/]/.test(value) ? value : nothing} .selected=${value === chosen}>${text}</option>`,
      )}
    </select>`;
  }

  #send(message: PageMessage): void {
    this.dispatchEvent(new SendEvent(message));
  }
}

/** By its folder's name; with the folder above it where two are called the same. */
function named(roots: readonly string[]): (readonly [string, string])[] {
  const names = roots.map(lastName);
  return roots.map((root, i) => {
    const name = names[i]!;
    const shared = names.filter(each => each === name).length > 1;
    return [root, shared ? root.split(/[\\/]/).slice(-2).join('/') : name];
  });
}
