import { x } from 'tinyexec';

const TIME_LIMIT_MS = 5 * 60_000;

/**
 * Runs `npm install` in a folder of its own, whatever npm script we were started from.
 * @throws Error with npm's last lines.
 */
export async function npmInstall(folder: string, args: readonly string[]): Promise<void> {
  const result = await x(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', ...args],
    {
      nodeOptions: { cwd: folder, env: outsideOfScripts(process.env) },
      timeout: TIME_LIMIT_MS,
    },
  );
  if (result.exitCode === 0) return;
  const tail = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`npm install ${args.join(' ')} ended with ${result.exitCode ?? 'a signal'}\n${tail}`);
}

/** npm tells its scripts about the project by variables, which a second npm would take for its own. */
function outsideOfScripts(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const about =
    /^npm_(package|lifecycle|command|execpath|config_(local_prefix|prefix|global_prefix|noproxy$))/;
  const inherited = Object.entries(variables).filter(([name]) => !about.test(name));
  // tinyexec lays these over the environment of this process, so what is left out must be unset by name.
  const unset = Object.keys(variables).filter(name => about.test(name));
  return Object.fromEntries([...inherited, ...unset.map(name => [name, undefined] as const)]);
}
