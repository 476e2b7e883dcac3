import type { Instant } from '../../model/records.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString } from '../json/looseJson.ts';
import type { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { AGENT } from './cursorTranscript.ts';

const COMMIT = /^[0-9a-f]{7,64}$/;

/** How much there was, which is all that tells whether something has come. */
interface State {
  readonly lines: string;
  readonly commits: string;
}

interface ScoredCommit {
  readonly hash: string;
  readonly at: Instant;
}

/**
 * Cursor's own account of who wrote the lines of commits (`ai-code-tracking.db`): which conversation wrote lines when,
 * and which commits had lines that agents wrote. It does not say whose a commit's lines are; that is certain only where
 * a single conversation wrote any since the commit before that had some.
 */
export function* readCursorTracking(
  context: ReadContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const lined = database.has('ai_code_hashes', 'source', 'conversationId', 'timestamp');
  const scored = database.has('scored_commits', 'commitHash', 'scoredAt', 'composerLinesAdded');
  if (!lined && !scored) context.skip('newer format');
  const known = saved as State | null;
  const state: State = {
    lines: lined ? extent(database, 'SELECT count(*) AS n, max(timestamp) AS at FROM ai_code_hashes') : '',
    commits: scored ? extent(database, 'SELECT count(*) AS n, max(scoredAt) AS at FROM scored_commits') : '',
  };
  if (!lined || (known?.lines === state.lines && known.commits === state.commits)) return state;
  const commits = scored ? commitsIn(database) : [];
  yield;
  const spans = new Map<string, SessionSpan>();
  const teller = new Teller(AGENT, context);
  let writers = new Set<string>();
  let next = 0;
  const pass = (commit: ScoredCommit) => {
    const [only] = writers;
    if (writers.size === 1) teller.links(only!, commit.at, [{ link: 'commit', target: commit.hash }]);
    writers = new Set();
  };
  const rows = database.rows(
    `SELECT conversationId AS conversation, timestamp AS at FROM ai_code_hashes
     WHERE source = 'composer' AND conversationId IS NOT NULL GROUP BY conversationId, timestamp ORDER BY timestamp`,
  );
  let count = 0;
  for (const row of rows) {
    const conversation = filledString(row.conversation);
    const at = instantOf(row.at);
    if (conversation === null || at === null) continue;
    while (next < commits.length && commits[next]!.at < at) pass(commits[next++]!);
    writers.add(conversation);
    let span = spans.get(conversation);
    if (span === undefined) {
      span = new SessionSpan(AGENT, context.file.path, { id: conversation });
      spans.set(conversation, span);
    }
    span.see(at, context.emit);
    if (++count % 1000 === 0) yield;
  }
  while (next < commits.length) pass(commits[next++]!);
  for (const span of spans.values()) span.finish(context.emit);
  return state;
}

function extent(database: ForeignDatabase, sql: string): string {
  const row = database.row(sql);
  return `${row?.n ?? 0} ${row?.at ?? ''}`;
}

/** Each once, on however many branches it was scored: those with lines that agents wrote, oldest first. */
function commitsIn(database: ForeignDatabase): ScoredCommit[] {
  const date = database.has('scored_commits', 'commitDate') ? 'min(commitDate)' : 'NULL';
  const rows = database.rows(
    `SELECT commitHash AS hash, min(scoredAt) AS scored, ${date} AS made FROM scored_commits
     WHERE composerLinesAdded > 0 GROUP BY commitHash`,
  );
  return [...rows]
    .flatMap(({ hash, scored, made }): ScoredCommit[] => {
      // A date has seconds only, so what was written within that second came before the commit.
      const dated = instantOf(made);
      const at = dated === null ? instantOf(scored) : dated + 999;
      const id = filledString(hash)?.toLowerCase() ?? '';
      return at !== null && COMMIT.test(id) ? [{ hash: id, at }] : [];
    })
    .sort((a, b) => a.at - b.at || (a.hash < b.hash ? -1 : 1));
}
