import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import type { LineAnswer, LineInFile } from '../../src/engine/protocol.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { formatted } from '../support/formatter.ts';
import type { TestRepository } from '../support/repository.ts';
import { CodexRollout } from './codexRollout.ts';
import { Desk } from './desk.ts';
import { RunningWorker } from './runningWorker.ts';

const ID = '65a39c9a-98b4-4547-b48f-6e91ae3a5409';
const CODEX = '01a2086b-798a-7ad3-8a6e-8947f090eea8';

const SOURCE = `export async function fetchInvoices(customer: Customer, since: Date, limit = 50) {
  const rows = await database.query(SELECT_INVOICES, [customer.id, since.toISOString(), limit]);
  const invoices = rows.map(row => ({ id: row.id, total: parseMoney(row.total), due: row.due }));
  if (invoices.length === 0) {
    return null;
  }
  return invoices.filter(invoice => invoice.total.amount > 0).sort((a, b) => a.due - b.due);
}
`;
const MINE = `export function greet(name: string) {
  console.log('Written by hand, and by nobody else: ' + name);
}
`;

/** The line that holds `part`, as the editor asks about it. */
function lineWith(path: string, part: string): LineInFile {
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findIndex(line => line.includes(part));
  assert.notEqual(at, -1, `${part} stands nowhere in\n${lines.join('\n')}`);
  const text = lines[at]!;
  return { path, before: lines.slice(Math.max(0, at - 10), at), text, after: lines.slice(at + 1, at + 11) };
}

function told(answer: LineAnswer): string {
  if (answer.found !== 'session') return answer.found;
  const { session, evidence, confidence } = answer;
  return `${session.agent} ${session.id.slice(0, 4)}: ${evidence}, ${confidence}`;
}

describe('engine: which session wrote a line, and the way back to it', () => {
  let desk: Desk;
  let repository: TestRepository;
  let file: string;
  beforeEach(() => {
    desk = new Desk();
    repository = desk.workshop.published();
    file = join(repository.root, 'src', 'invoices.ts');
  });
  afterEach(() => desk.remove());

  const ask = async (part: string, path = file): Promise<LineAnswer> => {
    const reader = desk.reader();
    try {
      return await reader.whoWrote(lineWith(path, part));
    } finally {
      reader.end();
    }
  };
  const askAll = async (parts: readonly string[]) => {
    const answers: string[] = [];
    for (const part of parts) answers.push(`${part} → ${told(await ask(part))}`);
    return answers;
  };
  const resumption = async (agent: string, id: string) => {
    const reader = desk.reader();
    try {
      return (await reader.resumptions([{ agent, id }]))[0];
    } finally {
      reader.end();
    }
  };

  it('finds every line of a session after a formatter ran and the work was squashed and pushed', async () => {
    const session = desk.session(repository.root, ID);
    session.prompt('Fetch the invoices').write('src/invoices.ts', SOURCE).reply();
    writeFileSync(file, `${formatted('invoices.ts', SOURCE)}\n${MINE}`);
    assert.notEqual(readFileSync(file, 'utf8').split('\n').length, SOURCE.split('\n').length);
    repository.commit('Invoices');
    repository.run('push', '-q', 'origin', 'main');
    await desk.collect();
    assert.deepEqual(
      await askAll([
        'customer: Customer',
        'SELECT_INVOICES',
        'since.toISOString',
        'parseMoney',
        'return null',
        '.filter(',
        'greet',
        'by hand',
      ]),
      [
        'customer: Customer → claude-code 65a3: set anew, fair',
        'SELECT_INVOICES → claude-code 65a3: set anew, fair',
        'since.toISOString → claude-code 65a3: set anew, fair',
        'parseMoney → claude-code 65a3: set anew, fair',
        'return null → claude-code 65a3: exact, solid',
        '.filter( → claude-code 65a3: set anew, fair',
        'greet → none',
        'by hand → none',
      ],
    );
    const answer = await ask('parseMoney');
    assert.ok(answer.found === 'session');
    assert.equal(answer.title, 'Fetch the invoices');
    assert.equal(new Date(answer.at).toISOString().slice(0, 10), '2026-09-21');
    assert.deepEqual(answer.resumption, {
      state: 'ready',
      command: { program: 'claude', args: ['--resume', ID], from: 'anywhere' },
      folder: repository.root,
    });
  });

  it('tells two agents in one file apart', async () => {
    desk.session(repository.root, ID).prompt().write('src/invoices.ts', SOURCE).reply();
    const added = `export const retries = backOff({ first: 250, factor: 2, most: 8_000 });\n`;
    const diff = `@@ -8,1 +8,2 @@\n }\n+${added}`;
    const codex = new CodexRollout(desk.workshop.home, repository.root, desk.now(), CODEX);
    codex.prompt('Back off').change('src/invoices.ts', diff).reply();
    writeFileSync(file, SOURCE + added);
    await desk.collect();
    assert.deepEqual(await askAll(['const rows', 'retries']), [
      'const rows → claude-code 65a3: exact, solid',
      'retries → codex 01a2: exact, solid',
    ]);
    const answer = await ask('retries');
    assert.deepEqual(answer.found === 'session' && answer.resumption, {
      state: 'ready',
      command: { program: 'codex', args: ['resume', CODEX], from: 'anywhere' },
      folder: repository.root,
    });
  });

  it('follows a file out of an agent’s worktree that is gone, and over a new name', async () => {
    const place = join(repository.root, '.claude', 'worktrees', 'agent-one');
    repository.run('worktree', 'add', '-q', '-b', 'agent-one', place);
    new ClaudeSession(desk.workshop.home, place, desk.now(), ID)
      .prompt()
      .write('src/invoices.ts', SOURCE)
      .reply();
    await desk.collect();
    desk.workshop.at(place).commit('Invoices');
    repository.run('worktree', 'remove', place);
    repository.run('merge', '-q', 'agent-one');
    assert.equal(told(await ask('const rows')), 'claude-code 65a3: exact, solid');
    const { found, ...rest } = await ask('const rows');
    assert.equal(found, 'session');
    assert.deepEqual(
      'resumption' in rest && rest.resumption.state === 'ready' && rest.resumption.folder,
      repository.root,
    );

    const renamed = join(repository.root, 'lib', 'billing.ts');
    repository.run('push', '-q', 'origin', 'main');
    mkdirSync(dirname(renamed));
    repository.run('mv', 'src/invoices.ts', 'lib/billing.ts');
    repository.run('commit', '-q', '-m', 'Rename');
    await desk.collect();
    assert.equal(told(await ask('const rows', renamed)), 'claude-code 65a3: exact, solid');
    // A copy that git knows nothing of is another file.
    const copy = join(repository.root, 'copy.ts');
    writeFileSync(copy, SOURCE);
    assert.equal(told(await ask('const rows', copy)), 'claude-code 65a3: another file, thin');
    writeFileSync(copy, `start();\n${SOURCE.split('\n')[1]}\n`);
    assert.equal(told(await ask('const rows', copy)), 'none');
  });

  it('gives lines that a session moved to whoever wrote them', async () => {
    const BLOCK = SOURCE.split('\n').slice(1, 4).join('\n');
    repository.commit('By hand', { 'src/invoices.ts': SOURCE, 'src/other.ts': 'start();\nend();\n' });
    const other = join(repository.root, 'src', 'other.ts');
    desk
      .session(repository.root, ID)
      .prompt()
      .edit('src/other.ts', 'end();', `${BLOCK}\nend();\nadded(by, the, session, as, well);`)
      .edit('src/invoices.ts', BLOCK, '')
      .reply();
    await desk.collect();
    assert.equal(told(await ask('const rows', other)), 'none');
    assert.equal(told(await ask('added(', other)), 'claude-code 65a3: exact, solid');
  });

  it('says of a brace that it is too common, and nothing where nothing was read', async () => {
    writeFileSync(join(repository.root, 'first.ts'), 'export function first() {\n}\n');
    assert.equal(told(await ask('}', join(repository.root, 'first.ts'))), 'nothing read');
    desk.session(repository.root, ID).prompt().write('src/invoices.ts', SOURCE).reply();
    await desk.collect();
    assert.equal(told(await ask('}', join(repository.root, 'first.ts'))), 'too common');
    assert.equal(told(await ask('  }')), 'claude-code 65a3: around, fair');
  });

  it('says when a log was seen to be deleted, and takes it back when it is there again', async () => {
    const session = desk.session(repository.root, ID).prompt('Fetch the invoices');
    session.write('src/invoices.ts', SOURCE).reply();
    await desk.collect();
    renameSync(session.log, `${session.log}.away`);
    assert.deepEqual(await resumption('claude-code', ID), { state: 'gone', by: null });
    desk.workshop.second += 86_400;
    const by = desk.now();
    await desk.collect();
    desk.workshop.second += 86_400;
    await desk.collect();
    assert.deepEqual(await resumption('claude-code', ID), { state: 'gone', by });
    const answer = await ask('const rows');
    assert.ok(answer.found === 'session');
    assert.equal(answer.title, null);
    assert.deepEqual(answer.resumption, { state: 'gone', by });
    renameSync(`${session.log}.away`, session.log);
    await desk.collect();
    assert.equal((await resumption('claude-code', ID))?.state, 'ready');
    renameSync(session.log, `${session.log}.away`);
    assert.deepEqual(await resumption('claude-code', ID), { state: 'gone', by: null });
  });

  it('goes on with what Codex compressed', async () => {
    const codex = new CodexRollout(desk.workshop.home, repository.root, desk.now(), CODEX)
      .prompt('x')
      .reply();
    await desk.collect();
    writeFileSync(`${codex.log}.zst`, zstdCompressSync(readFileSync(codex.log)));
    rmSync(codex.log);
    await desk.collect();
    assert.equal((await resumption('codex', CODEX))?.state, 'ready');
    const reader = desk.reader();
    assert.deepEqual(await reader.titles([{ agent: 'codex', id: CODEX }]), ['x']);
    reader.end();
    rmSync(`${codex.log}.zst`);
    assert.equal((await resumption('codex', CODEX))?.state, 'gone');
  });

  it('refuses an id that a log made up to be an option, and names no folder that is gone', async () => {
    const session = desk.session(repository.root, '--dangerously-skip-permissions').prompt().reply();
    const elsewhere = desk.workshop.path('elsewhere');
    new ClaudeSession(desk.workshop.home, elsewhere, desk.now(), ID).prompt().reply();
    await desk.collect();
    assert.ok(readFileSync(session.log, 'utf8').includes('"--dangerously-skip-permissions"'));
    assert.deepEqual(await resumption('claude-code', session.id), { state: 'cannot' });
    assert.deepEqual(await resumption('claude-code', 'of nobody'), { state: 'cannot' });
    const { command } = { ...(await resumption('claude-code', ID)) } as { command: unknown };
    assert.deepEqual(await resumption('claude-code', ID), { state: 'ready', command, folder: null });
    const bound = { program: 'claude', args: [], from: 'its folder' } as const;
    const reader = desk.reader([{ ...claudeCode, resume: () => bound }]);
    assert.deepEqual(await reader.resumptions([{ agent: 'claude-code', id: ID }]), [
      { state: 'folder gone', folder: elsewhere },
    ]);
    reader.end();
  });

  it('is asked of the reading thread, keeps no word of the line, and writes nothing', async () => {
    desk.session(repository.root, ID).prompt().write('src/invoices.ts', SOURCE).reply();
    await desk.collect();
    const before = readFileSync(desk.ledgerFile);
    const worker = new RunningWorker(desk, { role: 'reader' });
    const line = lineWith(file, 'const rows');
    assert.equal(told(await worker.functions.whoWrote(line)), 'claude-code 65a3: exact, solid');
    const secret = { ...line, text: 'const zebra = "canary of the line that nobody may keep";' };
    assert.equal(told(await worker.functions.whoWrote(secret)), 'none');
    await worker.functions.stop();
    await worker.ended;
    assert.deepEqual(worker.lines, []);
    assert.ok(readFileSync(desk.ledgerFile).equals(before));
    rmSync(join(desk.folder, DATA_FILES.key));
    assert.equal(told(await ask('const rows')), 'nothing read');
  });
});
