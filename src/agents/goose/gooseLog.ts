import { basename } from 'node:path';
import type { ReadContext, ReaderState } from '../agent.ts';
import { clineTokens, microDollars } from '../cline/clineTokens.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller, UNTOLD } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { AGENT, countsOf } from './gooseDatabase.ts';
import { gooseContent } from './gooseMessages.ts';

/**
 * A session from before the database: a line with what is known of it, which changes as it goes on, and one for each
 * message. The database takes it over under the same name.
 */
export function readGooseLog(context: ReadContext, bytes: Buffer): ReaderState | null {
  const lines = bytes.toString('utf8').split('\n');
  const about = parsed(lines[0] ?? '');
  if (about === undefined) return null;
  const known = record(about);
  if (known.message_count === undefined && known.working_dir === undefined) {
    context.skip('newer format');
    return {};
  }
  const session = basename(context.file.path, '.jsonl');
  const cwd = filledString(known.working_dir);
  const span = new SessionSpan(AGENT, context.file.path, { id: session, cwd });
  const teller = new Teller(AGENT, context);
  const acts = new ToolActs(AGENT, context);
  let last = Math.floor(context.file.mtimeMs);
  for (const [n, line] of lines.entries()) {
    if (n === 0 || line.trim() === '') continue;
    const message = parsed(line);
    if (message === undefined) {
      // The last one may still be being written.
      if (n < lines.length - 1) context.skip('malformed');
      continue;
    }
    const { role, created, content } = record(message);
    const at = instantOf(created);
    if (at === null) {
      context.skip('newer format');
      continue;
    }
    span.see(at, context.emit);
    last = at;
    const place = { role: filledString(role), session, at, cwd, row: n, isMain: true };
    gooseContent(content, teller, acts, { key: `${session}/#${n}`, ...place });
  }
  acts.finish();
  tellSum(teller, session, last, known);
  span.see(last, context.emit);
  span.finish(context.emit);
  return {};
}

/** Only the sum of a session is told there, beside what its last turn took. */
function tellSum(teller: Teller, session: string, at: number, known: Record<string, unknown>): void {
  const tokens = clineTokens(countsOf(known, 'accumulated_'), true);
  if (tokens === UNTOLD) return;
  teller.call({
    key: `${session}/total`,
    session,
    at,
    tokens,
    loggedCost: microDollars(known.accumulated_cost),
    quality: 'exact',
    lesser: { rank: 1, since: -8.64e15, until: 8.64e15 },
  });
}
