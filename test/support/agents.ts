import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cacheRoot } from './cache.ts';
import { npmInstall } from './npmInstall.ts';

/** Real agents, pinned: what the readers are held against. */
const PACKAGES = {
  claude: { name: '@anthropic-ai/claude-code', version: '2.1.330' },
  codex: { name: '@openai/codex', version: '0.169.0' },
  gemini: { name: '@google/gemini-cli', version: '0.61.0' },
  copilot: { name: '@github/copilot', version: '1.0.102' },
  opencode: { name: 'opencode-ai', version: '1.18.33' },
  kilo: { name: '@kilocode/cli', version: '7.7.7' },
  qwen: { name: '@qwen-code/qwen-code', version: '0.24.4' },
  pi: { name: '@earendil-works/pi-coding-agent', version: '0.87.1' },
  cline: { name: 'cline', version: '3.0.65' },
} as const;

export type RealAgent = keyof typeof PACKAGES;

export const REAL_AGENTS = Object.keys(PACKAGES) as RealAgent[];

/** Path of the agent's command line, installed into the cache when it is first asked for (about 15 s and 300 MB). */
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
