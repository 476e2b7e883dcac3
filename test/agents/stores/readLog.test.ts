import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import type { LogFile } from '../../../src/agents/agent.ts';
import { claudeCode } from '../../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../../src/agents/codex/codex.ts';
import { describeFile, Merged, read, temporaryFolder, writeFile } from '../readingLogs.ts';

const call = (id: string, filler = '') => {
  const usage = { input_tokens: 1, output_tokens: 2 };
  const message = { id, model: 'm', content: [{ type: 'text', text: filler }], usage };
  return `${JSON.stringify({ type: 'assistant', uuid: id, sessionId: 'S', timestamp: '2026-11-20T09:00:00.000Z', message })}\n`;
};

describe('agents/readLog', () => {
  const folder = temporaryFolder();
  let logs = 0;
  let path = '';
  let merged: Merged;
  beforeEach(() => {
    path = join(folder(), 'projects', `${++logs}.jsonl`);
    merged = new Merged();
  });
  const keys = () => [...merged.calls.keys()].map(key => key.split('|')[0]);

  it('reads only what was added', async () => {
    const first = await read(claudeCode, writeFile(path, call('a')), null, merged);
    appendFileSync(path, call('b'));
    const second = await read(claudeCode, describeFile(path), first.cursor, merged);
    assert.equal(second.bytes, call('b').length);
    const third = await read(claudeCode, describeFile(path), second.cursor, merged);
    assert.equal(third.bytes, 0);
    assert.deepEqual(keys(), ['a', 'b']);
  });

  it('lets a line without its newline wait', async () => {
    const first = await read(claudeCode, writeFile(path, call('a') + call('b').slice(0, -5)), null, merged);
    assert.deepEqual(keys(), ['a']);
    assert.equal(first.cursor?.offset, call('a').length);
    appendFileSync(path, call('b').slice(-5));
    await read(claudeCode, describeFile(path), first.cursor, merged);
    assert.deepEqual(keys(), ['a', 'b']);
  });

  it('starts anew when the file was cut, replaced or rewritten', async () => {
    const rewrites: ((file: LogFile) => void)[] = [
      () => writeFileSync(path, call('c')),
      () => {
        writeFileSync(`${path}.new`, call('c') + call('d') + call('e'));
        renameSync(`${path}.new`, path);
      },
      () => writeFileSync(path, call('c') + call('d') + call('e')),
      // Cut by one line in place, and grown again beyond its old size.
      () => writeFileSync(path, call('a') + call('c') + call('d')),
    ];
    for (const rewrite of rewrites) {
      const file = writeFile(path, call('a') + call('b'));
      const first = await read(claudeCode, file, null, new Merged());
      rewrite(file);
      merged = new Merged();
      const second = await read(claudeCode, describeFile(path), first.cursor, merged);
      assert.equal(second.restarted, true);
      assert.ok(keys().includes('c'));
    }
  });

  it('can be cut into slices, whatever the length of a line', async () => {
    const long = 'x'.repeat(3 << 20);
    writeFile(path, call('a') + call('b', long) + call('c'));
    let cursor = null;
    let slices = 0;
    for (let done = false; !done; slices++) {
      const result = await read(claudeCode, describeFile(path), cursor, merged, { budget: 100 });
      ({ cursor, done } = result);
    }
    assert.deepEqual(keys(), ['a', 'b', 'c']);
    assert.ok(slices > 1);
  });

  it('skips a line that is too long and counts it, across reads too', async () => {
    const long = call('b', 'x'.repeat(3 << 20));
    const options = { maxLine: 1 << 20 };
    const whole = await read(
      claudeCode,
      writeFile(path, call('a') + long + call('c')),
      null,
      merged,
      options,
    );
    assert.deepEqual([keys(), whole.skipped['too long']], [['a', 'c'], 1]);

    merged = new Merged();
    const first = await read(
      claudeCode,
      writeFile(path, call('a') + long.slice(0, -9)),
      null,
      merged,
      options,
    );
    assert.equal(first.skipped['too long'], 0);
    appendFileSync(path, long.slice(-9) + call('c'));
    const second = await read(claudeCode, describeFile(path), first.cursor, merged, options);
    assert.deepEqual(
      [keys(), second.skipped],
      [['a', 'c'], { malformed: 0, 'too long': 1, 'newer format': 0 }],
    );
  });

  it('drops carriage returns and empty lines', async () => {
    const { skipped } = await read(
      claudeCode,
      writeFile(path, `${call('a').trim()}\r\n\r\n\n${call('b')}`),
      null,
      merged,
    );
    assert.deepEqual(keys(), ['a', 'b']);
    assert.equal(skipped.malformed, 0);
  });

  it('passes over what a crash leaves before a line', async () => {
    await read(claudeCode, writeFile(path, `${'\0'.repeat(50)}${call('a')}\uFEFF${call('b')}`), null, merged);
    assert.deepEqual(keys(), ['a', 'b']);
  });

  it('says that a file is gone or unreadable, and keeps the cursor', async () => {
    const file = writeFile(path, call('a'));
    const { cursor } = await read(claudeCode, file, null, merged);
    rmSync(path);
    const gone = await read(claudeCode, file, cursor, merged);
    assert.deepEqual([gone.code, gone.cursor], ['gone', cursor]);
    assert.equal((await read(claudeCode, { ...file, path: folder() }, null, merged)).code, 'unreadable');
  });

  it('says that a file may not be read', async () => {
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      // Nothing is closed to an administrator: the folder above stands for it.
      assert.equal(
        (await read(claudeCode, { ...writeFile(path, ''), path: folder() }, null, merged)).code,
        'unreadable',
      );
      return;
    }
    const file = writeFile(path, call('a'));
    chmodSync(path, 0);
    assert.equal((await read(claudeCode, file, null, merged)).code, 'unreadable');
  });

  it('reads a compressed rollout, with edits that only its calls tell', async () => {
    const line = (type: string, payload: object) =>
      `${JSON.stringify({ timestamp: '2026-11-20T09:00:00.000Z', type, payload })}\n`;
    const usage = { input_tokens: 10, output_tokens: 2, total_tokens: 12 };
    const text =
      line('session_meta', { id: 'T1', cwd: '/w', timestamp: '2026-11-20T09:00:00.000Z' }) +
      line('response_item', {
        type: 'custom_tool_call',
        call_id: 'c1',
        name: 'apply_patch',
        input: '*** Begin Patch\n*** Add File: a.ts\n+x\n*** End Patch',
      }) +
      line('response_item', {
        type: 'custom_tool_call_output',
        call_id: 'c1',
        output: 'Exit code: 0\nSuccess.',
      }) +
      line('event_msg', { type: 'token_count', info: { total_token_usage: usage, last_token_usage: usage } });
    const bytes = zlib.zstdCompressSync(text.repeat(1));
    const file = writeFile(join(folder(), `rollout-${++logs}.jsonl.zst`), bytes);
    const first = await read(codex, file, null, merged);
    assert.equal(first.code, 'read');
    assert.deepEqual([merged.calls.size, merged.edits.get('c1')?.path], [1, '/w/a.ts']);
    const again = await read(codex, describeFile(file.path), first.cursor, merged);
    assert.deepEqual([again.bytes, again.restarted], [0, false]);

    writeFileSync(file.path, bytes.subarray(0, bytes.length - 20));
    assert.equal((await read(codex, describeFile(file.path), null, new Merged())).code, 'damaged');
  });

  it('gives a cursor that is JSON', async () => {
    const { cursor } = await read(claudeCode, writeFile(path, call('a')), null, merged);
    assert.deepEqual(JSON.parse(JSON.stringify(cursor)), cursor);
    assert.equal(readFileSync(path, 'utf8').length, cursor?.offset);
  });
});
