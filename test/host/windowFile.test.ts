import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { WindowFile } from '../../src/host/windowFile.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { WINDOW_LASTS } from '../../src/model/openWindow.ts';

describe('host/windowFile', () => {
  let folder: string;
  let window: WindowFile;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'window-file-'));
    mock.timers.enable({ apis: ['setInterval', 'Date'], now: Date.now() });
    window = new WindowFile(folder, 'one');
  });
  afterEach(() => {
    window.dispose();
    mock.timers.reset();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = () => join(folder, DATA_FILES.windows, 'one.json');
  const draft = () => join(folder, 'one.window.draft');
  const said = () => JSON.parse(readFileSync(file(), 'utf8')).trusted as boolean;
  const pass = () => mock.timers.tick(WINDOW_LASTS);

  it('says again that it is there, in the same words', () => {
    window.say({ trusted: true, folders: ['/a'] });
    const before = statSync(file()).mtimeMs;
    pass();
    assert.ok(statSync(file()).mtimeMs - before > WINDOW_LASTS / 2);
    assert.equal(said(), true);
    rmSync(file());
    pass();
    assert.equal(said(), true, 'however it went');
  });

  it('says nothing before it was told what', () => {
    pass();
    assert.equal(existsSync(file()), false);
  });

  it('tries again to say what could not be written, and does not stand by what it said before', () => {
    window.say({ trusted: true, folders: ['/a'] });
    // In place of the draft stands what cannot be written over.
    mkdirSync(draft());
    window.say({ trusted: false, folders: ['/a'] });
    assert.equal(said(), true);
    pass();
    assert.equal(said(), true);
    rmSync(draft(), { recursive: true });
    pass();
    assert.equal(said(), false);
  });

  it('leaves nothing when it ends', () => {
    window.say({ trusted: true, folders: [] });
    writeFileSync(draft(), '{');
    window.dispose();
    assert.deepEqual(readdirSync(join(folder, DATA_FILES.windows)), []);
    assert.equal(existsSync(draft()), false);
  });
});
