import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { readTranscripts, titleInDatabase } from './openclawDatabase.ts';
import { PiLines, titleOfLines } from './piLines.ts';

const AGENT = 'openclaw';
/** The names that it has had, and that of its sibling. */
const FOLDERS = ['.openclaw', '.clawdbot', '.moltbot', '.moldbot', '.meshclaw'];

/** OpenClaw, whose records are those of pi: lines until 2026.7, then databases. */
export const openclaw: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'database',
      roots,
      isLog: path => /[\\/]openclaw-agent\.sqlite$/.test(path),
      copyKey: () => null,
      read: (context, database, state) => readTranscripts(AGENT, context, database, state),
    },
    {
      form: 'lines',
      roots,
      // Sessions that were deleted or reset were spent all the same.
      isLog: path =>
        /[\\/]sessions[\\/](?:[^\\/]+[\\/])?[^\\/]+\.jsonl(?:\.(?:deleted|reset|archived|migrated|bak)\b[^\\/]*)?$/.test(
          path,
        ),
      copyKey: () => null,
      open: (context, state) => new PiLines(AGENT, context, state),
    },
  ],
  title: (log, session) => (log.endsWith('.sqlite') ? titleInDatabase(log, session) : titleOfLines(log)),
};

function roots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const chosen = [variables.OPENCLAW_STATE_DIR, variables.OPENCLAW_DIR].filter(folder => folder);
  const folders = chosen.length > 0 ? (chosen as string[]) : FOLDERS.map(name => join(home, name));
  return folders.map(folder => join(folder, 'agents'));
}
