import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { NUDGED, READY, STATES, TITLES } from '../sample.ts';
import { THEMES } from '../themes.ts';
import { bundlePage, PageHost } from './pageHost.ts';
import { eachOpened, eachState, OF_COLOUR, pictures, violations } from './states.ts';

/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;
const WHY_RETRY = 'Why: Retry with back-off for the uploader';

/** What the page sends comes a little after the key. */
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 3000 && !holds(); waited += 25) await setTimeout(25);
}

describe('panel/page in a browser', function () {
  this.timeout(120_000);
  let host: PageHost;
  before(async () => {
    host = await PageHost.start();
  });
  afterEach(() => host.leaveAll());
  after(() => host.stop());

  for (const theme of Object.keys(THEMES)) {
    it(`can be used by everybody in ${theme}, with all open, as tables, and narrow`, async () => {
      const picture = await pictures(PICTURES, theme);
      await eachOpened(host, theme, async (name, shown) => {
        await picture(name, shown);
        assert.deepEqual(await violations(shown), [], name);
        assert.deepEqual(shown.complaints, [], name);
      });
    });

    it(`can be used by everybody in ${theme} in every state, without a complaint of the browser`, async () => {
      // Names and roles are the same in each.
      const rules = theme === 'dark' ? undefined : OF_COLOUR;
      const picture = await pictures(PICTURES, theme);
      await eachState(host, theme, async (name, shown) => {
        await picture(name, shown);
        assert.deepEqual(await violations(shown, rules), [], name);
        assert.deepEqual(shown.complaints, [], name);
      });
    });
  }

  it('is kept by its policy from styles and scripts that are not its own', async () => {
    const { page, complaints } = await host.show(READY, 'dark');
    await page.evaluate(() => {
      type Element = { textContent: string; style: { cssText: string } };
      const { document } = globalThis as unknown as {
        document: { createElement(name: string): Element; body: { append(element: Element): void } };
      };
      for (const name of ['style', 'script']) {
        const element = document.createElement(name);
        element.textContent = name === 'style' ? 'body { display: none }' : 'globalThis.ran = true';
        document.body.append(element);
      }
    });
    assert.equal(complaints.length, 2);
    assert.ok(complaints.every(text => /Content Security Policy/.test(text)));
    assert.equal(await page.locator('.say').isVisible(), true);
    assert.equal(await page.evaluate(() => 'ran' in globalThis), false);
  });

  it('fits 320 pixels', async () => {
    const { page } = await host.show(READY, 'light', 320);
    const widest = await page.evaluate(
      () =>
        (globalThis as unknown as { document: { documentElement: { scrollWidth: number } } }).document
          .documentElement.scrollWidth,
    );
    assert.equal(widest, 320);
  });

  it('keeps what a row took clear of its "Why", and both on the line beneath where it is narrow', async () => {
    for (const width of [1100, 900, 420, 320]) {
      const { page } = await host.show({ ...READY, plan: 'per use' }, 'dark', width);
      const rows = page.locator('.row');
      for (let i = 0; i < (await rows.count()); i++) {
        const box = async (part: string) => (await rows.nth(i).locator(part).boundingBox())!;
        const [title, amount, why] = [await box('.title'), await box('.amount'), await box('.acts')];
        const beneath = width < 640 && amount.y + amount.height <= why.y;
        assert.ok(beneath || amount.x + amount.width < why.x, `row ${i} at ${width}`);
        assert.equal(
          title.y + title.height < amount.y + amount.height / 2,
          width < 640,
          `row ${i} at ${width}`,
        );
      }
    }
  });

  it('tells the unit of a column once to the eye, and with each amount to a screen reader', async () => {
    const { page } = await host.show(READY, 'dark');
    const open = page.locator('ai-impact-pieces').first();
    assert.equal(await open.locator('.unit').innerText(), 'tokens');
    const amounts = await open.locator('.amount').allTextContents();
    assert.deepEqual(
      amounts.map(text => text.replace('\u00a0', ' ')),
      ['0.9 M tokens', '1.7 M tokens', '0.9 M tokens', '1.1 M tokens'],
    );
    assert.ok((await open.locator('.amount .unseen').first().boundingBox())!.width <= 1);
  });

  it('is worked by keyboard: the period, then why, then the way to a commit', async () => {
    const { page, asked } = await host.show(READY, 'dark');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(asked.at(-1), { type: 'setPeriod', days: 7 });
    const why = page.getByRole('button', { name: /^Why: / }).nth(4);
    await why.focus();
    assert.equal(await why.getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('Enter');
    assert.equal(await why.getAttribute('aria-expanded'), 'true');
    // Past the marks of its sessions and their table.
    for (let n = 0; n < 3; n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(asked.at(-1), {
      type: 'openCommit',
      repo: '/home/ada/code/api',
      commit: '4c1d9e2a0b3c4d5e6f708192a3b4c5d6e7f80912',
    });
  });

  it('chooses days of one’s own, a repository and an agent, by keyboard', async () => {
    const { page, asked, post } = await host.show(READY, 'dark');
    const dates = page.getByRole('button', { name: 'Dates…' });
    await dates.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('From', { exact: true }).fill('2025-10-14');
    await page.getByLabel('to', { exact: true }).fill('2025-10-01');
    await page.keyboard.press('Enter');
    const range = { from: '2025-10-01', to: '2025-10-14' };
    assert.deepEqual(asked.at(-1), { type: 'setDates', dates: range });
    await page.getByLabel('Agent').selectOption('codex');
    const filter = { repository: null, agent: 'codex' };
    assert.deepEqual(asked.at(-1), { type: 'setFilter', filter });
    await post({ type: 'state', state: { ...READY, filter, period: { days: 28, dates: range } } });
    await page.getByRole('button', { name: '1 Oct to 14 Oct', pressed: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: '28 days' }).getAttribute('aria-pressed'), 'false');
    await page.getByLabel('Repository').selectOption('/home/ada/code/gateway');
    assert.deepEqual(asked.at(-1), {
      type: 'setFilter',
      filter: { repository: '/home/ada/code/gateway', agent: 'codex' },
    });
    assert.deepEqual(await page.getByLabel('Repository').getByRole('option').allTextContents(), [
      'All repositories',
      'api',
      'gateway',
    ]);
  });

  it('has one primary button, whatever the state, and takes the step that a row is shown with', async () => {
    const counts: Record<string, number> = {};
    await eachState(host, 'dark', async (name, shown) => {
      counts[name] = await shown.page.locator('.primary').count();
    });
    const without = Object.keys(counts).filter(name => counts[name] === 0);
    assert.deepEqual(without, ['importing', 'nothing', 'sample', 'explored', 'starting', 'part']);
    assert.ok(Object.values(counts).every(count => count <= 1));
    const { page, asked } = await host.show(READY, 'dark');
    assert.equal(await page.locator('.primary').innerText(), 'Push branch…');
    const steps = { importer: 'open pull request', retry: 'push', fixtures: 'show changes' };
    for (const [piece, step] of Object.entries(steps)) {
      const title = TITLES.sessions.find(({ id }) => id === `${piece}-0`)!.title!;
      const button = page.locator('.row', { hasText: title }).locator('.button').last();
      await button.focus();
      await page.keyboard.press('Enter');
      await until(() => JSON.stringify(asked.at(-1)).includes(piece));
      assert.deepEqual(asked.at(-1), { type: 'takeStep', piece, step });
    }
    await page.getByRole('button', { name: 'Why: Fixture builder for the ledger tests' }).click();
    await page.getByRole('button', { name: 'Let go' }).click();
    const sessions = [{ agent: 'claude-code', id: 'fixtures-0' }];
    await until(() => JSON.stringify(asked.at(-1)).includes('let go'));
    assert.deepEqual(asked.at(-1), { type: 'say', sessions, said: 'let go', target: null });
  });

  it('goes over the weeks with the arrow keys, saying the parts of each, and shows them as a table', async () => {
    const { page } = await host.show(READY, 'dark');
    const chart = page.locator('ai-impact-weeks');
    const toggle = chart.getByRole('button', { name: 'Show as table: Week by week' });
    await toggle.focus();
    await page.keyboard.press('Tab');
    const focused = () =>
      chart.evaluate(element => {
        const { shadowRoot } = element as unknown as {
          shadowRoot: { activeElement: { getAttribute(name: string): string } };
        };
        return shadowRoot.activeElement.getAttribute('aria-label');
      });
    assert.match(await focused(), /^Week of 17 Nov: 11.1\sM tokens, 35\s% in production, /);
    assert.equal(await chart.locator('.told').innerText(), await focused());
    await page.keyboard.press('Home');
    assert.match(await focused(), /^Week of 3 Nov: .* rolled back$/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await focused(), /^Week of 3 Nov/);
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(), /^Week of 10 Nov: /);
    await toggle.click();
    assert.equal(await chart.getByRole('row').count(), 4);
    const narrow = await host.show(READY, 'dark', 420);
    assert.equal(await narrow.page.locator('ai-impact-weeks .box').first().isVisible(), false);
    assert.equal(await narrow.page.locator('ai-impact-weeks').getByRole('row').count(), 4);
  });

  it('goes over the marks of each other chart with the arrow keys, and shows it as a table', async () => {
    const { page } = await host.show(READY, 'dark');
    await page
      .getByRole('button', { name: /^Why: / })
      .nth(4)
      .click();
    const charts = {
      'ai-impact-stages': [/^Still there 0\s%/, /^Edited 100\s%$/, 7],
      'ai-impact-still': [
        /^Shipped 2 weeks ago: 2 of 2 still there/,
        /^Shipped 5 weeks ago: 2 of 3 still there 14 days later$/,
        5,
      ],
      'ai-impact-strip': [
        /^Codex, from Tue 18 Nov 02:00 to Tue 18 Nov 14:00: in production$/,
        /^Claude Code, from Mon 17 Nov 14:00 to Tue 18 Nov 02:00: in production$/,
        3,
      ],
    } as const;
    for (const [name, [last, first, rows]] of Object.entries(charts)) {
      const chart = page.locator(name);
      const focused = () =>
        chart.evaluate(element => {
          const { shadowRoot } = element as unknown as {
            shadowRoot: { activeElement: { getAttribute(name: string): string } };
          };
          return shadowRoot.activeElement.getAttribute('aria-label');
        });
      assert.ok((await chart.getByRole('group').getAttribute('aria-label'))!.length > 20, name);
      await chart.locator('[tabindex="0"]').focus();
      assert.match(await focused(), last);
      await page.keyboard.press('Home');
      assert.match(await focused(), first);
      await page.keyboard.press('ArrowUp');
      assert.match(await focused(), first);
      await page.keyboard.press('End');
      assert.match(await focused(), last);
      await chart.getByRole('button', { name: /^Show as table: / }).click();
      assert.equal(await chart.getByRole('row').count(), rows, name);
      assert.equal(await chart.getByRole('group').count(), 0);
    }
    const narrow = await host.show(READY, 'dark', 420);
    await narrow.page
      .getByRole('button', { name: /^Why: / })
      .nth(4)
      .click();
    for (const name of Object.keys(charts)) {
      assert.equal(await narrow.page.locator(name).getByRole('group').count(), 0, name);
      assert.equal(await narrow.page.locator(name).getByRole('table').isVisible(), true, name);
    }
  });

  it('shows titles of open rows whole on one line at 900 pixels', async () => {
    const { page } = await host.show(READY, 'dark', 900);
    const titles = page.locator('ai-impact-pieces').first().locator('.title');
    assert.equal(await titles.count(), 4);
    for (const title of await titles.all()) {
      const box = (await title.boundingBox())!;
      assert.ok(box.height < 24, await title.innerText());
      const cut = await title.evaluate(element => {
        const { scrollWidth, clientWidth } = element as unknown as Record<
          'scrollWidth' | 'clientWidth',
          number
        >;
        return scrollWidth > clientWidth;
      });
      assert.equal(cut, false, await title.innerText());
    }
  });

  it('marks the row that a nudge is about, opens its evidence, and takes an answer, all by keyboard', async () => {
    const { page, asked } = await host.show(NUDGED, 'dark');
    const nudge = page.locator('.row .nudge');
    assert.equal(await nudge.count(), 1);
    assert.match(await nudge.innerText(), /^3 commits on feat\/retry/);
    const evidence = nudge.getByRole('button', { name: 'Show evidence' });
    await evidence.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('button', { name: WHY_RETRY }).getAttribute('aria-expanded'), 'true');
    await page.getByText('Said because').waitFor();
    const answers = ['not useful', 'snooze', 'never'];
    for (const answer of answers) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.deepEqual(asked.at(-1), { type: 'answerNudge', nudge: 1, answer });
    }
    const other = page.locator('ai-impact-nudges');
    await other.getByRole('button', { name: 'Show evidence' }).click();
    assert.match(await other.locator('.evidence').innerText(), /within the hour\. · aaaaaaa/);
    await page.getByRole('button', { name: /^Say it again: lines/ }).click();
    assert.deepEqual(asked.at(-1), { type: 'answerNudge', nudge: 3, answer: 'lift' });
  });

  it('takes a word on what production is, by keyboard, and leaves the focus on the way back', async () => {
    const { page, asked, post } = await host.show(READY, 'dark');
    const line = page
      .getByRole('listitem')
      .filter({ hasText: 'What is in production in api is taken from release tags' });
    await line.getByRole('button', { name: /^That is production: release tags/ }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const sign = { kind: 'release tags', branch: null } as const;
    assert.deepEqual(asked.at(-1), {
      type: 'sayProduction',
      repo: READY.report!.repos[0]!.root,
      ...sign,
      said: 'not production',
    });
    const report = READY.report!;
    const repos = report.repos.map(repo => ({
      ...repo,
      production: repo.production.map(refs =>
        refs.kind === sign.kind ? { ...refs, said: 'not production' as const, word: 7 } : refs,
      ),
    }));
    await post({ type: 'state', state: { ...READY, report: { ...report, repos } } });
    await page.getByText('You said: production of api is not told by release tags').first().waitFor();
    await page.keyboard.press('Enter');
    assert.deepEqual(asked.at(-1), { type: 'takeBackProduction', word: 7 });
  });

  it('keeps the focus on a question about production, whichever lines come and go before it', async () => {
    const { page, post } = await host.show(READY, 'dark');
    const report = READY.report!;
    const [repo] = report.repos;
    const live = page.getByRole('button', { name: /^Not production: origin\/production/ });
    await live.focus();
    const hasFocus = () => live.evaluate(button => button.matches(':focus'));
    const other = { code: 'no-remote', text: 'Said.', repo: '/home/dev/other' };
    await post({
      type: 'state',
      state: { ...READY, report: { ...report, coverage: [other, ...report.coverage] } },
    });
    await page.getByText('other has no remote').first().waitFor();
    assert.equal(await hasFocus(), true);
    const without = { ...repo!, production: repo!.production.filter(({ kind }) => kind === 'deploy branch') };
    await post({ type: 'state', state: { ...READY, report: { ...report, repos: [without] } } });
    await page
      .getByRole('button', { name: /release tags/ })
      .first()
      .waitFor({ state: 'detached' });
    assert.equal(await hasFocus(), true);
  });

  it('keeps focus, place and what is open when new state comes', async () => {
    const { page, post } = await host.show(READY, 'dark');
    const why = page.getByRole('button', { name: WHY_RETRY });
    await why.click();
    await page.evaluate(() =>
      (globalThis as unknown as { scrollTo(x: number, y: number): void }).scrollTo(0, 300),
    );
    const pieces = READY.report!.pieces.filter(piece => piece.id !== 'old');
    await post({ type: 'state', state: { ...READY, report: { ...READY.report!, pieces } } });
    await page.getByText('three are open').first().waitFor();
    assert.equal(await why.getAttribute('aria-expanded'), 'true');
    assert.equal(
      await why.evaluate(button => (button as unknown as { matches(of: string): boolean }).matches(':focus')),
      true,
    );
    assert.equal(await page.evaluate(() => (globalThis as unknown as { scrollY: number }).scrollY), 300);
  });

  it('tells a screen reader the sentence when it has become another, and not before', async () => {
    const { page, post } = await host.show(READY, 'dark');
    const told = page.getByRole('status');
    assert.equal((await told.textContent())?.trim(), '');
    await post({ type: 'state', state: READY });
    await post({ type: 'state', state: { ...READY, phase: 'paused' } });
    await page.getByText('Reading is paused.').first().waitFor();
    assert.match((await told.textContent())!, /^Reading is paused\. .*3 changes shipped/);
  });

  it('asks for titles of what is shown, once', async () => {
    const { page, asked, post } = await host.show(READY, 'dark');
    const requests = () =>
      asked.flatMap(message => (message.type === 'requestTitles' ? message.sessions : []));
    const names = requests().map(session => `${session.agent} ${session.id}`);
    assert.equal(names.length, READY.report!.pieces.length);
    assert.equal(new Set(names).size, names.length);
    await post({ type: 'state', state: { ...READY, plan: 'flat' } });
    await page.getByText('You pay a flat price').waitFor();
    assert.equal(requests().length, names.length);
    assert.equal(await page.getByRole('heading', { name: 'Split the importer into stages' }).count(), 1);
  });

  it('leads back to the last session of open and shipped rows, by keyboard too', async () => {
    const { page, asked } = await host.show(READY, 'dark');
    const resume = page.getByRole('button', { name: 'Resume session: Retry with back-off for the uploader' });
    await resume.focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(asked.at(-1), {
      type: 'resumeSession',
      session: { agent: 'claude-code', id: 'retry-1' },
    });
    await page.getByRole('button', { name: WHY_RETRY }).click();
    await page.getByRole('button', { name: 'Resume session: Claude Code, Wed 19 Nov' }).click();
    assert.deepEqual(asked.at(-1), {
      type: 'resumeSession',
      session: { agent: 'claude-code', id: 'retry-0' },
    });
    const counts = await page.locator('ai-impact-pieces').evaluateAll(lists =>
      lists.map(list => {
        const { shadowRoot } = list as unknown as { shadowRoot: { querySelectorAll(of: string): unknown[] } };
        return shadowRoot.querySelectorAll('[aria-label^="Resume session: "]').length;
      }),
    );
    // Of four open rows one is deleted, of three shipped ones one has lost its folder.
    assert.deepEqual(counts, [4, 2, 2, 0, 0, 0]);
  });

  it('says that a conversation was deleted, and by when, instead of a way back', async () => {
    const { page } = await host.show(READY, 'dark');
    const row = page.locator('.row', { hasText: 'committed 19 days ago' });
    assert.equal(
      await row.locator('.note').innerText(),
      'This conversation was deleted from the logs of Claude Code by Wed 12 Nov.',
    );
    assert.equal(await row.getByRole('button', { name: /^Resume session/ }).count(), 0);
  });

  it('shows dollars only to who pays per use', async () => {
    for (const plan of ['unknown', 'flat', 'per use'] as const) {
      const { page } = await host.show({ ...READY, plan }, 'dark');
      const sums = await page.getByText(/\$\d/).count();
      assert.equal(sums > 0, plan === 'per use', plan);
    }
  });

  it('asks once how the person pays, and asks anew when told to', async () => {
    const { page, asked, post } = await host.show(READY, 'dark');
    await page.getByRole('button', { name: 'A flat plan' }).click();
    assert.deepEqual(asked.at(-1), { type: 'setPlan', plan: 'flat' });
    await post({ type: 'state', state: { ...READY, plan: 'flat' } });
    await page.getByText('You pay a flat price').waitFor();
    assert.equal(await page.getByText('How do you pay?').count(), 0);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('button', { name: 'Per use' }).click();
    assert.deepEqual(asked.at(-1), { type: 'setPlan', plan: 'per use' });
    assert.equal(await page.getByText('How do you pay?').count(), 0);
  });

  it('marks a sample on every screen of it, and leaves it by one click', async () => {
    for (const width of [900, 320]) {
      const { page, asked } = await host.show(STATES.sample!, 'dark', width);
      const mark = page.getByText('This is sample data, made up.');
      for (const share of [0, 0.5, 1]) {
        await page.evaluate(at => {
          const view = globalThis as unknown as {
            scrollTo(x: number, y: number): void;
            document: { documentElement: { scrollHeight: number } };
          };
          view.scrollTo(0, view.document.documentElement.scrollHeight * at);
        }, share);
        const box = (await mark.boundingBox())!;
        assert.ok(box.y >= 0 && box.y + box.height < 200, `${width} ${share}`);
      }
      assert.equal(
        await page.getByRole('button', { name: /^(Open commit|Fetch|Not AI work|Refresh)/ }).count(),
        0,
      );
      await page.getByRole('button', { name: 'Leave the sample' }).click();
      assert.deepEqual(asked.at(-1), { type: 'showSample', shown: false });
    }
  });

  it('looks back on a Monday, to copy or to put away', async () => {
    const { page, asked, post } = await host.show(STATES.recap!, 'light');
    await page.getByRole('heading', { name: /^Last week, / }).waitFor();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const copied = asked.at(-1)!;
    assert.ok(copied.type === 'copyText' && copied.text.startsWith('## Last week, '), copied.type);
    await page.getByRole('button', { name: 'Not this week' }).click();
    const putOff = asked.at(-1)!;
    assert.ok(putOff.type === 'putOffRecap');
    await post({ type: 'state', state: { ...STATES.recap!, recapPutOff: putOff.monday } });
    await page.getByRole('heading', { name: /^Last week, / }).waitFor({ state: 'detached' });
  });

  it('ignores what is not in the protocol', async () => {
    const { page, post, complaints } = await host.show(READY, 'dark');
    await post({ type: 'state', state: { phase: 'ready' } });
    await post('hello');
    assert.match((await page.locator('.say').innerText())!, /3 changes shipped/);
    assert.deepEqual(complaints, []);
  });

  it('offers the one next step where nothing can be read', async () => {
    const steps = {
      importing: 'pause',
      'no logs': 'showSample',
      paused: 'resume',
      restricted: 'manageTrust',
      unreadable: 'refresh',
      off: 'openSettings',
    };
    for (const [name, type] of Object.entries(steps)) {
      const { page, asked } = await host.show(STATES[name]!, 'dark');
      await page.locator('.do button').click();
      assert.equal(asked.at(-1)?.type, type, name);
    }
  });

  it('offers nothing to open in a window that is not trusted', async () => {
    const { page } = await host.show({ ...READY, trusted: false }, 'dark');
    await page.getByRole('button', { name: WHY_RETRY }).click();
    assert.equal(await page.getByRole('button', { name: /^Open / }).count(), 0);
  });

  it('weighs less than 60 KiB on the wire', async () => {
    assert.ok(gzipSync(await bundlePage()).length < 60 * 1024);
  });
});
