// Opens a real VS Code with AI Impact on your own logs, beside your own profile: npm start [-- --demo] [FOLDER]
import type { SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { x } from 'tinyexec';
import type { AgentEnvironment } from '../src/agents/agent.ts';
import { AGENTS } from '../src/agents/registry.ts';
import { findLogs } from '../src/agents/stores/logFiles.ts';
import { cacheRoot } from '../test/support/cache.ts';
import { ServedVsCode } from '../test/support/servedVsCode.ts';
import type { demoHome } from './demo.ts';
import { pack } from './package.ts';
import { type Desktop, downloadedDesktop, installedDesktop } from './ways.ts';

/** A first window that shows the work and nothing else; the person may change it. */
const SETTINGS = `{
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden"
}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    demo: { type: 'boolean', default: false },
    /** Passes over a desktop; for machines that have one and shall not show it. */
    served: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});

const demo = values.demo ? await madeUp() : null;
const home = demo?.home ?? homedir();
const workspace = resolve(positionals[0] ?? demo?.workspace ?? process.cwd());
const profile = join(cacheRoot(), demo ? 'profile-demo' : 'profile');
await mkdir(profile, { recursive: true });

const variables = demo ? withoutPlaces(process.env) : process.env;
const environment: AgentEnvironment = { home, platform: process.platform, variables, editorFolder: null };
const stores = AGENTS.flatMap(agent => agent.stores);
if (!demo && stores.every(store => findLogs(store, environment).files.length === 0)) {
  console.log(`No agent logs were found in ${home}. To see AI Impact at work: npm start -- --demo`);
}
console.log('Building …');
const vsix = await pack(join(profile, 'ai-impact.vsix'));

for (const way of values.served ? [] : [installedDesktop, downloadedDesktop]) {
  const found = await way({ ...variables, HOME: home });
  if ('why' in found) console.log(found.why);
  else if (await openDesktop(found.desktop)) process.exit(0);
}
await openServed();

async function madeUp(): ReturnType<typeof demoHome> {
  return (await import('./demo.ts')).demoHome();
}

/** Waits until the window is closed. @returns false where it did not open */
async function openDesktop({ name, program, args, env }: Desktop): Promise<boolean> {
  const own = ['--user-data-dir', join(profile, 'user'), '--extensions-dir', join(profile, 'extensions')];
  const code = (more: readonly string[], options: SpawnOptions = {}) =>
    x(program, [...args, ...own, ...more], { nodeOptions: { env, ...options } });
  const installed = await code(['--install-extension', vsix, '--force']);
  if (installed.exitCode !== 0) {
    console.log(`The extension could not be installed in ${name}: ${installed.stderr.trim().split('\n')[0]}`);
    return false;
  }
  console.log(`Opening ${name}. This waits until its window is closed; Ctrl-C stops waiting.`);
  const opened = Date.now();
  const closed = await code(['--new-window', '--wait', '--disable-workspace-trust', workspace], {
    stdio: 'inherit',
  });
  if (closed.exitCode === 0 || Date.now() - opened > 10_000) return true;
  console.log(`${name} did not start.`);
  return false;
}

/** Serves VS Code until Ctrl-C. */
async function openServed(): Promise<never> {
  const options = {
    data: join(profile, 'served'),
    // What npm adds for its scripts is not the person's environment.
    env: withoutNpm({ ...variables, HOME: home }),
    trusted: true,
    port: Number(values.port),
  };
  const settings = join(options.data, 'user', 'User', 'settings.json');
  if (!existsSync(settings)) {
    await mkdir(join(settings, '..'), { recursive: true });
    await writeFile(settings, SETTINGS);
  }
  await ServedVsCode.install(vsix, options);
  const server = await ServedVsCode.start(options);
  console.log(`VS Code with AI Impact is at ${server.address(workspace)}`);
  console.log('Only this machine can reach it. Ctrl-C ends it.');
  const stop = new Promise<number>(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => done(0));
  });
  const code = await Promise.race([stop, server.process.exited.then(() => 1)]);
  if (code === 1) console.error(`The server ended by itself:\n${server.process.output.slice(-2000)}`);
  await server.close();
  process.exit(code);
}

/** What would lead the demo to the person's own logs and ledger. */
function withoutPlaces(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const places = /^(?:XDG_(?:DATA|CONFIG|STATE|CACHE)_HOME|CLAUDE_CONFIG_DIRS?|CODEX_HOME)$/;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !places.test(name)));
}

function withoutNpm(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/^npm_|^INIT_CWD$/.test(name)));
}
