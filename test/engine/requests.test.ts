import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Requests } from '../../src/engine/requests.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';

describe('engine/requests', () => {
  let folder: string;
  let heard: string[];
  let requests: Requests;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'requests-'));
    heard = [];
    requests = new Requests(folder, {
      pause: () => heard.push('pause'),
      wake: () => heard.push('wake'),
      breakpoint: () => heard.push('breakpoint'),
    });
  });
  afterEach(() => {
    requests.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = (name: string) => writeFileSync(join(folder, name), '');
  const settle = () => new Promise(resolve => setTimeout(resolve, 120));

  it('are heard at once', async () => {
    requests.begin();
    for (const name of [DATA_FILES.wake, DATA_FILES.breakpoint, DATA_FILES.paused, DATA_FILES.summary])
      ask(name);
    await settle();
    assert.deepEqual([...new Set(heard)].sort(), ['breakpoint', 'pause', 'wake']);
    assert.equal(requests.isPaused, true);
  });

  it('are found at a look where nothing tells of them, each once', () => {
    ask(DATA_FILES.wake);
    requests.begin();
    // As where there are no watchers left: what follows is done before one could tell.
    requests.look();
    assert.deepEqual(heard, [], 'what was asked before is not heard');
    utimesSync(join(folder, DATA_FILES.wake), 1, 1);
    requests.look();
    requests.look();
    assert.deepEqual(heard, ['wake']);
    ask(DATA_FILES.paused);
    requests.look();
    assert.deepEqual(heard, ['wake', 'pause']);
  });

  it('are heard in a folder that was made anew', async () => {
    requests.begin();
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await settle();
    requests.look();
    ask(DATA_FILES.breakpoint);
    await settle();
    assert.ok(heard.includes('breakpoint'));
  });
});
