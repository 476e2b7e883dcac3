import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWatch } from '../../src/engine/folderWatch.ts';

describe('engine/folderWatch', () => {
  let root: string;
  let events: string[];
  let watch: FolderWatch;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'watch-'));
    events = [];
    watch = new FolderWatch(folder => events.push(folder));
  });
  afterEach(() => {
    watch.close();
    rmSync(root, { recursive: true, force: true });
  });
  const settle = () => new Promise(resolve => setTimeout(resolve, 120));

  it('tells of a file in a watched folder', async () => {
    assert.equal(watch.set([root]), true);
    assert.equal(watch.set([root]), false);
    writeFileSync(join(root, 'a'), 'x');
    await settle();
    assert.ok(events.includes(root));
  });

  it('waits at the nearest parent for a folder that is not there yet, and for nothing else', async () => {
    watch.set([join(root, '.agent', 'sessions')]);
    writeFileSync(join(root, 'noise'), 'x');
    await settle();
    assert.equal(events.length, 0);
    mkdirSync(join(root, '.agent'));
    await settle();
    assert.ok(events.includes(root));
    assert.equal(watch.set([join(root, '.agent', 'sessions')]), true, 'now it waits one folder further down');
  });

  it('watches the first of too many, whichever were watched before', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map(name => join(root, name));
    for (const folder of [one!, two!, three!]) mkdirSync(folder);
    watch.close();
    watch = new FolderWatch(folder => events.push(folder), 2);
    watch.set([one!, two!, three!]);
    assert.equal(watch.set([three!, one!, two!]), true);
    for (const folder of [one!, two!, three!]) writeFileSync(join(folder, 'a'), 'x');
    await settle();
    assert.deepEqual([...new Set(events)].sort(), [one, three]);
  });

  it('tells of a folder that goes, and watches the one that is made in its place at once', async () => {
    const folder = join(root, 'feature');
    mkdirSync(folder);
    watch.set([root, folder]);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await settle();
    assert.ok(events.includes(folder));
    assert.equal(watch.set([root, folder]), true);
    events = [];
    writeFileSync(join(folder, 'one'), 'x');
    await settle();
    assert.deepEqual([...new Set(events)], [folder]);
    assert.equal(watch.set([root, folder]), false);
  });

  it('watches at the next look what was made below a folder that was moved away', async () => {
    const [above, aside] = [join(root, 'above'), join(root, 'aside')];
    const folder = join(above, 'below', 'logs');
    mkdirSync(folder, { recursive: true });
    watch.set([folder]);
    renameSync(above, aside);
    mkdirSync(folder, { recursive: true });
    assert.equal(watch.set([folder]), false, 'where numbers never stay the same, looks would have no end');
    writeFileSync(join(aside, 'below', 'logs', 'one'), 'x');
    await settle();
    assert.deepEqual(events, []);
    writeFileSync(join(folder, 'one'), 'x');
    await settle();
    assert.deepEqual([...new Set(events)], [folder]);
  });

  it('survives that a folder goes, and closes all', async () => {
    const folder = join(root, 'sub');
    mkdirSync(folder);
    watch.set([folder]);
    rmSync(folder, { recursive: true });
    await settle();
    watch.set([folder]);
    watch.close();
    assert.equal(watch.size, 0);
  });
});
