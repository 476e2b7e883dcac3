import { createReadStream } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Instant } from '../model/records.ts';
import { asList, asObject, parsed } from './foreignJson.ts';
import type { Git } from './run.ts';

/** Lines of a file, counted from 1, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Lines that an agent wrote, by the record of a tool. */
export interface TracedLines extends LineRange {
  /** Ids by which its agent may know the conversation. */
  readonly conversations: readonly string[];
  /** The commit at which the lines are counted: full id. */
  readonly commit: string;
  /** From the worktree's root. */
  readonly path: string;
  /** When the record was made. */
  readonly at: Instant;
}

/** Bytes at the end of a file that are read: of years of records the newest. */
const MOST = 8 * 1024 * 1024;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const AGENTS = ['ai', 'mixed'];

/** Where tools that follow Agent Trace leave their records, by their reference implementation (0.1.0). */
export function tracesFile(worktree: string): string {
  return join(worktree, '.agent-trace', 'traces.jsonl');
}

/**
 * Records of Agent Trace, one of each range, in the order of the file. What is torn or of another form is passed over;
 * nothing but ids, names of files and numbers leaves it. Throws what the disk does.
 * @param size bytes of the file
 */
export async function* readTraces(file: string, size: number): AsyncGenerator<TracedLines, void> {
  const input = createReadStream(file, { encoding: 'utf8', start: Math.max(0, size - MOST) });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield* linesIn(asObject(parsed(line)));
  }
}

function* linesIn(record: Record<string, unknown>): Generator<TracedLines, void> {
  const { vcs, files, metadata, timestamp } = record;
  const { type, revision } = asObject(vcs);
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (type !== 'git' || typeof revision !== 'string' || !COMMIT.test(revision) || Number.isNaN(at)) return;
  for (const { path, conversations } of asList(files).map(asObject)) {
    if (typeof path !== 'string') continue;
    for (const conversation of asList(conversations).map(asObject)) {
      const ids = idsOf(conversation, asObject(metadata));
      if (ids.length === 0) continue;
      for (const range of asList(conversation.ranges).map(asObject)) {
        const { start_line: first, end_line: last } = range;
        const { type: writer } = asObject(range.contributor ?? conversation.contributor);
        if (!isLine(first) || !isLine(last) || last < first || !AGENTS.includes(String(writer))) continue;
        yield { conversations: ids, commit: revision, path, at, first, last };
      }
    }
  }
}

/** The address of a conversation ends in its id, or is that of its log, which is named after it. */
function idsOf(conversation: Record<string, unknown>, metadata: Record<string, unknown>): string[] {
  const related = asList(conversation.related).map(each => asObject(each).url);
  const addresses = [conversation.url, ...related].flatMap(url => {
    const name = typeof url === 'string' ? basename(url) : '';
    return [name, basename(name, extname(name))];
  });
  const ids = [...addresses, metadata.session_id, metadata.conversation_id];
  return [...new Set(ids.filter(id => typeof id === 'string' && id !== ''))] as string[];
}

function isLine(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** The lines of a file that a commit itself brought, against its first parent. Throws `GitError`. */
export async function broughtRanges(
  git: Git,
  commonDir: string,
  commit: string,
  path: string,
  signal?: AbortSignal,
): Promise<LineRange[]> {
  const args = ['--literal-pathspecs', 'log', '-1', '--format=', '-m', '--first-parent', '-p', '-U0'];
  const plain = ['--inter-hunk-context=0', '--no-ext-diff', '--no-textconv', '--no-color', '--no-renames'];
  const ranges: LineRange[] = [];
  for await (const line of git.records({ commonDir }, [...args, ...plain, commit, '--', path], { signal })) {
    const [, from, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (from !== undefined && count !== '0')
      ranges.push({ first: Number(from), last: Number(from) + Number(count) - 1 });
  }
  return ranges;
}
