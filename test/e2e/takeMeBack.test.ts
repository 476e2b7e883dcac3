import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pack } from '../../scripts/package.ts';
import { MockModel } from '../real/mockModel.ts';
import { endMarked, runAgent } from '../real/runAgent.ts';
import type { Script } from '../real/script.ts';
import { SETUPS } from '../real/setups.ts';
import { agentCommand } from '../support/agents.ts';
import { formatted } from '../support/formatter.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';
import { Editor } from './editor.ts';
import type { Window } from './window.ts';

const BADGE = 'ai-impact.ai-impact.badge';
const SOON_MS = 30_000;
/** Where the pictures go, for who wants to look at them. */
const PICTURES = process.env.AI_IMPACT_PICTURES;

const FILE = 'src/invoices.ts';
const PROMPT = 'Fetch the invoices.';
const WRITTEN = `export async function fetchInvoices(customer: Customer, since: Date, limit = 50) {
  const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]);
  return rows.map(row => ({ id: row.id, total: parseMoney(row.total), due: row.due, paid: row.paid }));
}
`;
const WRITE: Script = {
  turns: [{ actions: [{ do: 'write', file: FILE, text: WRITTEN }] }, { say: 'Done.' }],
};
const LATER = 'src/overdue.ts';
const GO_ON: Script = {
  turns: [
    {
      actions: [
        {
          do: 'write',
          file: LATER,
          text: 'export const overdue = (invoice: Invoice, today: Date) => !invoice.paid && invoice.due < today;\n',
        },
      ],
    },
    { say: 'Done again.' },
  ],
};

type Agent = 'claude' | 'codex';

/** What a person who has used the agent before has told it: they are not asked again. */
const TOLD: Readonly<Record<Agent, (repo: string, url: string) => Readonly<Record<string, string>>>> = {
  claude: repo => ({
    '.claude.json': JSON.stringify({
      hasCompletedOnboarding: true,
      numStartups: 5,
      theme: 'light',
      customApiKeyResponses: { approved: ['sk-no-key'], rejected: [] },
      projects: { [repo]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
    }),
    '.claude/settings.json': JSON.stringify({ permissions: { allow: ['Write', 'Edit'] } }),
  }),
  codex: (repo, url) => ({
    '.codex/config.toml': [
      'approval_policy = "never"',
      'sandbox_mode = "danger-full-access"',
      'check_for_update_on_startup = false',
      'model = "gpt-6.1-sol"',
      'model_provider = "mock"',
      '[analytics]\nenabled = false',
      '[otel]\nexporter = "none"',
      `[model_providers.mock]\nname = "mock"\nbase_url = "${url}/v1"\nenv_key = "MOCK_API_KEY"`,
      'wire_api = "responses"\nrequest_max_retries = 1\nstream_max_retries = 1\nsupports_websockets = false',
      `[projects."${repo}"]\ntrust_level = "trusted"\n`,
    ].join('\n'),
  }),
};

describe('Back to a real agent’s session, from the panel', function () {
  this.timeout(240_000);
  let workshop: Workshop;
  let shop: TestRepository;
  let editor: Editor | null = null;
  let model: MockModel | null = null;
  /** Agents leave programs behind that outlive their terminal. */
  const mark = `ai-impact-run-${randomUUID()}`;

  beforeEach(() => {
    workshop = new Workshop();
    shop = workshop.published('shop');
  });

  afterEach(async () => {
    await editor?.close();
    await endMarked(mark);
    await model?.close();
    workshop.remove();
  });

  for (const [agent, name] of [
    ['claude', 'Claude Code'],
    ['codex', 'Codex'],
  ] as const) {
    it(`goes on with a conversation of ${name}, and from a line of it that a formatter set anew`, async () => {
      const began = await runAgent(agent, {
        home: workshop.home,
        repo: shop.root,
        script: WRITE,
        prompt: PROMPT,
      });
      assert.equal(began.exitCode, 0, began.output);
      const path = join(shop.root, FILE);
      writeFileSync(path, formatted(FILE, readFileSync(path, 'utf8')));
      shop.commit('Invoices');

      const window = await begin(agent);
      const panel = await window.openPanel(BADGE, 'h1');
      const row = panel.getByRole('listitem').filter({ hasText: PROMPT });
      await row.getByRole('button', { name: /^Resume session/ }).click({ timeout: SOON_MS });
      await window.page
        .locator('.quick-input-list .monaco-list-row', { hasText: new RegExp(`^Run ${agent} `) })
        .click({ timeout: SOON_MS });
      const terminal = window.page.locator('.terminal-wrapper.active');
      const rows = async () =>
        (await terminal.locator('.xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
      const shows = (text: string) =>
        until(`the terminal shows “${text}”`, async () => (await rows()).includes(text)).catch(
          async (error: Error) => assert.fail(`${error.message}:\n${await rows()}`),
        );
      // What the agent said before stands there again: it is the same conversation.
      await shows('Done.');
      await picture(window, `${agent} resumed`);
      await terminal.click();
      await window.page.keyboard.type('Go on.', { delay: 30 });
      await shows('Go on.');
      await window.page.keyboard.press('Enter');
      await until('it went on', () => existsSync(join(shop.root, LATER)));
      await shows(LATER);
      await picture(window, `${agent} went on`);
      await window.command('Terminal: Kill All Terminals');

      await window.command('View: Close All Editors');
      await window.openPanel(BADGE, 'h1');
      await row.getByRole('button', { name: /^Why/ }).click();
      await row.getByRole('button', { name: /^Open invoices\.ts/ }).click();
      await window.page.locator('.tab', { hasText: 'invoices.ts' }).waitFor({ timeout: SOON_MS });
      await window.page.locator('.monaco-editor .view-line', { hasText: 'parseMoney' }).click();
      await window.command('AI Impact: Which Session Wrote This Line?');
      const told = window.page
        .locator('.notification-list-item-message', { hasText: /wrote this line/ })
        .first();
      // A toast goes by itself; the list of notifications keeps what it said.
      await until('an answer', async () => {
        if (!(await told.isVisible())) await window.command('Notifications: Show Notifications');
        return told.isVisible();
      });
      assert.match(
        await told.innerText(),
        new RegExp(`^Probably ${name} wrote this line, on .* set anew .*“${PROMPT}”`),
      );
      await picture(window, `${agent} wrote a line`);
    });
  }

  /** A window whose terminals have the agent, which the model on loopback answers. */
  async function begin(agent: Agent): Promise<Window> {
    model = await MockModel.start(GO_ON, shop.root);
    const run = { home: workshop.home, repo: shop.root, script: GO_ON, prompt: '' };
    for (const [file, text] of Object.entries(TOLD[agent](shop.root, model.url))) {
      mkdirSync(dirname(join(workshop.home, file)), { recursive: true });
      writeFileSync(join(workshop.home, file), text);
    }
    const programs = workshop.path('programs');
    mkdirSync(programs);
    symlinkSync(await agentCommand(agent), join(programs, agent));
    const path = [programs, dirname(process.execPath), process.env.PATH].join(':');
    // VS Code asks the person's shell where programs are.
    writeFileSync(join(workshop.home, '.profile'), `PATH='${path}'\n`);
    const vsix = await pack(workshop.path('ai-impact.vsix'));
    const env = {
      ...SETUPS[agent](run, model.url).env,
      ...{ SHELL: '/bin/sh', PATH: path, USER: 'dev', AI_IMPACT_RUN: mark },
      // What would go elsewhere ends at the model.
      ...{ HTTPS_PROXY: model.url, https_proxy: model.url },
      ...{ NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' },
    };
    editor = await Editor.start({ home: workshop.home, extension: { vsix }, theme: 'Light Modern', env });
    return editor.open(shop.root);
  }

  async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + SOON_MS;
    while (!(await check())) {
      assert.ok(Date.now() < deadline, `not in time: ${what}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async function picture(window: Window, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await window.screenshot(join(PICTURES, `back-${name.replaceAll(' ', '-')}.png`));
  }
});
