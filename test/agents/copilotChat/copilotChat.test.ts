import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copilotChat } from '../../../src/agents/copilotChat/copilotChat.ts';
import { netOfEdits } from '../../../src/insight/net.ts';
import {
  describeFile,
  Merged,
  PACKER,
  readHome,
  readOnce,
  temporaryFolder,
  writeFile,
} from '../readingLogs.ts';
import { countedOnce, recorded } from '../recordedTruth.ts';

const T = 1795165200000;

const request = (n: number, more: object = {}, metadata: object = {}) => ({
  requestId: `request_${n}`,
  timestamp: T + n * 60_000,
  agent: { id: 'github.copilot.editsAgent' },
  modelId: 'copilot/claude-sonnet-4.6',
  message: { text: `prompt ${n}` },
  response: [],
  result: { metadata },
  ...more,
});
const rounds = (...calls: { id: string; name: string; args: object; result?: string }[]) => ({
  toolCallRounds: [
    {
      id: 'r',
      toolCalls: calls.map(({ id, name, args }) => ({ id, name, arguments: JSON.stringify(args) })),
    },
  ],
  toolCallResults: Object.fromEntries(
    calls
      .filter(({ result }) => result !== undefined)
      .map(({ id, result }) => [id, { content: [{ value: result }] }]),
  ),
});
const replaced = (id: string, before: string, after: string, result = 'ok', file = '/w/a.ts') => ({
  id,
  name: 'replace_string_in_file',
  args: { filePath: file, oldString: before, newString: after },
  result,
});
const group = (path: string, ...texts: string[]) => ({
  kind: 'textEditGroup',
  uri: { scheme: 'file', fsPath: path },
  edits: [texts.map(text => ({ text, range: {} }))],
  done: true,
});

describe('agents/copilotChat', () => {
  const folder = temporaryFolder();
  let chats = 0;
  const chatFile = (requests: object[], more: object = {}) => {
    const path = join(folder(), `ws${++chats}`, 'chatSessions', 'V1.jsonl');
    const state = { version: 3, sessionId: 'V1', creationDate: T, requests, ...more };
    return writeFile(path, `${JSON.stringify({ kind: 0, v: state })}\n`);
  };
  const readChat = async (requests: object[], merged = new Merged()) => {
    const { skipped } = await readOnce(copilotChat.stores[1]!, chatFile(requests), null, merged);
    merged.skipped.push(skipped);
    return merged;
  };
  const edits = (merged: Merged) =>
    [...merged.edits.values()].map(({ path, lines, baseline }) => [
      path,
      lines.addedCount,
      lines.removedCount,
      baseline,
    ]);

  describe('tokens', () => {
    it('takes the larger of the two outputs, and says that it is a lower bound', async () => {
      const metadata = { promptTokens: 32543, outputTokens: 60, resolvedModel: 'claude-sonnet-4-6' };
      const merged = await readChat([request(1, { completionTokens: 490 }, metadata)]);
      const [call] = [...merged.calls.values()];
      assert.equal(call?.quality, 'lower bound');
      assert.equal(call?.model, 'claude-sonnet-4-6');
      assert.deepEqual(call?.tokens, {
        input: 32543,
        cacheRead: null,
        cacheWrite5m: null,
        cacheWrite1h: null,
        output: 490,
        reasoning: null,
      });
    });

    it('says unknown, not zero, of requests from before tokens were kept', async () => {
      const merged = await readChat([request(1)]);
      const [call] = [...merged.calls.values()];
      assert.deepEqual([call?.tokens.input, call?.tokens.output, call?.quality], [null, null, 'none']);
      assert.equal(call?.model, 'claude-sonnet-4.6');
    });

    it('lets a request reach to the end of time where the next one has no time that can be', async () => {
      const merged = await readChat([
        request(1, {}, { promptTokens: 1, outputTokens: 1 }),
        request(2, { timestamp: 9e18 }, { promptTokens: 2, outputTokens: 2 }),
      ]);
      const [first, second] = [...merged.calls.values()];
      assert.deepEqual(first?.lesser, { rank: 1, since: T + 60_000, until: 8.64e15 });
      assert.equal(second?.at, T);
    });

    it('leaves out agents that VS Code only shows and that keep logs of their own', async () => {
      const spent = { promptTokens: 10, outputTokens: 1 };
      const merged = await readChat([
        request(1, { agent: { id: 'claude-code' } }, spent),
        request(2, { agent: { id: 'copilotcli' } }, spent),
        request(3, {}, spent),
      ]);
      assert.deepEqual([...merged.calls.keys()], ['request_3']);
    });

    it('takes spans of models only, with what was cached inside their input', async () => {
      const { truth, merged } = traces();
      assert.ok(truth);
      const spans = [...merged.calls.values()].filter(({ lesser }) => lesser === null);
      assert.deepEqual(spans.map(({ key }) => key).sort(), ['s2', 's4', 's5']);
      assert.deepEqual(merged.calls.get('s2')?.tokens, {
        input: 100,
        cacheRead: 1500,
        cacheWrite5m: 400,
        cacheWrite1h: null,
        output: 70,
        reasoning: 20,
      });
    });

    it('counts a request once that the traces tell too, and keeps those from before tracing', async () => {
      const calls = countedOnce(traces().merged);
      assert.deepEqual(calls.map(({ key }) => key).sort(), ['request_1', 's2', 's4', 's5']);
    });
  });

  describe('edits', () => {
    it('puts what several tools did to one file together', async () => {
      const made = { filePath: '/w/n.ts', content: 'one\ntwo\n' };
      const merged = await readChat([
        request(
          1,
          {},
          rounds(
            { id: 'c1', name: 'create_file', args: made, result: 'ok' },
            replaced('c2', 'two', 'three\nfour', 'ok', '/w/n.ts'),
            replaced('c3', 'x', 'y'),
            replaced('c4', 'p', 'q\nr'),
          ),
        ),
      ]);
      assert.deepEqual(edits(merged), [
        ['/w/n.ts', 3, 0, 'created'],
        ['/w/a.ts', 3, 2, 'patch'],
      ]);
    });

    it('counts no edit that was denied, failed or is still open', async () => {
      const shown = (id: string, type: number, isComplete = true) => ({
        kind: 'toolInvocationSerialized',
        toolCallId: id,
        isComplete,
        isConfirmed: { type },
      });
      const response = [shown('c1', 0), shown('c2', 5), shown('c3', 4, false), shown('c4', 4)];
      const { result: _, ...open } = replaced('c5', 'x', 'y');
      const calls = ['c1', 'c2', 'c3'].map(id => replaced(id, 'x', 'y'));
      const failed = replaced('c4', 'x', 'y', 'ERROR: could not find it');
      const merged = await readChat([request(1, { response }, rounds(...calls, failed, open))]);
      assert.equal(merged.edits.size, 0);
      assert.deepEqual(
        [...merged.acts.values()].filter(({ act }) => act === 'edit').map(({ ok }) => ok),
        [false, false, false, null, null],
      );
    });

    it('shows what the editor put into a file where no tool tells, and not twice', async () => {
      const merged = await readChat([
        request(1, { response: [group('/w/b.ts', 'one\ntwo', '\n')] }),
        request(2, { response: [group('/w/a.ts', 'y')] }, rounds(replaced('c1', 'x', 'y'))),
      ]);
      assert.deepEqual(edits(merged), [
        ['/w/b.ts', 2, null, 'unknown'],
        ['/w/a.ts', 1, 1, 'patch'],
      ]);
    });

    it('reads cells of notebooks as the lines that are stored, and patches that delete', async () => {
      const newCode = ['import x', 'x.run()'];
      const input = '*** Begin Patch\n*** Delete File: /w/old.ts\n*** End Patch';
      const calls = rounds(
        { id: 'c1', name: 'edit_notebook_file', args: { filePath: '/w/n.ipynb', newCode }, result: 'ok' },
        { id: 'c2', name: 'apply_patch', args: { input }, result: 'ok' },
      );
      const merged = await readChat([request(1, {}, calls)]);
      assert.deepEqual(edits(merged), [
        ['/w/old.ts', 0, null, 'deleted'],
        ['/w/n.ipynb', 2, null, 'unknown'],
      ]);
      const [, cell] = [...merged.edits.values()];
      const stored = ['"import x\\n"', '"x.run()"'];
      assert.deepEqual(cell?.lines, PACKER.overwritten('/w/n.ipynb', stored.join('\n')));
    });

    it('says a newer format of an editing tool of which nothing tells what it did', async () => {
      const insert = { id: 'c1', name: 'insert_edit_into_file', args: { file: '/w/a.ts' }, result: 'ok' };
      const unknown = await readChat([request(1, {}, rounds(insert))]);
      assert.equal(unknown.skipped[0]?.['newer format'], 1);
      const shown = await readChat([request(1, { response: [group('/w/a.ts', 'y')] }, rounds(insert))]);
      assert.equal(shown.skipped[0]?.['newer format'], 0);
      assert.equal(shown.edits.size, 1);
    });

    describe('beside texts that the editor keeps', () => {
      const keep = (log: string, request: string) => {
        const kept = join(dirname(dirname(log)), 'chatEditingSessions', 'V1');
        const entry = {
          resource: { scheme: 'file', path: '/w/a.ts' },
          originalHash: 'aaa1111',
          currentHash: 'bbb2222',
          telemetryInfo: { requestId: request },
        };
        writeFile(join(kept, 'state.json'), JSON.stringify({ recentSnapshot: { entries: [entry] } }));
        writeFile(join(kept, 'contents', 'aaa1111'), 'let total = x;\n');
        writeFile(join(kept, 'contents', 'bbb2222'), 'let total = y;\n');
      };
      const added = (merged: Merged) =>
        [...merged.edits.values()].map(({ lines }) => [...lines.added.fingerprints]);
      const whole = () => [...PACKER.created('/w/a.ts', 'let total = y;').added.fingerprints];
      const part = () => [...PACKER.created('/w/a.ts', 'y').added.fingerprints];
      const readKept = async (requests: object[]) => {
        const file = chatFile(requests);
        keep(file.path, 'request_1');
        const merged = new Merged();
        await readOnce(copilotChat.stores[1]!, file, null, merged);
        return merged;
      };

      it('takes whole lines from them where one request alone changed a file', async () => {
        assert.deepEqual(added(await readKept([request(1, {}, rounds(replaced('c1', 'x', 'y')))])), [
          whole(),
        ]);
        assert.deepEqual(added(await readKept([request(1)])), [whole()]);
      });

      it('takes the tools’ word where several requests or a person changed it', async () => {
        const both = [1, 2].map(n => request(n, {}, rounds(replaced(`c${n}`, 'x', 'y'))));
        assert.deepEqual(added(await readKept(both)), [part(), part()]);
        const editedFileEvents = [{ uri: { scheme: 'file', path: '/w/a.ts' }, eventKind: 3 }];
        const touched = [both[0]!, request(2, { editedFileEvents })];
        assert.deepEqual(added(await readKept(touched)), [part()]);
      });
    });
  });

  describe('edits that a person undid', () => {
    const did = (eventKind: number, path = '/w/a.ts') => ({
      editedFileEvents: [{ uri: { scheme: 'file', path }, eventKind }],
    });
    const edit = (n: number, more: object = {}) =>
      request(n, more, rounds(replaced(`c${n}`, `old ${n}`, `new ${n} line`)));
    const net = async (requests: object[]) => {
      const merged = new Merged();
      await readOnce(copilotChat.stores[1]!, chatFile(requests), null, merged);
      const edits = [...merged.edits.values()].sort((a, b) => a.at - b.at);
      return {
        edits: edits.length,
        ...netOfEdits(edits.map(({ at, baseline, lines }) => ({ at, baseline, ...lines }))),
      };
    };

    it('are taken back, all of the file since it was kept last', async () => {
      const left = await net([edit(1), edit(2), request(3, did(2))]);
      assert.deepEqual([left.edits, left.added.length, left.removed.length], [4, 0, 0]);
      const kept = await net([edit(1), edit(2, did(1)), request(3, did(2))]);
      assert.deepEqual([kept.edits, kept.added.length, kept.removed.length], [3, 1, 1]);
    });

    it('stay where it was another file, or where a person kept or changed it', async () => {
      for (const what of [did(2, '/w/b.ts'), did(1), did(3)])
        assert.deepEqual((await net([edit(1), request(2, what)])).added.length, 1);
    });

    it('are taken back where they made the file, and not again', async () => {
      const created = {
        id: 'c',
        name: 'create_file',
        args: { filePath: '/w/a.ts', content: 'let a = 1;\n' },
      };
      const first = request(1, {}, rounds({ ...created, result: 'ok' }));
      const left = await net([first, request(2, did(2)), request(3, did(2))]);
      assert.deepEqual([left.edits, left.added.length, left.removed.length], [2, 0, 0]);
    });
  });

  it('says a newer format of a chat that it does not know, with its version', async () => {
    const file = chatFile([], { version: 7, requests: { first: {} } });
    const result = await readOnce(copilotChat.stores[1]!, file, null, new Merged());
    assert.equal(result.skipped['newer format'], 1);
    assert.equal(result.version, '7');
    const path = join(folder(), 'newer', 'agent-traces.db');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE spans (id TEXT)');
    database.close();
    const traced = await readOnce(copilotChat.stores[0]!, describeFile(path), null, new Merged());
    assert.equal(traced.skipped['newer format'], 1);
  });

  it('keeps what it knew while a document is being written', async () => {
    const file = writeFile(join(folder(), 'torn', 'chatSessions', 'V1.json'), '{"version":3,"requests":[');
    const result = await readOnce(copilotChat.stores[1]!, file, null, new Merged());
    assert.equal(result.code, 'damaged');
  });

  it('takes no prompt out of traces that hold them', async () => {
    const secret = 'ghu_canary0123456789';
    const path = join(folder(), 'canary', 'agent-traces.db');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE spans (span_id TEXT PRIMARY KEY, operation_name TEXT, start_time_ms INTEGER,
        input_tokens INTEGER, output_tokens INTEGER, chat_session_id TEXT);
      CREATE TABLE span_attributes (span_id TEXT, key TEXT, value TEXT);
      INSERT INTO spans VALUES ('s1', 'chat', ${T}, 10, 1, 'V1');
      INSERT INTO span_attributes VALUES ('s1', 'gen_ai.prompt', '${secret}');
    `);
    database.close();
    const merged = new Merged();
    const result = await readOnce(copilotChat.stores[0]!, describeFile(path), null, merged);
    assert.equal(merged.calls.size, 1);
    assert.ok(!JSON.stringify([merged.all(), result]).includes(secret));
  });

  it('learns where a turn was that is over when its requests have long been read', async () => {
    const path = join(folder(), 'turn', 'agent-traces.db');
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE spans (span_id TEXT PRIMARY KEY, operation_name TEXT, start_time_ms INTEGER,
        input_tokens INTEGER, output_tokens INTEGER, chat_session_id TEXT);
      CREATE TABLE span_attributes (span_id TEXT, key TEXT, value TEXT);
      INSERT INTO spans VALUES ('s1', 'chat', ${T}, 10, 1, 'V1');
    `);
    const merged = new Merged();
    const read = (cursor: unknown) => readOnce(copilotChat.stores[0]!, describeFile(path), cursor, merged);
    const { cursor } = await read(null);
    database.exec(`
      INSERT INTO spans VALUES ('s0', 'invoke_agent', ${T - 9}, 10, 1, 'V1'), ('s2', 'invoke_agent', ${T}, 1, 1, NULL);
      INSERT INTO span_attributes VALUES ('s0', 'copilot_chat.repo.remote_url', 'https://example.com/me/shop.git');
    `);
    await read(cursor);
    database.close();
    assert.equal(merged.calls.size, 1);
    assert.deepEqual(
      [...merged.sessions.values()].map(({ id, remote }) => [id, remote]),
      [['V1', 'https://example.com/me/shop.git']],
    );
  });

  it('titles a session by its name, else by its first prompt, from its chat too where traces found it', async () => {
    const home = join(folder(), 'titled', 'User');
    const chat = join(home, 'workspaceStorage', 'w1', 'chatSessions', 'V9.json');
    writeFile(chat, JSON.stringify({ requests: [request(1)] }));
    assert.equal(await copilotChat.title(chat, 'V9'), 'prompt 1');
    writeFile(chat, JSON.stringify({ customTitle: 'Cart', requests: [request(1)] }));
    const found = join(home, 'globalStorage', 'github.copilot-chat', 'agent-traces.db');
    assert.equal(await copilotChat.title(found, 'V9'), 'Cart');
  });

  describe('a chat as a log of changes', () => {
    const day = recorded(copilotChat, 'copilot-chat/log-3');
    it('knows its folder, its prompts and its commands', () => {
      const { truth, merged } = day();
      assert.equal(merged.sessions.get('V1')?.cwd, truth.repo);
      const acts = [...merged.acts.values()];
      assert.equal(acts.filter(({ act, human }) => act === 'prompt' && human === true).length, 2);
      assert.ok(acts.some(({ act, ok }) => act === 'shell' && ok === true));
    });
  });

  describe('chats as documents, one of a window without a folder', () => {
    const day = recorded(copilotChat, 'copilot-chat/document-3');
    it('knows no folder where there was none', () => {
      assert.equal(day().merged.sessions.get('V3')?.cwd, null);
    });
  });

  const traces = recorded(copilotChat, 'copilot-chat/traces');
  describe('a chat with traces', () => {
    it('knows its repository by the traces and its folder by the chat', () => {
      const session = traces().merged.sessions.get('V4');
      assert.deepEqual(
        [session?.cwd, session?.branch, session?.remote],
        ['/home/dev/shop', 'main', 'https://example.com/me/shop.git'],
      );
    });
  });

  it('reads nothing where there is nothing', async () => {
    assert.equal((await readHome(copilotChat, join(folder(), 'nothing'))).calls.size, 0);
  });
});
