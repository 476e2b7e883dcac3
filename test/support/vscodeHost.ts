import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cacheRoot } from './cache.ts';
import { npmInstall } from './npmInstall.ts';

/** The npm package that carries the whole of VS Code 1.139.1, workbench and extension host. */
const PACKAGE = 'code-server@4.139.1';

/**
 * Path of the server of a real VS Code, installed into the cache when it is first asked for (half a minute,
 * 620 MB). No native module is built: what needs one complains in the server's log and nothing else happens.
 */
export async function vscodeServer(
  root: string = cacheRoot(),
  announce: (line: string) => void = line => console.error(line),
): Promise<string> {
  const folder = await cached(root, PACKAGE.replace('@', '-'), async draft => {
    announce(`Installing ${PACKAGE} once, into ${root} …`);
    await npmInstall(draft, ['--ignore-scripts', PACKAGE]);
    const vscode = join(draft, 'node_modules', 'code-server', 'lib', 'vscode');
    await npmInstall(vscode, ['--omit=dev', '--ignore-scripts']);
    await npmInstall(join(vscode, 'extensions'), ['--omit=dev', '--ignore-scripts']);
    const main = serverMain(draft);
    if (!existsSync(main)) throw new Error(`${PACKAGE} has no ${main}`);
  });
  return serverMain(folder);
}

function serverMain(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
}
