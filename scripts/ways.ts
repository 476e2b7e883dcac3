// The ways to open a real VS Code on this machine, best first.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { x } from 'tinyexec';
import { cacheRoot } from '../test/support/cache.ts';

const OLDEST = [1, 105] as const;

export interface Desktop {
  readonly name: string;
  /** Starts VS Code's command line. */
  readonly program: string;
  readonly args: readonly string[];
  /** What it may see. */
  readonly env: NodeJS.ProcessEnv;
}

/** A way to open VS Code, or one sentence that says why there is none. */
type Way = { readonly desktop: Desktop } | { readonly why: string };

/** Whether something could show a window. */
export function hasDisplay(variables = process.env, platform = process.platform) {
  return platform === 'darwin' || Boolean(variables.DISPLAY || variables.WAYLAND_DISPLAY);
}

/** The VS Code that the person has. */
export async function installedDesktop(variables = process.env): Promise<Way> {
  const program = (variables.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'code'))
    .find(path => existsSync(path));
  if (!program) return { why: 'There is no VS Code (`code`) on PATH.' };
  if (variables.VSCODE_IPC_HOOK_CLI || realpathSync(program).includes('remote-cli')) {
    return { why: 'The `code` on PATH belongs to a remote window and cannot keep to a profile of its own.' };
  }
  const env = outsideOfVsCode(variables);
  const version = await versionOf(program, env);
  if (!version) return { why: 'The `code` on PATH does not start.' };
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { why: `The VS Code on PATH is ${version[0]}; AI Impact needs ${OLDEST.join('.')} or newer.` };
  }
  if (!hasDisplay(variables)) return { why: 'There is a VS Code on PATH but no display to open it on.' };
  return { desktop: { name: `VS Code ${version[0]}`, program, args: [], env } };
}

/** The newest VS Code, downloaded into the cache. */
export async function downloadedDesktop(variables = process.env): Promise<Way> {
  if (!hasDisplay(variables)) return { why: 'There is no display to open a downloaded VS Code on.' };
  try {
    console.log('Downloading VS Code …');
    const executable = await downloadAndUnzipVSCode({
      cachePath: join(cacheRoot(), 'vscode'),
      timeout: 30_000,
    });
    const [program = executable, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, {
      reuseMachineInstall: true,
    });
    return { desktop: { name: 'a downloaded VS Code', program, args, env: outsideOfVsCode(variables) } };
  } catch (error) {
    return { why: `VS Code could not be downloaded (${error instanceof Error ? error.message : error}).` };
  }
}

async function versionOf(program: string, env: NodeJS.ProcessEnv): Promise<RegExpExecArray | null> {
  try {
    const asked = await x(program, ['--version'], { nodeOptions: { env }, timeout: 20_000 });
    return asked.exitCode === 0 ? /^(\d+)\.(\d+)\.\d+/.exec(asked.stdout) : null;
  } catch {
    return null;
  }
}

/** What a terminal inside VS Code adds would bind the new window to the old one. Unset, not left out. */
function outsideOfVsCode(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(variables).filter(name => /^(VSCODE_|ELECTRON_)/.test(name));
  return { ...variables, ...Object.fromEntries(names.map(name => [name, undefined])) };
}
