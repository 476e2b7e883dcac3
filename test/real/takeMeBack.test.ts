import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { x } from 'tinyexec';
import { AGENTS } from '../../src/agents/registry.ts';
import { Days } from '../../src/engine/days.ts';
import type { LineAnswer } from '../../src/engine/protocol.ts';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Report } from '../../src/model/report.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { agentCommand, type RealAgent } from '../support/agents.ts';
import { formatted } from '../support/formatter.ts';
import { runAgent } from './runAgent.ts';
import type { Script } from './script.ts';

const FILE = 'src/invoices.ts';
const WRITTEN = `export async function fetchInvoices(customer: Customer, since: Date, limit = 50) {
  const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]);
  return rows.map(row => ({ id: row.id, total: parseMoney(row.total), due: row.due, paid: row.paid }));
}
`;
const ADDED = `export const overdue = (invoice: Invoice, today: Date) => !invoice.paid && invoice.due < today;\n`;

const WRITE: Script = {
  turns: [{ actions: [{ do: 'write', file: FILE, text: WRITTEN }] }, { say: 'Done.' }],
};
const GO_ON: Script = {
  turns: [{ actions: [{ do: 'write', file: 'src/overdue.ts', text: ADDED }] }, { say: 'Done again.' }],
};

/** The prompt, where the agent asks for no other. */
const TITLES = /^(?:Fetch the invoices\.|Scripted session)$/;

const REAL: readonly (readonly [RealAgent, string])[] = [
  ['claude', 'claude-code'],
  ['codex', 'codex'],
  ['gemini', 'gemini'],
  ['copilot', 'copilot-cli'],
  ['opencode', 'opencode'],
  ['qwen', 'qwen'],
  ['pi', 'pi'],
];

describe('The way back to real agents, offline', function () {
  this.timeout(240_000);

  before(() => {
    if (process.env.AI_IMPACT_OFFLINE) assert.deepEqual(Object.keys(networkInterfaces()), ['lo']);
  });

  for (const [agent, id] of REAL) {
    it(`${agent} goes on with the session that wrote a line which a formatter set anew`, async () => {
      await agentCommand(agent);
      const folder = await mkdtemp(join(tmpdir(), 'ai-impact-back-'));
      const [home, repo, data] = ['home', 'repo', 'data'].map(name => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const git = (...args: string[]) =>
        x('git', ['-C', repo, '-c', 'user.name=Dev', '-c', 'user.email=dev@example.com', ...args], {
          throwOnError: true,
        });
      try {
        await mkdir(join(repo, 'src'), { recursive: true });
        await git('init', '-q');
        await git('commit', '-q', '--allow-empty', '-m', 'Begin');
        const began = await runAgent(agent, { home, repo, script: WRITE, prompt: 'Fetch the invoices.' });
        assert.equal(began.exitCode, 0, began.output);

        await writeFile(join(repo, FILE), formatted(FILE, await readFile(join(repo, FILE), 'utf8')));
        await git('add', '.');
        await git('commit', '-q', '-m', 'Invoices');
        await read(home, data);
        const answer = await whoWrote(data, repo, FILE, 'parseMoney(row.total),');
        assert.ok(answer.found === 'session', answer.found);
        assert.deepEqual(
          [answer.session.agent, answer.evidence, answer.confidence],
          [id, 'set anew', 'fair'],
        );
        assert.match(answer.title ?? '', TITLES);
        assert.ok(answer.resumption.state === 'ready', answer.resumption.state);
        const { command, folder: place } = answer.resumption;
        assert.deepEqual([command.program, place], [agent, repo]);

        const resume = command.args;
        const again = await runAgent(agent, { home, repo: place!, script: GO_ON, prompt: 'Go on.', resume });
        assert.equal(again.exitCode, 0, again.output);
        assert.equal(again.unplayed, 0);
        const { sessions } = await read(home, data);
        assert.deepEqual(
          sessions.map(session => session.id),
          [answer.session.id],
        );
        const later = await whoWrote(data, repo, 'src/overdue.ts', 'overdue');
        assert.ok(later.found === 'session', later.found);
        assert.deepEqual(later.session, answer.session);
        // pi does not tell a new file from one that is written over.
        const surely = agent === 'pi' ? 'may have stood, fair' : 'exact, solid';
        assert.equal(`${later.evidence}, ${later.confidence}`, surely);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    });
  }
});

function read(home: string, data: string): Promise<Report> {
  const common = { repositories: [], since: null, until: null, json: true, help: false };
  const ledger = join(data, DATA_FILES.ledger);
  return makeReport({ ...common, home, otherHome: true, ledger, now: Date.now() }, line => assert.fail(line));
}

async function whoWrote(data: string, repo: string, file: string, part: string): Promise<LineAnswer> {
  const path = join(repo, file);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const at = lines.findIndex(line => line.includes(part));
  assert.notEqual(at, -1, lines.join('\n'));
  const reader = new ReportReader({
    folder: data,
    agents: AGENTS,
    prices: new PriceBook(),
    days: new Days('UTC'),
    git: null,
    now: Date.now,
  });
  try {
    const before = lines.slice(Math.max(0, at - 10), at);
    return await reader.whoWrote({ path, before, text: lines[at]!, after: lines.slice(at + 1, at + 11) });
  } finally {
    reader.end();
  }
}
