import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../../scripts/package.ts';
import { DATA_FILES, dataFolder } from '../../src/model/dataFolder.ts';
import { placeKey } from '../../src/model/placeKey.ts';
import { emptySummary, type PlaceSummary, type Summary } from '../../src/model/summary.ts';
import { Workshop } from '../support/repository.ts';
import { Editor, THEMES, type Theme } from './editor.ts';
import type { Window } from './window.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const SOON_MS = 20_000;
/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;

/** Another window collects: its heart beats here, and what it has found so far is what this window's badge tells. */
class OtherWindow {
  readonly #folder: string;
  readonly #key: string;
  readonly #beat: NodeJS.Timeout;

  constructor(home: string, root: string) {
    this.#folder = dataFolder({ platform: 'linux', home, variables: {} });
    this.#key = placeKey(root);
    mkdirSync(this.#folder, { recursive: true });
    this.#beat = setInterval(() => this.#beats(), 2_000);
    this.#beats();
  }

  /** `null`: it has told nothing yet. */
  tells(summary: Partial<Summary> | null, work: Partial<PlaceSummary> = {}): void {
    const file = join(this.#folder, DATA_FILES.summary);
    if (summary === null) {
      rmSync(file, { force: true });
      return;
    }
    const place = { keys: [this.#key], toPush: 0, pushed: false, shippedAt: null, openPieces: 0, ...work };
    const whole: Summary = { ...emptySummary(new Date()), machine: 'lovelace', places: [place], ...summary };
    writeFileSync(file, JSON.stringify(whole));
  }

  pauses(paused: boolean): void {
    const file = join(this.#folder, DATA_FILES.paused);
    if (paused) writeFileSync(file, '');
    else rmSync(file, { force: true });
  }

  ends(): void {
    clearInterval(this.#beat);
  }

  #beats(): void {
    for (const name of [DATA_FILES.logsBeat, DATA_FILES.gitBeat]) {
      const file = join(this.#folder, name);
      writeFileSync(file, '', { flag: 'a' });
      utimesSync(file, new Date(), new Date());
    }
  }
}

const READ: Partial<Summary> = {
  phase: 'ready',
  openPieces: 0,
  shippedLast7Days: 4,
  callsLast7Days: 412,
  tokensLast7Days: 3_200_000,
};

interface BadgeLook {
  readonly name: string;
  readonly text: RegExp;
  readonly spoken: RegExp;
  told(other: OtherWindow): void;
}

const LOOKS: readonly BadgeLook[] = [
  { name: 'starting', text: /^$/, spoken: /is starting/, told: other => other.tells(null) },
  {
    name: 'importing',
    text: /^reading 25 %$/,
    spoken: /120 of 480/,
    told: other =>
      other.tells({
        phase: 'importing',
        progress: { filesDone: 120, filesTotal: 480, oldestDay: '2026-09-01' },
      }),
  },
  { name: 'nothing waits', text: /^$/, spoken: /lovelace/, told: other => other.tells(READ) },
  {
    name: 'to push',
    text: /^3 to push$/,
    spoken: /3 /,
    told: other => other.tells({ ...READ, openPieces: 3 }, { toPush: 3, openPieces: 3 }),
  },
  {
    name: 'pushed',
    text: /^pushed$/,
    spoken: /pushed/i,
    told: other => other.tells({ ...READ, openPieces: 1 }, { pushed: true, openPieces: 1 }),
  },
  {
    name: 'shipped',
    text: /^shipped \d\d:\d\d$/,
    spoken: /shipped/i,
    told: other => other.tells(READ, { shippedAt: new Date().toISOString() }),
  },
  {
    name: 'open',
    text: /^2 open$/,
    spoken: /open/i,
    told: other => other.tells({ ...READ, openPieces: 2 }, { openPieces: 2 }),
  },
  {
    name: 'some source unreadable',
    text: /^2 open$/,
    spoken: /Codex/,
    told: other => other.tells({ ...READ, openPieces: 2, unreadableSources: ['codex'] }, { openPieces: 2 }),
  },
  {
    name: 'nothing readable',
    text: /^can't read$/,
    spoken: /Codex/,
    told: other => other.tells({ phase: 'unreadable', unreadableSources: ['codex'] }),
  },
];

describe('The badge, in a real window', function () {
  this.timeout(240_000);
  let workshop: Workshop;
  let other: OtherWindow;
  let editor: Editor;
  let window: Window;

  before(async () => {
    workshop = new Workshop();
    const { root } = workshop.published('shop');
    other = new OtherWindow(workshop.home, root);
    const vsix = await pack(workshop.path('ai-impact.vsix'));
    editor = await Editor.start({ home: workshop.home, extension: { vsix } });
    window = await editor.open(root);
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });

  after(async () => {
    await editor?.close();
    other?.ends();
    workshop?.remove();
  });

  async function untilSaid({ name, text, spoken }: Omit<BadgeLook, 'told'>): Promise<void> {
    const deadline = Date.now() + SOON_MS;
    for (;;) {
      const badge = await window.readStatusBarItem(BADGE);
      if (text.test(badge.text) && spoken.test(badge.label)) return;
      if (Date.now() > deadline) assert.fail(`${name}: “${badge.text}”, ${badge.label}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  /** The status bar with the lines that stand over the badge. */
  async function picture(name: string, theme: string): Promise<void> {
    if (PICTURES === undefined) return;
    await window.statusBarItem(BADGE).hover();
    await window.page.locator('.workbench-hover').first().waitFor({ timeout: SOON_MS });
    const path = join(PICTURES, `badge ${name} ${theme}.png`.toLowerCase().replaceAll(' ', '-'));
    await window.page.screenshot({ path, clip: { x: 640, y: 640, width: 640, height: 260 } });
    await window.page.mouse.move(100, 100);
  }

  for (const theme of Object.keys(THEMES) as Theme[]) {
    it(`says how things stand, in ${theme}`, async () => {
      await editor.wear(theme);
      for (const look of LOOKS) {
        look.told(other);
        await untilSaid(look);
        await picture(look.name, theme);
      }
      other.pauses(true);
      await untilSaid({ name: 'paused', text: /^paused$/, spoken: /paused/i });
      await picture('paused', theme);
      other.pauses(false);
      assert.deepEqual(await window.notifications(), []);
    });
  }

  it('is gone where AI Impact is switched off, and comes back', async () => {
    await window.set('aiImpact.enabled', false);
    await window.statusBarItem(BADGE).waitFor({ state: 'detached', timeout: SOON_MS });
    await window.set('aiImpact.enabled', true);
    await window.statusBarItem(BADGE).waitFor({ timeout: SOON_MS });
  });
});
