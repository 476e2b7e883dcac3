import { css } from 'lit';
import {
  type PageMemory,
  type PageMessage,
  type PanelState,
  type PanelStrings,
  parseHostMessage,
  parsePageMemory,
} from '../protocol.ts';
import { Choosing } from './choosing.ts';
import { FigurePair } from './figurePair.ts';
import { LedgerBar } from './ledgerBar.ts';
import { Letter } from './letter.ts';
import { OtherNudges } from './otherNudges.ts';
import { pageOf } from './page.ts';
import { PanelPage } from './panelPage.ts';
import { Pieces } from './pieces.ts';
import { QuietNudges } from './quietNudges.ts';
import { RecapCard } from './recapCard.ts';
import { ResumeShelf } from './resumptions.ts';
import { SendEvent } from './send.ts';
import { SourceTable } from './sourceTable.ts';
import { StageChart } from './stageChart.ts';
import { StillChart } from './stillChart.ts';
import { StripChart } from './stripChart.ts';
import { TitleShelf } from './titles.ts';
import { WeekChart } from './weekChart.ts';

interface VsCode {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageMemory): void;
}

declare function acquireVsCodeApi(): VsCode;

const body = css`
  html,
  body {
    margin: 0;
    padding: 0;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font: 13px/1.5 var(--vscode-font-family);
    font-variant-numeric: tabular-nums;
  }
`;
if (body.styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, body.styleSheet];

customElements.define('ai-impact-choosing', Choosing);
customElements.define('ai-impact-letter', Letter);
customElements.define('ai-impact-nudges', OtherNudges);
customElements.define('ai-impact-quiet', QuietNudges);
customElements.define('ai-impact-recap', RecapCard);
customElements.define('ai-impact-ledger', LedgerBar);
customElements.define('ai-impact-weeks', WeekChart);
customElements.define('ai-impact-stages', StageChart);
customElements.define('ai-impact-strip', StripChart);
customElements.define('ai-impact-pieces', Pieces);
customElements.define('ai-impact-figures', FigurePair);
customElements.define('ai-impact-still', StillChart);
customElements.define('ai-impact-sources', SourceTable);
customElements.define('ai-impact-panel', PanelPage);

const vscode = acquireVsCodeApi();
const titles = new TitleShelf();
const resumes = new ResumeShelf();
const panel = new PanelPage();
panel.titles = titles;
panel.resumes = resumes;
document.body.append(panel);

let words: { strings: PanelStrings; locale: string } | null = null;
let state: PanelState | null = null;
/** A page hidden and shown again is made anew: it goes back to where it was. */
let scrollTo = parsePageMemory(vscode.getState())?.scroll ?? 0;

panel.addEventListener(SendEvent.type, event => {
  if (event instanceof SendEvent) vscode.postMessage(event.message);
});

window.addEventListener('message', event => {
  const message = parseHostMessage(event.data);
  if (message === null) return;
  if (message.type === 'strings') {
    words = { strings: message.strings, locale: message.locale };
    document.documentElement.lang = message.locale;
  } else if (message.type === 'titles') {
    titles.put(message.titles);
    panel.titlesKnown++;
  } else if (message.type === 'resumptions') {
    resumes.put(message.resumptions);
    panel.titlesKnown++;
  } else {
    state = message.state;
    remember();
  }
  void draw();
});

/** Ages grow while the page stays open. */
window.addEventListener('focus', () => void draw());

let remembering: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(remembering);
  remembering = setTimeout(remember, 200);
});

vscode.postMessage({ type: 'ready' });

async function draw(): Promise<void> {
  if (words === null || state === null) return;
  const timeZone = state.report?.timeZone;
  panel.page = pageOf(state, { ...words, timeZone, now: new Date() });
  if (scrollTo === 0 || state.report === null) return;
  const top = scrollTo;
  scrollTo = 0;
  await panel.updateComplete;
  requestAnimationFrame(() => window.scrollTo({ top }));
}

function remember(): void {
  if (state === null) return;
  const { period, filter } = state;
  vscode.setState({ ...period, filter, scroll: scrollTo || window.scrollY });
}
