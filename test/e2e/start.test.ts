import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheRoot } from '../support/cache.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { vscodeServer } from '../support/vscodeHost.ts';

const START = join(import.meta.dirname, '../../scripts/start.ts');

describe('npm start', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ai-impact-start-'));
    await vscodeServer();
    // A profile of its own, with the server that is there.
    mkdirSync(join(folder, 'cache'));
    for (const name of readdirSync(cacheRoot()).filter(name => name.startsWith('code-server')))
      symlinkSync(join(cacheRoot(), name), join(folder, 'cache', name));
  });

  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

  for (const withLogs of [false, true]) {
    it(`serves VS Code and ends at a word, ${withLogs ? 'on logs of an agent' : 'and says where it finds no logs'}`, async () => {
      const home = join(folder, withLogs ? 'ada' : 'nobody');
      mkdirSync(home);
      if (withLogs) new ClaudeSession(home, home, Date.now()).prompt().reply();
      const started = spawn(process.execPath, [START, '--served', folder], {
        env: { PATH: process.env.PATH, HOME: home, AI_IMPACT_CACHE: join(folder, 'cache') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const exited = once(started, 'exit');
      let said = '';
      try {
        for (const stream of [started.stdout, started.stderr]) stream.on('data', text => (said += text));
        const address = await Promise.race([
          addressIn(() => said),
          exited.then(() => assert.fail(`It ended: ${said}`)),
        ]);
        assert.equal(said.includes(`No agent logs were found in ${home}.`), !withLogs, said);
        assert.equal((await fetch(address)).status, 200);
      } finally {
        started.kill('SIGINT');
      }
      assert.deepEqual(await exited, [0, null], said);
    });
  }
});

async function addressIn(said: () => string): Promise<string> {
  for (;;) {
    const address = /VS Code with AI Impact is at (\S+)/.exec(said())?.[1];
    if (address !== undefined) return address;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
