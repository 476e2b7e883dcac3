import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadedDesktop, hasDisplay, installedDesktop } from '../../scripts/ways.ts';

describe('The ways to open VS Code', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-ways-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Puts a `code` on an otherwise empty PATH and asks for it. */
  async function withCode(script: string, variables: NodeJS.ProcessEnv = {}, below = 'bin') {
    const bin = join(folder, below);
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'code'), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, 'code'), 0o755);
    return installedDesktop({ PATH: bin, DISPLAY: ':0', ...variables });
  }

  const why = (way: Awaited<ReturnType<typeof installedDesktop>>) => ('why' in way ? way.why : 'opened');

  it('take the VS Code on PATH, outside of the window that we are in', async () => {
    const way = await withCode('echo 1.105.1; echo abc; echo x64', {
      VSCODE_PID: '1',
      ELECTRON_RUN_AS_NODE: '1',
    });
    assert.ok('desktop' in way, why(way));
    assert.equal(way.desktop.name, 'VS Code 1.105.1');
    assert.equal(way.desktop.env.VSCODE_PID, undefined);
    assert.equal(way.desktop.env.ELECTRON_RUN_AS_NODE, undefined);
  });

  it('say in one sentence why that one does not serve', async () => {
    assert.match(why(await installedDesktop({ PATH: folder })), /no VS Code/);
    assert.match(why(await withCode('echo 1.104.3')), /is 1\.104\.3; AI Impact needs 1\.105/);
    assert.match(why(await withCode('echo broken >&2; exit 3')), /does not start/);
    assert.match(why(await withCode('echo 1.110.0', { VSCODE_IPC_HOOK_CLI: '/x' })), /remote window/);
    assert.match(why(await withCode('echo 1.110.0', {}, 'remote-cli')), /remote window/);
    if (process.platform === 'linux') {
      assert.match(why(await withCode('echo 1.110.0', { DISPLAY: '' })), /no display/);
    }
  });

  it('download nothing where no window could be shown', async () => {
    assert.equal(hasDisplay({}, 'darwin'), true);
    assert.equal(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'), true);
    assert.equal(hasDisplay({}, 'linux'), false);
    if (process.platform === 'linux') assert.match(why(await downloadedDesktop({})), /no display/);
  });
});
