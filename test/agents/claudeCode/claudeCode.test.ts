import assert from 'node:assert/strict';
import { join } from 'node:path';
import { claudeCode } from '../../../src/agents/claudeCode/claudeCode.ts';
import { PriceBook } from '../../../src/pricing/priceBook.ts';
import { type Merged, PACKER, readLines, temporaryFolder } from '../readingLogs.ts';

let clock = Date.parse('2026-11-20T09:00:00.000Z');
let ids = 0;

function envelope(more: object = {}) {
  clock += 1000;
  return {
    parentUuid: 'p',
    isSidechain: false,
    cwd: '/w/shop',
    sessionId: 'S1',
    gitBranch: 'feat/cart',
    uuid: `u${++ids}`,
    timestamp: new Date(clock).toISOString(),
    ...more,
  };
}

const usage = (output: number, more: object = {}) => ({
  input_tokens: 10,
  cache_creation_input_tokens: 300,
  cache_read_input_tokens: 5000,
  output_tokens: output,
  ...more,
});

function says(id: string | undefined, spent: object | null, more: object = {}, content: object[] = []) {
  const message = { id, role: 'assistant', model: 'claude-opus-4-5', content, usage: spent };
  return { ...envelope({ requestId: `req_${id}`, ...more }), type: 'assistant', message };
}

const uses = (id: string, name: string, input: object, more: object = {}) =>
  says(`msg_${id}`, usage(5), more, [{ type: 'tool_use', id, name, input }]);

function answers(id: string, toolUseResult?: unknown, block: object = {}, more: object = {}) {
  const content = [{ type: 'tool_result', tool_use_id: id, content: 'ok', ...block }];
  const result = toolUseResult === undefined ? {} : { toolUseResult };
  return { ...envelope(more), type: 'user', message: { role: 'user', content }, ...result };
}

const prompts = (content: unknown, more: object = {}) => ({
  ...envelope(more),
  type: 'user',
  message: { role: 'user', content },
});

describe('agents/claudeCode', () => {
  const folder = temporaryFolder();
  let logs = 0;
  const readAll = (lines: (object | string)[], merged?: Merged, name = `S${++logs}.jsonl`) =>
    readLines(claudeCode, join(folder(), 'projects', '-w-shop', name), lines, merged);
  const only = <T>(map: Map<string, T>): T => {
    assert.equal(map.size, 1);
    return [...map.values()][0]!;
  };

  describe('tokens', () => {
    it('does not take a reply that was served faster, or by another tier, for one at list price', async () => {
      const merged = await readAll([
        says('m1', usage(9, { speed: 'standard', service_tier: 'standard' })),
        says('m2', usage(9, { speed: null, service_tier: null })),
        says('m3', usage(9, { speed: 'fast', service_tier: 'standard' })),
        says('m4', usage(9, { speed: 'standard', service_tier: 'batch' })),
        says('m5', usage(9)),
      ]);
      const priced = [...merged.calls.values()].map(({ model, at, tokens }) => {
        return new PriceBook().price(model, at, tokens) !== null;
      });
      assert.deepEqual(priced, [true, true, false, false, true]);
      assert.equal([...merged.calls.values()][2]?.tokens.output, 9);
    });

    it('prices a reply that searched the web by its tokens alone: the searches are billed apart', async () => {
      const searched = { server_tool_use: { web_search_requests: 4, web_fetch_requests: 1 } };
      const merged = await readAll([says('m1', usage(9, searched)), says('m2', usage(9))]);
      const [first, second] = [...merged.calls.values()].map(({ model, at, tokens, loggedCost }) => {
        return { tokens, loggedCost, price: new PriceBook().price(model, at, tokens) };
      });
      assert.notEqual(first?.price, null);
      assert.deepEqual(first, second);
    });

    it('counts a message once, however many lines it has, and takes its fullest line', async () => {
      const merged = await readAll([
        says('m1', usage(1)),
        says('m1', usage(406)),
        says('m1', usage(8)),
        says('m2', usage(7)),
      ]);
      assert.deepEqual(
        [...merged.calls.values()].map(call => call.tokens.output),
        [406, 7],
      );
    });

    it('takes the fullest line whole when a fallback changes model and cache in between', async () => {
      const first = says('m1', usage(50, { cache_read_input_tokens: 9000 }));
      const second = says('m1', usage(60, { cache_read_input_tokens: 100 }));
      second.message.model = 'claude-haiku-4-5';
      const call = only((await readAll([first, second])).calls);
      assert.equal(call.model, 'claude-haiku-4-5');
      assert.equal(call.tokens.cacheRead, 100);
    });

    it('keeps the first moment of a message', async () => {
      const first = says('m1', usage(1));
      const call = only((await readAll([first, says('m1', usage(9))])).calls);
      assert.equal(call.at, Date.parse(first.timestamp));
    });

    it('counts copies in forked and resumed files once', async () => {
      const line = says('m1', usage(5));
      const merged = await readAll([line]);
      await readAll([{ ...line, sessionId: 'S2', forkedFrom: { sessionId: 'S1' } }], merged);
      assert.equal(merged.calls.size, 1);
      assert.equal(merged.sessions.get('S2')?.forkedFrom, 'S1');
    });

    it('leaves a side question that replays the main chain to the main chain', async () => {
      const merged = await readAll([says('m1', usage(5))]);
      await readAll([says('m1', usage(5), { isSidechain: true, requestId: 'req_other' })], merged);
      assert.equal(merged.calls.size, 2);
      assert.equal(merged.counted().length, 1);
      assert.equal(merged.counted()[0]?.sidechain, false);
    });

    it('tells five-minute from one-hour cache writes, and believes the larger of total and split', async () => {
      const split = (five: number, hour: number) => ({
        ephemeral_5m_input_tokens: five,
        ephemeral_1h_input_tokens: hour,
      });
      const merged = await readAll([
        says('total', usage(1)),
        says('split', usage(1, { cache_creation: split(100, 200) })),
        says('zero total', usage(1, { cache_creation_input_tokens: 0, cache_creation: split(40, 60) })),
        says('zero split', usage(1, { cache_creation: split(0, 0) })),
      ]);
      assert.deepEqual(
        [...merged.calls.values()].map(({ tokens }) => [tokens.cacheWrite5m, tokens.cacheWrite1h]),
        [
          [300, 0],
          [100, 200],
          [40, 60],
          [300, 0],
        ],
      );
    });

    it('counts an advisor as a call of its own and no other iteration', async () => {
      const iterations = [
        { type: 'message', ...usage(100) },
        { type: 'advisor_message', model: 'claude-fable-5', ...usage(33) },
      ];
      const merged = await readAll([says('m1', usage(100, { iterations }))]);
      assert.deepEqual([...merged.calls.values()].map(call => [call.model, call.tokens.output]).sort(), [
        ['claude-fable-5', 33],
        ['claude-opus-4-5', 100],
      ]);
    });

    it('skips what the client made itself', async () => {
      const synthetic = says('m1', usage(0));
      synthetic.message.model = '<synthetic>';
      const empty = { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0 };
      const merged = await readAll([synthetic, says(undefined, empty)]);
      assert.equal(merged.calls.size, 0);
    });

    it('reads messages without request id, without message id and with unknown parts', async () => {
      const noRequest = says('m1', { input_tokens: 1, output_tokens: 27 }, { requestId: undefined });
      const noId = says(undefined, usage(3), { uuid: 'own' });
      const nulls = says('m3', usage(4, { cache_read_input_tokens: null }));
      const { calls } = await readAll([noRequest, noId, nulls]);
      assert.deepEqual([...calls.keys()], ['m1|', 'own', 'm3|req_m3']);
      assert.equal(calls.get('m1|')?.tokens.cacheRead, null);
      assert.equal(calls.get('m1|')?.tokens.cacheWrite5m, null);
      assert.equal(calls.get('m3|req_m3')?.tokens.cacheRead, null);
    });

    it('keeps lines apart that have no id at all, in any file', async () => {
      const line = says(undefined, usage(3), { uuid: undefined });
      const merged = await readAll([line, line]);
      await readAll([{ ...line, sessionId: 'S2' }], merged);
      assert.equal(merged.calls.size, 3);
    });

    it('keeps thinking inside output and names it', async () => {
      const spent = usage(406, { output_tokens_details: { thinking_tokens: 229 } });
      const { tokens } = only((await readAll([says('m1', spent)])).calls);
      assert.deepEqual([tokens.output, tokens.reasoning], [406, 229]);
    });

    it('counts neither a sub-agent in its parent’s result, nor progress, nor session totals', async () => {
      const inner = says('m9', usage(99));
      const merged = await readAll([
        uses('t1', 'Task', { prompt: 'x' }),
        answers('t1', { status: 'completed', totalTokens: 1745, usage: usage(25) }),
        { ...envelope(), type: 'progress', data: { message: inner } },
        { type: 'cost-state', sessionId: 'S1', totalCostUSD: 1.25, modelUsage: { a: { outputTokens: 900 } } },
        { type: 'api-request-blob', sessionId: 'S1', message: inner.message },
        { ...envelope(), type: 'system', subtype: 'api_error', error: { status: 529 } },
        {
          ...envelope(),
          type: 'system',
          subtype: 'compact_boundary',
          compactMetadata: { preTokens: 160000 },
        },
      ]);
      assert.deepEqual([...merged.calls.keys()], ['msg_t1|req_msg_t1']);
    });

    it('takes the price that early versions logged', async () => {
      const call = only((await readAll([says('m1', usage(5), { costUSD: 0.0125 })])).calls);
      assert.equal(call.loggedCost, 12_500);
    });

    it('takes the output of a reply that no line ends for a lower bound, as old sub-agents’ replies', async () => {
      const line = (id: string, output: number, stop: string | null) => {
        const said = says(id, usage(output), { isSidechain: true });
        return { ...said, message: { ...said.message, stop_reason: stop } };
      };
      const merged = await readAll([
        line('m1', 3, null),
        line('m2', 8, null),
        line('m2', 90, 'tool_use'),
        line('m3', 9, null),
        line('m3', 9, 'end_turn'),
        line('m3', 9, null),
        says('m4', usage(7)),
      ]);
      assert.deepEqual(
        [...merged.calls.values()].map(({ tokens, quality }) => [tokens.output, quality]),
        [
          [3, 'lower bound'],
          [90, 'exact'],
          [9, 'exact'],
          [7, 'exact'],
        ],
      );
    });

    it('says so when usage has a form that it does not know', async () => {
      const merged = await readAll([says('m1', { tokensIn: 5 })]);
      assert.equal(merged.skipped[0]?.['newer format'], 1);
    });
  });

  describe('edits', () => {
    const patch = (...lines: string[]) => [{ oldStart: 5, oldLines: 3, newStart: 5, newLines: 3, lines }];
    const edit = { file_path: '/w/shop/a.ts', old_string: 'x', new_string: 'y' };
    const editedBy = async (lines: object[]) => only((await readAll(lines)).edits);
    const counts = ({ lines }: { lines: { addedCount: number; removedCount: number | null } }) => [
      lines.addedCount,
      lines.removedCount,
    ];

    it('takes the patch of the result, context left out', async () => {
      const result = {
        filePath: '/w/shop/./a.ts',
        structuredPatch: patch(' a', '-x', '+y', '+z'),
        oldString: 'x',
      };
      const got = await editedBy([uses('t1', 'Edit', edit), answers('t1', result)]);
      assert.deepEqual(got.lines, PACKER.patch('/w/shop/a.ts', ['y', 'z'], ['x']));
      assert.deepEqual([got.key, got.path, got.baseline], ['t1', '/w/shop/a.ts', 'patch']);
    });

    it('believes the result over the proposal that a person changed', async () => {
      const result = { filePath: '/w/shop/a.ts', structuredPatch: patch('-x', '+mine'), userModified: true };
      const got = await editedBy([uses('t1', 'Edit', edit), answers('t1', result)]);
      assert.deepEqual(got.lines, PACKER.patch('/w/shop/a.ts', ['mine'], ['x']));
    });

    it('counts the content of a new file, whose patch is empty', async () => {
      const result = {
        type: 'create',
        filePath: '/w/shop/n.ts',
        content: 'a\nb\n',
        structuredPatch: [],
        originalFile: null,
      };
      const got = await editedBy([uses('t1', 'Write', { file_path: '/w/shop/n.ts' }), answers('t1', result)]);
      assert.deepEqual([counts(got), got.baseline], [[2, 0], 'created']);
    });

    it('does not know what a large update removed, unless the file before is there', async () => {
      const update = { type: 'update', filePath: '/w/shop/n.ts', content: 'a\nb\n', structuredPatch: [] };
      const write = uses('t1', 'Write', { file_path: '/w/shop/n.ts' });
      const unknown = await editedBy([write, answers('t1', { ...update, originalFile: null })]);
      assert.deepEqual([counts(unknown), unknown.baseline], [[2, null], 'unknown']);
      const known = await editedBy([write, answers('t1', { ...update, originalFile: 'a\nc\n' })]);
      assert.deepEqual([counts(known), known.baseline], [[1, 1], 'patch']);
    });

    it('sees a file created by an edit of nothing', async () => {
      const result = {
        filePath: '/w/shop/a.ts',
        oldString: '',
        newString: 'a\nb',
        originalFile: null,
        structuredPatch: [],
      };
      const got = await editedBy([uses('t1', 'Edit', edit), answers('t1', result)]);
      assert.deepEqual([counts(got), got.baseline], [[2, 0], 'created']);
    });

    it('falls back to the input in sub-agents’ files, which have no result object', async () => {
      const side = { isSidechain: true, agentId: 'a1' };
      const merged = await readAll([
        uses('t1', 'Edit', { ...edit, old_string: 'a\nx\nc', new_string: 'a\ny\nz\nc' }, side),
        answers('t1', undefined, { content: 'The file has been updated.' }, side),
        uses('t2', 'Write', { file_path: '/w/shop/n.ts', content: 'a\nb\n' }, side),
        answers('t2', undefined, { content: 'File created successfully at: /w/shop/n.ts' }, side),
        uses('t3', 'Write', { file_path: '/w/shop/o.ts', content: 'a\n' }, side),
        answers('t3', undefined, { content: 'The file /w/shop/o.ts has been updated.' }, side),
      ]);
      assert.deepEqual(
        [...merged.edits.values()].map(got => [got.key, ...counts(got), got.baseline, got.session]),
        [
          ['t1', 2, 1, 'patch', 'S1'],
          ['t2', 2, 0, 'created', 'S1'],
          ['t3', 1, null, 'unknown', 'S1'],
        ],
      );
    });

    it('tells apart calls of models that only number them, and knows the copies of a fork', async () => {
      const id = 'Write:0';
      const input = (name: string) => ({ file_path: `/w/shop/${name}.ts`, content: 'x\n' });
      const write = (reply: string, name: string, more: object) => [
        says(reply, usage(5), more, [{ type: 'tool_use', id, name: 'Write', input: input(name) }]),
        answers(id, undefined, { content: 'File created successfully' }, more),
      ];
      const first = [...write('m1', 'a', {}), ...write('m2', 'b', {})];
      const merged = await readAll(first);
      await readAll(write('m3', 'c', { sessionId: 'S2' }), merged);
      await readAll(
        first.map(line => ({ ...line, sessionId: 'S3' })),
        merged,
      );
      const paths = [...merged.edits.values()].map(({ path }) => path);
      assert.deepEqual(paths, ['/w/shop/a.ts', '/w/shop/b.ts', '/w/shop/c.ts']);
      assert.equal(merged.acts.size, 3);
    });

    it('reads MultiEdit by its patch, and by its edits where there is none', async () => {
      const edits = [
        { old_string: 'a', new_string: 'b' },
        { old_string: 'c', new_string: 'd\ne' },
      ];
      const call = uses('t1', 'MultiEdit', { file_path: '/w/shop/a.ts', edits });
      const patched = { filePath: '/w/shop/a.ts', edits, structuredPatch: patch('-a', '+b') };
      assert.deepEqual(counts(await editedBy([call, answers('t1', patched)])), [1, 1]);
      const bare = { filePath: '/w/shop/a.ts', edits, structuredPatch: [] };
      assert.deepEqual(counts(await editedBy([call, answers('t1', bare)])), [3, 2]);
    });

    it('reads a notebook’s cell as the lines that the file holds', async () => {
      const input = {
        notebook_path: '/w/shop/n.ipynb',
        new_source: 'import os\nprint(os)',
        edit_mode: 'insert',
      };
      const got = await editedBy([uses('t1', 'NotebookEdit', input), answers('t1', { cell_id: 'c1' })]);
      const stored = PACKER.lines('/w/shop/n.ipynb', ['    "import os\\n",', '    "print(os)"']);
      assert.deepEqual(got.lines.added.fingerprints, stored.fingerprints);
    });

    it('takes no failed, refused or unanswered edit', async () => {
      const merged = await readAll([
        uses('t1', 'Edit', edit),
        answers('t1', 'Error: String to replace not found in file.', { is_error: true }),
        uses('t2', 'Edit', edit),
        answers('t2', 'User rejected tool use'),
        uses('t3', 'Edit', edit),
        answers(
          't3',
          { filePath: '/w/shop/a.ts', structuredPatch: patch('+y') },
          {},
          { toolDenialKind: 'user' },
        ),
        uses('t4', 'Edit', edit),
      ]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        [...merged.acts.values()].map(act => act.ok),
        [false, false, false, null],
      );
    });

    it('gives edits of a forked copy the same key', async () => {
      const lines = [
        uses('t1', 'Edit', edit),
        answers('t1', { filePath: '/w/shop/a.ts', structuredPatch: patch('+y') }),
      ];
      const merged = await readAll(lines);
      await readAll(
        lines.map(line => ({ ...line, sessionId: 'S2' })),
        merged,
      );
      assert.equal(merged.edits.size, 1);
    });

    it('survives bare carriage returns, line separators and text that looks like JSON', async () => {
      const odd = 'a\u2028b","usage":{"output_tokens":1},"type":"assistant\\';
      const result = {
        type: 'create',
        filePath: '/w/shop/n.ts',
        content: `${odd}\r\nc`,
        structuredPatch: [],
      };
      const got = await editedBy([uses('t1', 'Write', { file_path: '/w/shop/n.ts' }), answers('t1', result)]);
      assert.deepEqual(counts(got), [2, 0]);
    });
  });

  describe('acts', () => {
    it('counts what people typed, and nothing else, as prompts', async () => {
      const merged = await readAll([
        prompts('add a cart', { turnOrigin: 'human', promptSource: 'typed' }),
        prompts([{ type: 'text', text: 'and a test' }], { promptSource: 'queued' }),
        prompts('from a program', { turnOrigin: 'sdk', promptSource: 'sdk' }),
        prompts('every morning', { turnOrigin: 'scheduled' }),
        prompts('<task-notification>done</task-notification>'),
        prompts('before it was told'),
        prompts('a reminder', { isMeta: true }),
        prompts('This session is being continued', { isCompactSummary: true }),
        prompts('<local-command-stdout>x</local-command-stdout>'),
        prompts('Caveat: The messages below were generated by the user'),
        prompts('asked by the main agent', { isSidechain: true }),
        answers('t0'),
      ]);
      assert.deepEqual(
        [...merged.acts.values()].map(act => act.human),
        [true, true, false, false, false, null],
      );
    });

    it('names each tool’s kind, its target and its success', async () => {
      const merged = await readAll([
        uses('t1', 'Read', { file_path: 'src/a.ts' }),
        answers('t1', { type: 'text', file: { content: 'x' } }),
        uses('t2', 'Bash', { command: 'npm test' }),
        answers('t2', { stdout: 'no' }, { is_error: true }),
        uses('t3', 'Grep', { pattern: 'x', path: '/w/shop/src' }),
        uses('t4', 'mcp__db__query', { q: 1 }),
      ]);
      assert.deepEqual(
        [...merged.acts.values()].map(act => [act.act, act.target, act.ok]),
        [
          ['read', '/w/shop/src/a.ts', true],
          ['check', null, false],
          ['search', '/w/shop/src', null],
          ['other', null, null],
        ],
      );
    });

    it('reads files that a shell command wrote from a text of its own, if it went well', async () => {
      const write = (path: string, sign = '>') => ({
        command: `cat ${sign} ${path} <<'EOF'\nconst total = sum(items);\nEOF`,
      });
      const merged = await readAll([
        uses('t1', 'Bash', write('src/a.ts')),
        answers('t1', { stdout: '', stderr: '' }),
        uses('t2', 'Bash', write('src/b.ts', '>>')),
        answers('t2'),
        uses('t3', 'Bash', write('src/c.ts')),
        answers('t3', 'Error: exit code 1', { is_error: true }),
        uses('t4', 'Bash', { command: `npm install && ${write('src/d.ts').command}` }),
        answers('t4', { stdout: '' }),
        uses('t5', 'Bash', write('src/e.ts')),
      ]);
      assert.deepEqual(
        [...merged.edits.values()].map(({ key, path, baseline, lines }) => [
          key,
          path,
          baseline,
          lines.addedCount,
          lines.removedCount,
        ]),
        [
          ['t1#w0', '/w/shop/src/a.ts', 'unknown', 1, null],
          ['t2#w0', '/w/shop/src/b.ts', 'patch', 1, 0],
          ['t4#w0', '/w/shop/src/d.ts', 'unknown', 1, null],
        ],
      );
      const [expected] = [...merged.edits.values()];
      const same = PACKER.lines('a.ts', ['const total = sum(items);']);
      assert.deepEqual(expected!.lines.added, same);
      // What may have changed more than is known stays a shell command.
      const kinds = [...merged.acts.values()].map(({ act }) => act);
      assert.deepEqual(kinds, ['edit', 'edit', 'edit', 'shell', 'edit']);
      assert.deepEqual(merged.skipped[0], { malformed: 0, 'too long': 0, 'newer format': 0 });
    });

    it('gives equal calls with equal results equal digests', async () => {
      const merged = await readAll([
        uses('t1', 'Bash', { command: 'npm test' }),
        answers('t1', {}, { content: 'same' }),
        uses('t2', 'Bash', { command: 'npm test' }),
        answers('t2', {}, { content: 'same' }),
        uses('t3', 'Bash', { command: 'npm run' }),
        answers('t3', {}, { content: 'other' }),
      ]);
      const [a, b, c] = [...merged.acts.values()];
      assert.deepEqual([a!.argsDigest, a!.resultDigest], [b!.argsDigest, b!.resultDigest]);
      assert.notEqual(a!.argsDigest, c!.argsDigest);
      assert.notEqual(a!.resultDigest, c!.resultDigest);
    });

    it('pairs parallel results that come on one line', async () => {
      const results = ['t1', 't2'].map(id => ({
        type: 'tool_result',
        tool_use_id: id,
        is_error: id === 't2',
      }));
      const merged = await readAll([
        uses('t1', 'Glob', { pattern: '*' }),
        uses('t2', 'WebSearch', { query: 'x' }),
        { ...envelope(), type: 'user', message: { role: 'user', content: results } },
      ]);
      assert.deepEqual(
        [...merged.acts.values()].map(act => act.ok),
        [true, false],
      );
    });
  });

  describe('links', () => {
    const linked = async (lines: object[]) =>
      [...(await readAll(lines)).links.values()].map(({ link, target }) => `${link} ${target}`);

    it('takes the pull requests that the log names', async () => {
      const line = { type: 'pr-link', sessionId: 'S1', prNumber: 1, prUrl: 'https://github.com/o/r/pull/1' };
      assert.deepEqual(await linked([{ ...line, timestamp: '2026-11-20T09:00:00Z' }]), [
        'pull request https://github.com/o/r/pull/1',
      ]);
    });

    it('takes commits and pull requests that the session’s own commands print', async () => {
      const got = await linked([
        uses('t1', 'Bash', {
          command: 'git add . && git commit -m "x\n\nClaude-Session: https://claude.ai/code/s_1"',
        }),
        answers('t1', {}, { content: 'ok\n[feat/cart 1a2b3c4] x\n 1 file changed' }),
        uses('t2', 'Bash', { command: 'git commit -m first' }),
        answers('t2', {}, { content: [{ type: 'text', text: '[main (root-commit) abcdef0] first' }] }),
        uses('t3', 'Bash', { command: 'gh pr create --fill' }),
        answers('t3', {}, { content: 'https://github.com/o/r/pull/12' }),
        uses('t4', 'Bash', { command: 'git push' }),
        answers('t4', {}, { content: 'remote: https://gitlab.com/a/b/c/-/merge_requests/7' }),
      ]);
      assert.deepEqual(got, [
        'trailer https://claude.ai/code/s_1',
        'commit 1a2b3c4',
        'commit abcdef0',
        'pull request https://github.com/o/r/pull/12',
        'pull request https://gitlab.com/a/b/c/-/merge_requests/7',
      ]);
    });

    it('takes none that were only read', async () => {
      const got = await linked([
        uses('t1', 'Bash', { command: 'gh pr list && git log' }),
        answers('t1', {}, { content: 'https://github.com/o/r/pull/9\n[main 1a2b3c4] x' }),
        uses('t2', 'Read', { file_path: '/w/shop/git commit' }),
        answers('t2', {}, { content: '[main 1a2b3c4] x' }),
      ]);
      assert.deepEqual(got, []);
    });
  });

  describe('sessions', () => {
    it('knows place, branch and time, and takes HEAD for no branch', async () => {
      const first = prompts('x', { gitBranch: 'HEAD' });
      const last = prompts('y');
      const session = only((await readAll([first, last])).sessions);
      assert.deepEqual(
        [session.id, session.cwd, session.branch, session.startedAt, session.endedAt],
        ['S1', '/w/shop', 'feat/cart', Date.parse(first.timestamp), Date.parse(last.timestamp)],
      );
    });

    it('makes no place of the name of a project’s folder, which cannot be turned back', async () => {
      const session = only((await readAll([prompts('x', { cwd: undefined })])).sessions);
      assert.equal(session.cwd, null);
    });

    it('folds a sub-agent of early builds, whose file lies beside its parent’s, into its parent', async () => {
      const side = { isSidechain: true, agentId: 'a1b2c3d4', sessionId: 'S1' };
      const merged = await readAll([says('m1', usage(5), side)], undefined, 'agent-a1b2c3d4.jsonl');
      assert.deepEqual([...merged.sessions.keys()], ['S1']);
      assert.equal(only(merged.calls).sidechain, true);
    });

    it('folds a sub-agent into its parent without taking over its worktree', async () => {
      const merged = await readAll(
        [
          prompts('asked by the main agent'),
          says('m1', usage(5), { isSidechain: undefined, cwd: '/w/shop/.claude/worktrees/x' }),
        ],
        undefined,
        'S1/subagents/agent-a1.jsonl',
      );
      const session = only(merged.sessions);
      assert.deepEqual([session.id, session.cwd, session.branch], ['S1', null, null]);
      assert.deepEqual([merged.acts.size, only(merged.calls).sidechain], [0, true]);
    });
  });

  describe('torn lines', () => {
    const torn = JSON.stringify(
      says('lost', usage(5), {}, [{ type: 'thinking', thinking: 'this was cut off' }]),
    );
    const half = torn.slice(0, torn.indexOf('cut off'));

    it('saves a record that is glued to a torn one', async () => {
      const saved = JSON.stringify(says('saved', usage(7)));
      const merged = await readAll([says('m1', usage(1)), half + saved, says('m2', usage(2))]);
      assert.deepEqual([...merged.calls.keys()], ['m1|req_m1', 'saved|req_saved', 'm2|req_m2']);
      assert.equal(merged.skipped[0]?.malformed, 1);
    });

    it('saves it too where the torn line is of a kind that is not read to its end', async () => {
      const progress = JSON.stringify({ ...envelope(), type: 'progress', data: { output: 'cut off here' } });
      const saved = JSON.stringify(says('saved', usage(7)));
      const merged = await readAll([progress.slice(0, -12) + saved]);
      assert.equal(merged.calls.size, 1);
      assert.equal(merged.skipped[0]?.malformed, 1);
    });

    it('takes both of two whole records on one line', async () => {
      const both = [says('m1', usage(1)), says('m2', usage(2))].map(line => JSON.stringify(line));
      const merged = await readAll([both.join('')]);
      assert.equal(merged.calls.size, 2);
      assert.equal(merged.skipped[0]?.malformed, 0);
    });

    it('counts what is no JSON and goes on', async () => {
      const merged = await readAll([
        'this is not valid json at all }}',
        says('m1', usage(1)),
        '{"a":',
        '[]',
        '""',
      ]);
      assert.equal(merged.calls.size, 1);
      assert.equal(merged.skipped[0]?.malformed, 4);
    });
  });

  it('names the session by its title, else by its first prompt', async () => {
    const path = join(folder(), 'projects', 't', 'titled.jsonl');
    const { writeFileSync } = await import('node:fs');
    const lines: object[] = [prompts('<command-name>/clear</command-name>'), prompts('add\n a cart')];
    await readLines(claudeCode, path, lines);
    const write = () => writeFileSync(path, `${lines.map(line => JSON.stringify(line)).join('\n')}\n`);
    assert.equal(await claudeCode.title(path, 'S1'), 'add a cart');
    lines.push({ type: 'ai-title', aiTitle: 'Cart' });
    write();
    assert.equal(await claudeCode.title(path, 'S1'), 'Cart');
    lines.push({ type: 'custom-title', customTitle: 'Mine' }, { type: 'ai-title', aiTitle: 'Cart 2' });
    write();
    assert.equal(await claudeCode.title(path, 'S1'), 'Mine');
    assert.equal(await claudeCode.title(join(folder(), 'gone.jsonl'), 'S1'), null);
  });
});
