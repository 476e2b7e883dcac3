import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, startOfISOWeek } from 'date-fns';
import type { FrameLocator } from 'playwright-core';
import { pack } from '../../scripts/package.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';
import { Editor, type Theme } from './editor.ts';
import { type Hand, Keyboard, Mouse } from './hand.ts';
import type { Window } from './window.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const SOON_MS = 20_000;
const PULL_REQUEST = 'https://github.com/example/shop/pull/7';
const SHOP_ON_GITHUB = 'https://github.com/example/shop.git';
/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;

const lines = (name: string) =>
  Array.from({ length: 8 }, (_, i) => `export const ${name}${i} = compute${name}(${i}, 'x');\n`).join('');

/** One change that shipped, one to be pushed, one only in the working tree, and a conversation. */
class Desk {
  readonly workshop = new Workshop();
  readonly shop: TestRepository;
  readonly shipped: ClaudeSession;
  readonly shippedAt: Date;
  /** What the agent was started with, when it was. */
  readonly started: string;
  readonly programs: string;

  constructor() {
    const { workshop } = this;
    workshop.second = Math.floor(Date.now() / 1000) - 4 * 3600;
    this.shop = workshop.published('shop');
    this.shop.commit('Base', { 'src/draft.ts': 'export const base = 1;\n' });
    this.shop.run('push', '-q');
    this.shipped = this.#session().prompt('Add invoices.').write('src/invoices.ts', lines('Invoice'));
    this.shop.commit('Add invoices');
    this.shop.run('push', '-q');
    this.shippedAt = new Date(workshop.second * 1000);
    this.#session().prompt('Add reminders.').write('src/reminders.ts', lines('Reminder'));
    this.shop.commit('Add reminders');
    this.#session()
      .prompt('Draft the export.')
      .edit('src/draft.ts', 'export const base = 1;\n', lines('Export'));
    this.#session().prompt('How are invoices made?').read('first.ts').reply();
    this.programs = workshop.path('programs');
    this.started = workshop.path('started.txt');
    mkdirSync(this.programs);
    const claude = join(this.programs, 'claude');
    writeFileSync(claude, `#!/bin/sh\necho "$PWD $*" > '${this.started}'\nsleep 60\n`);
    chmodSync(claude, 0o755);
    // VS Code asks the person's shell where programs are.
    writeFileSync(join(this.workshop.home, '.profile'), `PATH='${this.programs}':$PATH\n`);
  }

  /** Somebody else pushes, and the next fetch waits until it is let through. @returns the commit, and how to do that */
  pushByOthers(): { readonly theirs: string; readonly letThrough: () => void } {
    const { workshop, shop } = this;
    const [mates, door, opened] = ['mates', 'door', 'opened'].map(name => workshop.path(name)) as [
      string,
      string,
      string,
    ];
    shop.run('clone', '-q', workshop.path('shop-remote.git'), mates);
    const mate = workshop.at(mates);
    const theirs = mate.commit('Theirs', { 'src/theirs.ts': 'export const theirs = something(3);\n' });
    mate.run('push', '-q', 'origin', 'HEAD:theirs');
    writeFileSync(
      door,
      `#!/bin/sh\nwhile [ ! -e '${opened}' ]; do sleep 0.05; done\nexec git-upload-pack "$@"\n`,
    );
    chmodSync(door, 0o755);
    shop.run('config', 'remote.origin.uploadpack', door);
    return { theirs, letThrough: () => writeFileSync(opened, '') };
  }

  /** From now on the remote is one of GitHub's, to look at; pushes go where they went before. */
  moveToGitHub(): void {
    const { shop } = this;
    shop.run('remote', 'set-url', '--push', 'origin', shop.run('remote', 'get-url', 'origin'));
    shop.run('remote', 'set-url', 'origin', SHOP_ON_GITHUB);
  }

  /** An agent's work on a branch of its own, pushed there. */
  pushBranch(name: string, prompt: string): ClaudeSession {
    const { workshop, shop } = this;
    const tree = workshop.path(name);
    shop.run('worktree', 'add', '-q', '-b', name, tree, 'origin/main');
    const session = this.#session(tree).prompt(prompt).write(`src/${name}.ts`, lines(name));
    workshop.at(tree).commit(prompt);
    workshop.at(tree).run('push', '-q', '-u', 'origin', name);
    return session;
  }

  #session(folder = this.shop.root): ClaudeSession {
    return new ClaudeSession(this.workshop.home, folder, this.workshop.second * 1000);
  }
}

const WALKERS: readonly { readonly theme: Theme; readonly handOf: (window: Window) => Hand }[] = [
  { theme: 'Light Modern', handOf: ({ page }) => new Mouse(page) },
  { theme: 'Default High Contrast', handOf: ({ page }) => new Keyboard(page) },
];

for (const { theme, handOf } of WALKERS) {
  describe(`A walk over the page, in a real window, in ${theme}`, function () {
    this.timeout(240_000);
    let desk: Desk;
    let editor: Editor;
    let window: Window;
    let hand: Hand;
    let panel: FrameLocator;
    let lost = false;

    // Each step begins where the one before ended.
    beforeEach(function () {
      if (lost) this.skip();
    });

    before(async () => {
      desk = new Desk();
      const vsix = await pack(desk.workshop.path('ai-impact.vsix'));
      const env = { SHELL: '/bin/sh' };
      editor = await Editor.start({ home: desk.workshop.home, extension: { vsix }, theme, env });
      window = await editor.open(desk.shop.root);
      hand = handOf(window);
      panel = await window.openPanel(BADGE, 'h1');
      await row('Open', /Add reminders/).waitFor({ timeout: SOON_MS });
    });

    after(async () => {
      await editor?.close();
      desk?.workshop.remove();
    });

    afterEach(async function () {
      // What VS Code said instead, for who has to find out why.
      if (this.currentTest?.state === 'failed') {
        lost = true;
        console.error(await window.notifications());
        const tabs = await window.page.locator('.tab').allInnerTexts();
        console.error(tabs, `${await window.page.locator('iframe.webview').count()} webviews`);
      }
      if (PICTURES === undefined) return;
      mkdirSync(PICTURES, { recursive: true });
      const name = `${theme} ${this.currentTest?.title}`.toLowerCase().replaceAll(/\W+/g, '-');
      await window.screenshot(join(PICTURES, `${name}.png`));
    });

    const named = (name: RegExp | string) => ({ name, exact: typeof name === 'string' });
    const list = (heading: RegExp | string) =>
      panel.getByRole('region', named(heading)).filter({ has: panel.getByRole('heading', named(heading)) });
    const row = (heading: string, title: RegExp) =>
      list(heading).getByRole('listitem').filter({ hasText: title });
    const button = (name: RegExp | string) => panel.getByRole('button', named(name));
    /** Once more to the page, whatever was opened over it. */
    const back = async () => {
      await window.command('View: Close All Editors');
      await window.command('AI Impact: Open Panel');
      panel = window.panel();
      await panel.locator('h1').first().waitFor({ timeout: SOON_MS });
    };
    const untilTrue = async (what: string, check: () => boolean | Promise<boolean>) => {
      const deadline = Date.now() + SOON_MS;
      while (!(await check())) {
        assert.ok(Date.now() < deadline, `${what} did not happen in time`);
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    const faultless = async () => assert.deepEqual(await window.accessibilityFaults(), []);

    it('goes through periods, days of one’s own, and back', async () => {
      await hand.press(button('7 days'));
      await panel
        .getByText(/in the last 7 days/)
        .first()
        .waitFor();
      await hand.press(button('Dates…'));
      const today = new Date().toISOString().slice(0, 10);
      await hand.typeDay(panel.getByLabel('From', { exact: true }), '2026-01-05');
      await hand.typeDay(panel.getByLabel('to', { exact: true }), today);
      await faultless();
      await hand.press(button('Show'));
      await panel
        .getByText(/from 5 Jan|from Jan 5/)
        .first()
        .waitFor();
      await hand.press(button('28 days'));
      await panel
        .getByText(/in the last 28 days/)
        .first()
        .waitFor();
    });

    it('shows each picture as a table, and as a picture again', async () => {
      const tables = panel.getByRole('table');
      const before = await tables.count();
      const shows = button(/^Show as table/);
      const pictures = await shows.count();
      assert.ok(pictures >= 2, `${pictures} pictures`);
      for (let left = pictures; left > 0; left--) await hand.press(shows.first());
      await untilTrue('all as tables', async () => (await tables.count()) === before + pictures);
      await faultless();
      const hides = button(/^Show as (?:bar|chart)/);
      for (let left = pictures; left > 0; left--) await hand.press(hides.first());
      await untilTrue('all as pictures', async () => (await tables.count()) === before);
    });

    it('opens why, and the commit and the file that it names', async () => {
      await hand.press(row('Shipped', /Add invoices/).getByRole('button', { name: /^Why/ }));
      await panel.getByText('Linked because').waitFor();
      await faultless();
      await hand.press(panel.getByRole('button', { name: /^Open invoices\.ts/ }));
      await window.page.locator('.tab', { hasText: 'invoices.ts' }).waitFor({ timeout: SOON_MS });
      await back();
      await hand.press(row('Shipped', /Add invoices/).getByRole('button', { name: /^Why/ }));
      await hand.press(panel.getByRole('button', { name: /^Open commit/ }));
      await window.page
        .locator('.tab', { hasText: /Add invoices|invoices\.ts/ })
        .waitFor({ timeout: SOON_MS });
      await back();
    });

    it('takes the person’s word, and takes it back', async () => {
      const why = () => row('Shipped', /Add invoices/).getByRole('button', { name: /^Why/ });
      await hand.press(why());
      await hand.press(button('Not AI work'));
      const unmatched = row('Not matched to code yet', /Add invoices/);
      await hand.press(unmatched.getByRole('button', { name: /^Why/ }));
      await unmatched.getByText('You said: not AI work.').waitFor();
      await faultless();
      await hand.press(unmatched.getByRole('button', { name: /^Undo/ }));
      await row('Shipped', /Add invoices/).waitFor({ timeout: SOON_MS });
    });

    it('lets open work go, and takes that back', async () => {
      const draft = row('Open', /Draft the export/);
      const letGo = draft.getByRole('button', { name: /^Let go/ });
      if (!(await letGo.isVisible())) await hand.press(draft.getByRole('button', { name: /^Why/ }));
      await hand.press(letGo);
      await row('Let go', /Draft the export/).waitFor({ timeout: SOON_MS });
      await hand.press(row('Let go', /Draft the export/).getByRole('button', { name: /^Why/ }));
      await hand.press(row('Let go', /Draft the export/).getByRole('button', { name: /^Undo/ }));
      await row('Open', /Draft the export/).waitFor({ timeout: SOON_MS });
    });

    it('asks once how the person pays, and shows money only then', async () => {
      assert.equal(await panel.getByText(/\$\d/).count(), 0);
      await hand.press(button('Per use'));
      await panel.getByText(/\$\d/).first().waitFor({ timeout: SOON_MS });
      await hand.press(button('Change'));
      await hand.press(button('A flat plan'));
      await panel.getByText('You pay a flat price, so no dollars are shown.').waitFor({ timeout: SOON_MS });
      assert.equal(await panel.getByText(/\$\d/).count(), 0);
    });

    it('keeps focus and place while the page changes under it', async () => {
      const why = row('Explored', /How are invoices made/).getByRole('button', { name: /^Why/ });
      await why.scrollIntoViewIfNeeded();
      await why.focus();
      const top = () => why.evaluate(element => element.ownerDocument.scrollingElement?.scrollTop ?? 0);
      const before = await top();
      const tokens = async () => (await row('Shipped', /Add invoices/).innerText()).replaceAll(/\s+/g, ' ');
      const first = await tokens();
      for (let n = 0; n < 60; n++) desk.shipped.reply();
      await untilTrue('an update', async () => (await tokens()) !== first);
      assert.equal(await why.evaluate(e => e.matches(':focus')), true);
      assert.equal(await top(), before);
    });

    it('comes back after a reload as it was', async () => {
      await hand.press(button('90 days'));
      await panel
        .getByText(/in the last 90 days/)
        .first()
        .waitFor({ timeout: SOON_MS });
      // A page that is loaded anew by the browser may be gone before VS Code has kept anything.
      await Promise.all([window.page.waitForEvent('load'), window.command('Developer: Reload Window')]);
      await window.page.locator('.monaco-workbench').waitFor({ timeout: SOON_MS });
      panel = window.panel();
      await panel
        .getByText(/in the last 90 days/)
        .first()
        .waitFor({ timeout: 2 * SOON_MS });
      await hand.press(button('28 days'));
      await panel
        .getByText(/in the last 28 days/)
        .first()
        .waitFor({ timeout: SOON_MS });
    });

    it('shows what changed in open work, by VS Code’s git', async () => {
      await hand.press(row('Open', /Draft the export/).getByRole('button', { name: /^Show changes/ }));
      await window.page
        .locator('.tab', { hasText: /draft\.ts \(Working Tree\)/ })
        .waitFor({ timeout: SOON_MS });
      await back();
    });

    it('fetches in a terminal that the person sees, and not before they ask', async () => {
      const { theirs, letThrough } = desk.pushByOthers();
      const heard = () =>
        desk.shop.run('for-each-ref', '--format=%(objectname)', 'refs/remotes/origin/theirs').trim();
      assert.equal(heard(), '');
      await hand.press(button(/^Fetch/).first());
      const terminal = window.page.locator('.part.panel .xterm-rows').first();
      await terminal.getByText('git fetch --all').waitFor({ timeout: SOON_MS });
      assert.equal(heard(), '');
      letThrough();
      await untilTrue('a fetch', () => heard() === theirs);
      await terminal.waitFor({ state: 'hidden', timeout: SOON_MS });
    });

    it('looks back on a Monday, gives that as Markdown, and puts it away', async () => {
      await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const frame = await window.panelFrame();
      // The page's own calendar alone: what VS Code keeps goes by the real one.
      await frame.evaluate(monday => {
        const page = globalThis as unknown as { Date: DateConstructor };
        const Real = page.Date;
        page.Date = class extends Real {
          constructor(...given: []) {
            super(...(given.length === 0 ? ([monday] as unknown as []) : given));
          }
          static override now = () => monday;
        } as DateConstructor;
      }, addDays(startOfISOWeek(desk.shippedAt), 7).getTime());
      await hand.press(button('7 days'));
      await hand.press(button('28 days'));
      const recap = list(/^Last week, /);
      await recap.getByText('Add invoices').waitFor({ timeout: SOON_MS });
      await faultless();
      await hand.press(button('Copy as Markdown'));
      const copied = () => window.page.evaluate('navigator.clipboard.readText()');
      await untilTrue('a copy', async () => String(await copied()).startsWith('## Last week, '));
      assert.match(String(await copied()), /### Shipped\n\n- Add invoices\n/);
      await hand.press(button('Not this week'));
      await recap.waitFor({ state: 'detached', timeout: SOON_MS });
      await back();
    });

    it('tells the person what they planned, in their words, when their own rule fires', async () => {
      const words = 'I finish one before I begin another';
      const rule = `{ "if": "open pieces", "than": 2, "then": "${words}" }`;
      await window.command('Preferences: Open User Settings (JSON)');
      // The message of a commit is typed into an editor, too.
      const text = window.page.locator('.monaco-editor[data-uri$="/settings.json"] .view-lines');
      await text.click({ timeout: SOON_MS });
      await window.page.keyboard.press('ControlOrMeta+Home');
      await window.page.keyboard.press('End');
      await window.page.keyboard.insertText(` "aiImpact.plans": [${rule}],`);
      await window.page.keyboard.press('ControlOrMeta+S');
      const file = join(editor.userData, 'User', 'settings.json');
      await untilTrue('a saved rule', () => readFileSync(file, 'utf8').includes(words));
      await back();
      const said = panel.getByText(`You planned: if 2 changes are open, then ${words}. They are.`);
      await said.first().waitFor({ timeout: SOON_MS });
      await faultless();
      await hand.press(button(/^Not useful/));
      await said.first().waitFor({ state: 'detached', timeout: SOON_MS });
    });

    it('pushes a branch by VS Code’s git, once the person has said yes', async () => {
      const remote = () => desk.shop.run('ls-remote', 'origin', 'refs/heads/main').split(/\s/)[0];
      const before = remote();
      const push = row('Open', /Add reminders/).getByRole('button', { name: /^Push branch/ });
      await hand.press(push);
      await hand.answer('Cancel');
      assert.equal(remote(), before);
      await hand.press(push);
      await hand.answer('Push');
      await untilTrue('a push', () => remote() === desk.shop.head('main'));
      await row('Shipped', /Add reminders/).waitFor({ timeout: SOON_MS });
      await untilTrue('the badge', async () =>
        /^shipped \d\d:\d\d$/.test((await window.readStatusBarItem(BADGE)).text),
      );
    });

    it('opens the page of a pull request in a browser, and the one on which one is made', async () => {
      const asked: string[] = [];
      await window.page.context().route('https://github.com/**', route => {
        asked.push(route.request().url());
        return route.fulfill({ contentType: 'text/html', body: 'A pull request.' });
      });
      desk.moveToGitHub();
      desk.pushBranch('labels', 'Add labels.');
      desk.pushBranch('receipts', 'Add receipts.').shell('gh pr create --fill', `${PULL_REQUEST}\n`);
      const opens = async (title: RegExp, step: RegExp, address: string) => {
        const before = asked.length;
        await hand.press(row('Open', title).getByRole('button', { name: step }));
        await hand.answer('Cancel');
        assert.equal(asked.length, before);
        await hand.press(row('Open', title).getByRole('button', { name: step }));
        const [opened] = await Promise.all([
          window.page.context().waitForEvent('page', { timeout: SOON_MS }),
          hand.answer('Open'),
        ]);
        await opened.waitForLoadState();
        assert.equal(opened.url(), address);
        await opened.close();
        await window.page.bringToFront();
      };
      await opens(/Add receipts/, /^Open pull request/, PULL_REQUEST);
      await opens(
        /Add labels/,
        /^Open or create pull request/,
        'https://github.com/example/shop/compare/main...labels?expand=1',
      );
      assert.equal(asked.length, 2);
    });

    it('resumes a session in a terminal, once the person has seen what will run', async () => {
      const resume = () => row('Shipped', /Add invoices/).getByRole('button', { name: /^Resume session/ });
      await hand.press(resume());
      await hand.pick(/^Copy Command/);
      await back();
      // By now a start would have been seen.
      assert.ok(!existsSync(desk.started), 'something was started');
      await hand.press(resume());
      await hand.pick(/^Run claude --resume/);
      await untilTrue('a start', () => existsSync(desk.started));
      await untilTrue('its command', () => readFileSync(desk.started, 'utf8').endsWith('\n'));
      const { root } = desk.shop;
      assert.equal(readFileSync(desk.started, 'utf8'), `${root} --resume ${desk.shipped.id}\n`);
      await window.command('Terminal: Kill All Terminals');
      await back();
    });

    it('tells which session wrote a line', async () => {
      await hand.press(row('Shipped', /Add invoices/).getByRole('button', { name: /^Why/ }));
      await hand.press(panel.getByRole('button', { name: /^Open invoices\.ts/ }));
      // It takes the focus when it is there, from whatever else has it by then.
      await window.page.locator('.monaco-editor.focused .view-line').first().waitFor({ timeout: SOON_MS });
      await window.command('Notifications: Clear All Notifications');
      await window.command('AI Impact: Which Session Wrote This Line?');
      // Toasts go by themselves; the list of notifications keeps them, and closes when something else has the focus.
      const told = window.page
        .locator('.notification-list-item-message', { hasText: /wrote this line/ })
        .first();
      await untilTrue('an answer', async () => {
        if (!(await told.isVisible())) await window.command('Notifications: Show Notifications');
        return told.isVisible();
      });
      assert.equal(await window.page.locator('.tab.dirty').count(), 0, 'something was typed into the file');
      assert.match(await told.innerText(), /^Claude Code wrote this line on .*Session: “Add invoices\.”\.$/);
      await window.command('Notifications: Clear All Notifications');
      await back();
    });

    it('stops reading at a word, says so, and goes on', async () => {
      await window.command('AI Impact: Pause Collecting');
      await panel.getByText('Reading is paused.', { exact: true }).waitFor({ timeout: SOON_MS });
      assert.match((await window.readStatusBarItem(BADGE)).label, /paused/i);
      await faultless();
      await hand.press(button('Resume reading'));
      await panel
        .getByText('Reading is paused.', { exact: true })
        .waitFor({ state: 'detached', timeout: SOON_MS });
    });

    it('shows the log, and what it leads to in a walk of four steps', async () => {
      await window.command('AI Impact: Show Log');
      await window.page
        .locator('.pane-body .output-view-content, .output-view')
        .first()
        .waitFor({ timeout: SOON_MS });
      await window.command('View: Hide Panel');
      await window.command('Welcome: Open Walkthrough...');
      await hand.pick(/See what became of your AI use/);
      const steps = window.page.locator('.getting-started-step');
      await untilTrue('four steps', async () => (await steps.count()) === 4);
      await back();
    });

    it('forgets all that it kept, once the person has said yes', async () => {
      await window.command('AI Impact: Delete All Data…');
      await hand.answer('Delete');
      await panel.getByText('and there is nothing to show').first().waitFor({ timeout: SOON_MS });
      assert.equal(await row('Shipped', /Add invoices/).count(), 0);
      await hand.press(button('Resume reading'));
      // The logs are still there, so the work is; what the person said of it is forgotten.
      await row('Shipped', /Add invoices/).waitFor({ timeout: SOON_MS });
    });
  });
}
