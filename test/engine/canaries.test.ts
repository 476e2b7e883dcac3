import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { claudeCode } from '../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../src/agents/codex/codex.ts';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { reportTable } from '../../src/engine/reportTable.ts';
import type { ClaudeSession } from '../support/claudeSession.ts';
import type { TestRepository } from '../support/repository.ts';
import { CodexRollout } from './codexRollout.ts';
import { Desk } from './desk.ts';

/** Each names the place where it is planted and nowhere else in the world. */
const CANARIES = [
  'zaunkoenigprompt',
  'zaunkoenigwritten',
  'zaunkoenigremoved',
  'zaunkoenigreplaced',
  'zaunkoenigread',
  'zaunkoenigcommand',
  'zaunkoenigoutput',
  'zaunkoenigerror',
  'zaunkoenigreply',
  'zaunkoenigthought',
  'zaunkoenigsummary',
  'zaunkoenigowntitle',
  'zaunkoeniggiventitle',
  'zaunkoenigmail@example.com',
  'zaunkoenigsubagent',
  'zaunkoenigtorn',
  'zaunkoenigjunk',
  'zaunkoenigcodexprompt',
  'zaunkoenigcodexdiff',
  'zaunkoenigcodexoutput',
  'zaunkoenigcodexpatch',
  'zaunkoenigcodexname',
  'zaunkoenigcodexbase',
  'zaunkoenigsubject',
  'zaunkoenigbody',
  'zaunkoenigcommitted',
  'zaunkoenigworking',
  'zaunkoenigstash',
  'zaunkoenigtag',
] as const;
/** Paths, branches and remotes may be kept: that these are found shows that the search can find. */
const KEPT = ['amselpath', 'amselbranch', 'amselremote'] as const;

/** Ways in which a word may lie in bytes, as far as case goes in lower case. */
function spellings(word: string): Buffer[] {
  const utf8 = Buffer.from(word);
  const utf16 = Buffer.from(word, 'utf16le');
  const inner = Buffer.from(word.slice(0, 12)).toString('base64').slice(0, 16).toLowerCase();
  return [
    utf8,
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf16.toString('hex')),
    Buffer.from([...word].reverse().join('')),
    Buffer.from(inner),
  ];
}

function lowered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < copy.length; i++) if (copy[i]! >= 65 && copy[i]! <= 90) copy[i]! += 32;
  return copy;
}

function found(haystack: ReadonlyMap<string, Buffer>, words: readonly string[]): string[] {
  const places = [...haystack].map(([name, bytes]) => [name, lowered(bytes)] as const);
  return words.flatMap(word =>
    places
      .filter(([, bytes]) => spellings(word).some(spelling => bytes.includes(spelling)))
      .map(([name]) => `${word} in ${name}`),
  );
}

describe('engine: not one word of prompts or code is kept', () => {
  let desk: Desk;
  let repository: TestRepository;
  let claude: ClaudeSession;
  let thread: CodexRollout;
  before(() => {
    desk = new Desk();
    repository = desk.workshop.published();
    repository.run('remote', 'add', 'other', 'https://example.com/amselremote/x.git');
    plantClaude();
    plantCodex();
    plantGit();
  });
  after(() => desk.remove());

  function plantClaude(): void {
    claude = desk.session(repository.root, 'c0000000-0000-4000-8000-000000000001');
    claude
      .prompt('Please zaunkoenigprompt, and tell zaunkoenigmail@example.com of it.')
      .write('src/amselpath.ts', code('zaunkoenigwritten'))
      .write('src/old.ts', code('zaunkoenigremoved'))
      .edit('src/old.ts', code('zaunkoenigremoved'), code('zaunkoenigreplaced'))
      .shell('echo zaunkoenigcommand', 'zaunkoenigoutput\nzaunkoenigerror')
      .reply();
    const line = (more: object) => {
      const base = { uuid: crypto.randomUUID(), sessionId: claude.id, cwd: repository.root };
      appendFileSync(
        claude.log,
        `${JSON.stringify({ ...base, timestamp: new Date(desk.now()).toISOString(), ...more })}\n`,
      );
    };
    const usage = { input_tokens: 3, output_tokens: 4 };
    const message = (id: string, content: object[], role = 'assistant') => ({
      message: { id, type: 'message', role, model: 'claude-opus-4-5', content, usage },
      requestId: `req_${id}`,
    });
    line({
      type: 'assistant',
      ...message('m1', [
        { type: 'thinking', thinking: 'zaunkoenigthought', signature: 'x' },
        { type: 'text', text: 'zaunkoenigreply' },
        {
          type: 'tool_use',
          id: 'toolu_r',
          name: 'Read',
          input: { file_path: join(repository.root, 'first.ts') },
        },
        {
          type: 'tool_use',
          id: 'toolu_t',
          name: 'Task',
          input: { prompt: 'zaunkoenigsubagent', description: 'zaunkoenigsubagent' },
        },
        { type: 'tool_use', id: 'toolu_n', name: 'zaunkoenig_new_tool', input: { words: 'zaunkoenigjunk' } },
      ]),
    });
    line({
      type: 'user',
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_r', content: 'zaunkoenigread' }],
      },
      toolUseResult: { type: 'text', file: { content: 'zaunkoenigread' } },
    });
    line({
      type: 'user',
      message: {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_n', is_error: true, content: 'zaunkoenigerror' },
        ],
      },
      toolUseResult: 'Error: zaunkoenigerror',
    });
    line({
      type: 'attachment',
      attachment: {
        type: 'session_context',
        content: 'zaunkoenigmail@example.com',
        userEmail: 'zaunkoenigmail@example.com',
      },
      rendered: [{ type: 'text', text: 'The user is zaunkoenigmail@example.com' }],
    });
    line({ type: 'summary', summary: 'zaunkoenigsummary', leafUuid: 'x' });
    line({ type: 'ai-title', aiTitle: 'zaunkoenigowntitle' });
    line({ type: 'custom-title', customTitle: 'zaunkoeniggiventitle' });
    line({ type: 'zaunkoenigjunk', zaunkoenigjunk: 'zaunkoenigjunk' });
    appendFileSync(
      claude.log,
      'zaunkoenigjunk is no JSON\n{"type":"user","message":{"content":"zaunkoenigtorn',
    );
  }

  function plantCodex(): void {
    thread = new CodexRollout(
      desk.workshop.home,
      repository.root,
      desk.now(),
      'd0000000-0000-4000-8000-000000000001',
      {
        base_instructions: { text: 'zaunkoenigcodexbase' },
        instructions: 'zaunkoenigcodexbase',
        git: {
          branch: 'amselbranch',
          commit_hash: 'a'.repeat(40),
          repository_url: 'https://example.com/amselremote/x.git',
        },
      },
    );
    thread
      .prompt('Please zaunkoenigcodexprompt')
      .line('event_msg', { type: 'thread_name_updated', thread_name: 'zaunkoenigcodexname' })
      .change(
        'first.ts',
        '@@ -1 +1,2 @@\n export const first = 1;\n+export const zaunkoenigcodexdiff = compute(1, 2);\n',
      )
      .line('response_item', {
        type: 'custom_tool_call',
        call_id: 'p1',
        name: 'apply_patch',
        status: 'completed',
        input:
          '*** Begin Patch\n*** Update File: first.ts\n@@\n-zaunkoenigcodexpatch(1, 2)\n+zaunkoenigcodexpatch(2, 3)\n*** End Patch\n',
      })
      .line('response_item', {
        type: 'custom_tool_call_output',
        call_id: 'p1',
        output: 'Exit code: 0\nOutput:\nSuccess. zaunkoenigcodexpatch\n',
      })
      .shell('grep zaunkoenigcodexoutput .', 'zaunkoenigcodexoutput')
      .line('event_msg', { type: 'agent_message', message: 'zaunkoenigcodexoutput' })
      .reply();
  }

  function plantGit(): void {
    repository.run('checkout', '-q', '-b', 'amselbranch');
    repository.commit('zaunkoenigsubject (#7)\n\nzaunkoenigbody\nReviewed-by: zaunkoenigbody', {
      'src/committed.ts': code('zaunkoenigcommitted'),
    });
    repository.run('tag', '-a', 'v1', '-m', 'zaunkoenigtag');
    repository.write('src/old.ts', code('zaunkoenigstash'));
    repository.run('stash', 'push', '-q', '-m', 'zaunkoenigstash');
    repository.write('src/amselpath.ts', code('zaunkoenigworking'));
  }

  /** All that a person's data folder holds, byte for byte, and all cells of its tables. */
  function kept(): Map<string, Buffer> {
    const all = new Map<string, Buffer>();
    for (const name of readdirSync(desk.folder)) all.set(name, readFileSync(join(desk.folder, name)));
    const database = new DatabaseSync(desk.ledgerFile, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all();
      // Cells of a row and rows of a table lie apart: a word in two of them is in none.
      const cells = rows
        .flatMap(row => Object.values(row))
        .map(cell => (cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(String(cell))));
      all.set(`table ${name}`, Buffer.concat(cells.flatMap(cell => [cell, Buffer.of(0)])));
    }
    database.close();
    return all;
  }

  it('the planted words are there to be found', () => {
    const logs = new Map([claude.log, thread.log].map(log => [log, readFileSync(log)] as const));
    const objects = Buffer.from(
      [
        ...repository
          .run('rev-list', '--all')
          .split('\n')
          .map(id => repository.run('show', id)),
        repository.run('diff'),
        repository.run('cat-file', '-p', 'v1'),
      ].join('\n'),
    );
    const sources = new Map([...logs, ['git', objects] as const]);
    for (const word of CANARIES) assert.notDeepEqual(found(sources, [word]), [], `${word} was planted`);
    const [word] = CANARIES;
    const disguises = [
      Buffer.from(word.toUpperCase()),
      Buffer.from(`x${word.toUpperCase()}`, 'utf16le'),
      Buffer.from(Buffer.from(`odd ${word}`).toString('hex').toUpperCase()),
      Buffer.from(`\0${[...word].join('\0')}`),
    ];
    for (const [i, bytes] of disguises.entries())
      assert.deepEqual(found(new Map([[`${i}`, bytes]]), CANARIES), [`${word} in ${i}`]);
  });

  it('nothing is in ledger, its journal, summary, key or log, while collecting and after', async () => {
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    await collector.refresh();
    const during = kept();
    assert.ok(during.has('ledger.db-wal'), 'the journal is looked at, too');
    assert.deepEqual(found(during, CANARIES), []);
    collector.stop();
    await ended;
    engine.close();
    const after = kept();
    after.set('log', Buffer.from(JSON.stringify(desk.lines)));
    assert.deepEqual(found(after, CANARIES), []);
    for (const word of KEPT)
      assert.notDeepEqual(found(after, [word]), [], `${word} may be kept, and is found`);
    assert.ok(Number(during.get('table edit')?.length) > 100, 'there were edits to keep');
  });

  it('nothing is in the report, the page or the headless report', async () => {
    const report = await desk.report();
    const page = await desk.page();
    const messages: string[] = [];
    const headless = await makeReport(
      {
        home: desk.workshop.home,
        otherHome: true,
        repositories: [],
        ledger: null,
        now: desk.now(),
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => messages.push(line),
    );
    const shown = new Map(
      Object.entries({
        report,
        page: { ...page },
        tooltip: desk.tooltip(),
        headless,
        messages,
        table: reportTable(headless),
      }).map(([name, value]) => [name, Buffer.from(JSON.stringify(value))] as const),
    );
    assert.deepEqual(found(shown, CANARIES), []);
    assert.notDeepEqual(found(shown, ['amselpath']), []);
    assert.equal(report.sessions.length, 2);
  });

  it('titles and subjects are read when asked for, and kept nowhere', async () => {
    const reader = desk.reader();
    const titles = await reader.titles([
      { agent: claudeCode.id, id: claude.id },
      { agent: codex.id, id: thread.id },
    ]);
    const subjects = await reader.subjects([
      { repo: repository.root, commit: repository.head('amselbranch') },
    ]);
    reader.close();
    assert.deepEqual(
      [titles, subjects],
      [['zaunkoeniggiventitle', 'zaunkoenigcodexname'], ['zaunkoenigsubject (#7)']],
    );
    assert.deepEqual(found(kept(), CANARIES), []);
    assert.deepEqual(found(new Map([['log', Buffer.from(JSON.stringify(desk.lines))]]), CANARIES), []);
  });
});

/** Some lines that count, each with the word in it. */
function code(word: string): string {
  return Array.from({ length: 6 }, (_, i) => `export const ${word}${i} = compute(${i}, '${word}');\n`).join(
    '',
  );
}
