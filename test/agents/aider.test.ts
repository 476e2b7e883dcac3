import assert from 'node:assert/strict';
import { join } from 'node:path';
import { aider } from '../../src/agents/aider.ts';
import { findLogs } from '../../src/agents/stores/logFiles.ts';
import { readLines, temporaryFolder, writeFile } from './readingLogs.ts';

describe('agents/aider', () => {
  const folder = temporaryFolder();
  const sent = (time: number, properties: object) => ({
    event: 'message_send',
    properties,
    user_id: 'u',
    time,
  });

  it('takes each message’s cost, not the sum so far, no cost for none, and cached tokens for unknown', async () => {
    const counts = { main_model: 'm', prompt_tokens: 10_000, completion_tokens: 80, total_tokens: 10_080 };
    const merged = await readLines(aider, join(folder(), '.aider', 'analytics.jsonl'), [
      { event: 'launched', properties: {}, time: 1 },
      sent(1_755_100_406, { ...counts, cost: 0.01, total_cost: 0.01 }),
      sent(1_755_100_500, { ...counts, cost: 0.02, total_cost: 0.03 }),
      sent(1_755_100_600, { ...counts, cost: 0, total_cost: 0.03 }),
    ]);
    assert.deepEqual(
      [...merged.calls.values()].map(({ at, loggedCost, tokens, quality }) => [
        at,
        loggedCost,
        tokens.input,
        tokens.cacheRead,
        quality,
      ]),
      [
        [1_755_100_406_000, 10_000, 10_000, null, 'lower bound'],
        [1_755_100_500_000, 20_000, 10_000, null, 'lower bound'],
        [1_755_100_600_000, null, 10_000, null, 'lower bound'],
      ],
    );
  });

  it('finds the log that a variable names, whatever it is called', async () => {
    const path = writeFile(join(folder(), 'elsewhere', 'a.log'), '').path;
    const variables = { AIDER_ANALYTICS_LOG: path };
    const { files } = findLogs(aider.stores[0]!, {
      home: join(folder(), 'nobody'),
      platform: 'linux',
      variables,
      editorFolder: null,
    });
    assert.deepEqual(
      files.map(file => file.path),
      [path],
    );
  });

  it('reads neither the numbers rounded in a chat’s history nor any other log', () => {
    const [store] = aider.stores;
    assert.ok(!store?.isLog('/w/shop/.aider.chat.history.md'));
    assert.ok(!store?.isLog('/h/.aider/caches/versioncheck.jsonl'));
  });
});
