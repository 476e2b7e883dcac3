import assert from 'node:assert/strict';
import { join } from 'node:path';
import { continueDev } from '../../../src/agents/continueDev/continueDev.ts';
import { copilotCli } from '../../../src/agents/copilotCli/copilotCli.ts';
import { droid } from '../../../src/agents/droid.ts';
import { callKey } from '../../../src/agents/tools/callKey.ts';
import { describeFile, Merged, readHome, readInto, temporaryFolder, writeFile } from '../readingLogs.ts';

const AT = '2026-11-20T09:00:00.000Z';
const lines = (values: readonly object[]) => `${values.map(value => JSON.stringify(value)).join('\n')}\n`;

describe('agents/tools/callKey', () => {
  const folder = temporaryFolder();

  it('leaves an id as it is that is nobody else’s, and puts a number into what it stands in', () => {
    assert.equal(callKey('toolu_01QXwV1mUvpa3F9Mfz81', 'm1'), 'toolu_01QXwV1mUvpa3F9Mfz81');
    assert.equal(callKey('call_4LkL0djh4nDHl8xGUQeH4Kvh', 'm1'), 'call_4LkL0djh4nDHl8xGUQeH4Kvh');
    assert.equal(callKey('WriteFile:6', 'm1'), 'm1|WriteFile:6');
    assert.equal(callKey('functions.edit:0', 'm2'), 'm2|functions.edit:0');
  });

  const id = 'functions.write:0';
  const wrote = (merged: Merged) =>
    [...merged.edits.values()].map(({ session, path }) => `${session} ${path}`).sort();

  it('tells apart calls with one number in two sessions of Copilot CLI', async () => {
    const home = join(folder(), 'copilot');
    for (const [session, path] of Object.entries({ s1: '/w/a.ts', s2: '/w/b.ts' })) {
      const event = (n: number, type: string, data: object) => ({
        type,
        data,
        id: `${session}-${n}`,
        timestamp: AT,
      });
      writeFile(
        join(home, '.copilot', 'session-state', session, 'events.jsonl'),
        lines([
          event(1, 'session.start', { sessionId: session }),
          event(2, 'tool.execution_start', {
            toolCallId: id,
            toolName: 'create',
            arguments: { path, file_text: 'x\n' },
          }),
          event(3, 'tool.execution_complete', { toolCallId: id, success: true, result: {} }),
        ]),
      );
    }
    assert.deepEqual(wrote(await readHome(copilotCli, home)), ['s1 /w/a.ts', 's2 /w/b.ts']);
  });

  it('tells apart calls with one number in a session of Droid, also where the result comes in a later read', async () => {
    const [store] = droid.stores;
    const path = join(folder(), 'd1.jsonl');
    const write = (n: number, file: string) => {
      const input = { file_path: file, content: 'x\n' };
      const use = [{ type: 'tool_use', id, name: 'Create', input }];
      const result = [{ type: 'tool_result', tool_use_id: id, content: 'ok' }];
      return [
        { type: 'message', id: `m${n}`, timestamp: AT, message: { role: 'assistant', content: use } },
        { type: 'message', id: `r${n}`, timestamp: AT, message: { role: 'user', content: result } },
      ];
    };
    const all = lines([...write(1, '/w/a.ts'), ...write(2, '/w/b.ts')]);
    const ends = [...all.matchAll(/\n/g)].map(({ index }) => index + 1);
    const merged = new Merged();
    let cursor: unknown = null;
    for (const end of ends) {
      writeFile(path, all.slice(0, end));
      const read = await readInto(store!, describeFile(path), cursor, merged.add);
      cursor = JSON.parse(JSON.stringify(read.cursor));
    }
    assert.deepEqual(wrote(merged), ['d1 /w/a.ts', 'd1 /w/b.ts']);
  });

  it('tells apart calls with one number in two sessions of Continue', async () => {
    const home = join(folder(), 'continue');
    for (const [sessionId, filepath] of Object.entries({ c1: '/w/a.ts', c2: '/w/b.ts' })) {
      const state = {
        toolCallId: id,
        toolCall: { function: { name: 'create_new_file' } },
        parsedArgs: { filepath, contents: 'x\n' },
        status: 'done',
      };
      writeFile(
        join(home, '.continue', 'sessions', `${sessionId}.json`),
        JSON.stringify({
          sessionId,
          history: [{ message: { role: 'assistant' }, toolCallStates: [state] }],
        }),
      );
    }
    assert.deepEqual(wrote(await readHome(continueDev, home)), ['c1 /w/a.ts', 'c2 /w/b.ts']);
  });
});
