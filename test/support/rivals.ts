import { join } from 'node:path';
import { cached, cacheRoot } from './cache.ts';
import { npmInstall } from './npmInstall.ts';

export type Rival = 'ccusage' | 'tokscale';

/** Input without cache, cache reads, cache writes, output with reasoning; by the name that the tool has for an agent. */
export type Counted = Map<string, [number, number, number, number]>;

export interface RivalCommand {
  readonly program: string;
  readonly args: string[];
  readonly env: Readonly<Record<string, string>>;
  /** @param output what it prints */
  parse(output: string): Counted;
}

/** Another tool that counts tokens, pinned, installed into the cache when it is first asked for. */
export async function rivalCommand(rival: Rival): Promise<RivalCommand> {
  if (rival === 'ccusage') {
    const name = `@ccusage/ccusage-${process.platform}-${process.arch}`;
    return {
      program: join(await installed('ccusage', name, '20.0.24'), 'bin', 'ccusage'),
      args: ['daily', '--json', '--offline', '--by-agent'],
      env: {},
      parse: parseCcusage,
    };
  }
  const name = `@tokscale/cli-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  return {
    program: join(await installed('tokscale', name, '4.17.0'), 'bin', 'tokscale'),
    args: ['models', '--json', '--no-spinner'],
    env: { TOKSCALE_PRICING_CACHE_ONLY: '1' },
    parse: parseTokscale,
  };
}

async function installed(rival: Rival, name: string, version: string): Promise<string> {
  const folder = await cached(cacheRoot(), `${rival}-${version}`, draft =>
    npmInstall(draft, [`${name}@${version}`]),
  );
  return join(folder, 'node_modules', name);
}

interface CcusageRow {
  readonly agent: string;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
  readonly outputTokens: number;
}

function parseCcusage(output: string): Counted {
  const { daily } = JSON.parse(output) as { daily: { agents: CcusageRow[] }[] };
  const counted: Counted = new Map();
  for (const row of daily.flatMap(({ agents }) => agents)) {
    add(counted, row.agent, row.inputTokens, row.cacheReadTokens, row.cacheCreationTokens, row.outputTokens);
  }
  return counted;
}

interface TokscaleRow {
  readonly client: string;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  /** Beside `output`. */
  readonly reasoning: number;
}

function parseTokscale(output: string): Counted {
  const { entries } = JSON.parse(output) as { entries: TokscaleRow[] };
  const counted: Counted = new Map();
  for (const row of entries) {
    add(counted, row.client, row.input, row.cacheRead, row.cacheWrite, row.output + row.reasoning);
  }
  return counted;
}

function add(counted: Counted, agent: string, ...more: [number, number, number, number]): void {
  const sum = counted.get(agent) ?? [0, 0, 0, 0];
  counted.set(agent, sum.map((part, i) => part + more[i]!) as [number, number, number, number]);
}
