import { open } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Instant } from '../model/records.ts';
import { asList, asObject, parsed } from './foreignJson.ts';
import { GitError } from './gitError.ts';
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

/** Of years of records the newest: bytes at the end of a file, lines, and ranges. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_LINES = 20_000;
const MOST_RANGES = 5_000;
/** Bytes of one record; a tool makes one for each edit. */
const LONGEST_LINE = 64 * 1024;
const LINES_AT_ONCE = 200;
const NEWLINE = 10;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const AGENTS = ['ai', 'mixed'];

/** Where tools that follow Agent Trace leave their records, by their reference implementation (0.1.0). */
export function tracesFile(worktree: string): string {
  return join(worktree, '.agent-trace', 'traces.jsonl');
}

/**
 * Records of Agent Trace, one of each range, the newest first. What is torn, too long or of another form is passed over,
 * and no more is read than anybody's edits of some months; nothing but ids, names of files and numbers leaves it.
 * Throws what the disk does, and `GitError` `stopped`.
 * @param size bytes of the file
 */
export async function readTraces(file: string, size: number, signal?: AbortSignal): Promise<TracedLines[]> {
  const bytes = await readEnd(file, size);
  const found: TracedLines[] = [];
  let end = bytes.length;
  for (let line = 0; end > 0 && line < MOST_LINES && found.length < MOST_RANGES; line++) {
    if (line % LINES_AT_ONCE === 0) await setImmediate();
    if (signal?.aborted) throw new GitError('stopped', null, '');
    const start = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (start < end && end - start <= LONGEST_LINE) {
      const ranges = [...linesIn(asObject(parsed(bytes.toString('utf8', start, end))))];
      found.push(...ranges.slice(0, MOST_RANGES - found.length));
    }
    end = start - 1;
  }
  return found;
}

async function readEnd(file: string, size: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
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

/** The lines of a file that a commit itself brought; none of a merge, which brings what others wrote. Throws `GitError`. */
export async function broughtRanges(
  git: Git,
  commonDir: string,
  commit: string,
  path: string,
  signal?: AbortSignal,
): Promise<LineRange[]> {
  const args = ['--literal-pathspecs', 'diff-tree', '--root', '--no-commit-id', '-r', '-p', '-U0'];
  const plain = ['--inter-hunk-context=0', '--no-ext-diff', '--no-textconv', '--no-color', '--no-renames'];
  const ranges: LineRange[] = [];
  for await (const line of git.records({ commonDir }, [...args, ...plain, commit, '--', path], { signal })) {
    const [, from, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (from !== undefined && count !== '0')
      ranges.push({ first: Number(from), last: Number(from) + Number(count) - 1 });
  }
  return ranges;
}
