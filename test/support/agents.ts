import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cacheRoot } from './cache.ts';
import { npmInstall } from './npmInstall.ts';

/** Real agents, pinned: what the readers are held against. */
const PACKAGES = {
  claude: { name: '@anthropic-ai/claude-code', version: '2.1.330' },
  codex: { name: '@openai/codex', version: '0.169.0' },
} as const;

export type RealAgent = keyof typeof PACKAGES;

/** Path of the agent's command line, installed into the cache when it is first asked for (15 s, 400 MB). */
export async function agentCommand(
  agent: RealAgent,
  root: string = cacheRoot(),
  announce: (line: string) => void = line => console.error(line),
): Promise<string> {
  const { name, version } = PACKAGES[agent];
  const command = (folder: string) => join(folder, 'node_modules', '.bin', agent);
  const folder = await cached(root, `${agent}-${version}`, async draft => {
    announce(`Installing ${name}@${version} once, into ${root} …`);
    await npmInstall(draft, [`${name}@${version}`]);
    if (!existsSync(command(draft))) throw new Error(`${name}@${version} brought no command ${agent}`);
  });
  return command(folder);
}
