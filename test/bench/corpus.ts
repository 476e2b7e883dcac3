// bench: a made-up home full of agents' logs goes in, figures of time and memory beside another tool's come out.
// Its sums are known exactly, because whoever writes a line counts it.
// No real log is read, and nothing outside the folders that are named is written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Chance } from './chance.ts';
import { ClaudeCodeLog } from './claudeCodeLog.ts';
import { CodexLog } from './codexLog.ts';
import { noTruth, type Truth } from './truth.ts';

const FIRST_DAY = Date.UTC(2026, 4, 4, 9);
const DAYS = 180;
const DAY = 86_400_000;
/** Three quarters of the bytes are Claude Code's. */
const CLAUDE_SHARE = 0.75;

/** Fills `home` with about so many bytes of logs and writes what they add up to into its `truth.json`. */
export function makeCorpus(home: string, bytes: number, seed = 1): Truth {
  const chance = new Chance(seed);
  const agents = { claude: noTruth(), codex: noTruth() };
  const written = { bytes: 0, files: 0 };
  const put = (path: string, lines: readonly string[]) => {
    const text = Buffer.from(`${lines.join('\n')}\n`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    written.bytes += text.length;
    written.files++;
  };
  let ofClaude = 0;
  while (written.bytes < bytes) {
    const before = written.bytes;
    const day = chance.whole(0, DAYS);
    const at = FIRST_DAY + day * DAY;
    const cwd = `/home/dev/${chance.words(1)}-${chance.whole(0, 9)}`;
    if (ofClaude <= CLAUDE_SHARE * before) {
      claude(chance, agents.claude, cwd, at, home, put);
      ofClaude += written.bytes - before;
    } else {
      const log = new CodexLog(chance, agents.codex, cwd, at);
      for (let turns = chance.whole(1, 20); turns > 0; turns--) log.turn();
      const date = new Date(at).toISOString();
      const folder = join(home, '.codex', 'sessions', date.slice(0, 10).replaceAll('-', '/'));
      put(join(folder, `rollout-${date.slice(0, 19).replaceAll(':', '-')}-${log.id}.jsonl`), log.lines);
    }
  }
  const truth: Truth = { ...written, agents };
  writeFileSync(join(home, 'truth.json'), JSON.stringify(truth, null, 2));
  return truth;
}

/** A session; now and then with a sub-agent's file, or with a copy that a resumed session began with. */
function claude(
  chance: Chance,
  truth: Truth['agents']['claude'],
  cwd: string,
  at: number,
  home: string,
  put: (path: string, lines: readonly string[]) => void,
): void {
  const folder = join(home, '.claude', 'projects', cwd.replaceAll('/', '-'));
  const log = new ClaudeCodeLog(chance, truth, cwd, at);
  for (let turns = chance.whole(1, 25); turns > 0; turns--) log.turn();
  put(join(folder, `${log.sessionId}.jsonl`), log.lines);
  if (chance.next() < 0.2) {
    const side = new ClaudeCodeLog(chance, truth, cwd, at, log.sessionId);
    side.turn();
    put(join(folder, log.sessionId, 'subagents', `agent-${chance.id('', 8)}.jsonl`), side.lines);
  }
  if (chance.next() < 0.1) {
    const resumed = chance.uuid();
    put(
      join(folder, `${resumed}.jsonl`),
      log.lines.map(line => line.replace(log.sessionId, resumed)),
    );
  }
}
