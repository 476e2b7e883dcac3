import type { LinkRecord } from '../../model/records.ts';

/** What a shell command may print that ties the session to git or a forge; bits. */
export const Prints = { nothing: 0, commit: 1, pullRequest: 2, head: 4 } as const;

const COMMIT = /\bgit\b[^\n|;]*\b(?:commit|cherry-pick|revert|merge)\b/;
const HEAD = /\bgit\b[^\n|;]*\brev-parse\b[^\n|;]*\bHEAD\b/;
const PULL_REQUEST =
  /\bgh\s+pr\s+create\b|\bglab\s+mr\s+create\b|\bhub\s+pull-request\b|\bgit\b[^\n|;]*\bpush\b/;
const PRINTED_COMMIT = /^[ \t]*\[[^\]\n]{1,250}?[ \t]([0-9a-f]{7,64})\][ \t]/gm;
const PRINTED_HEAD = /^[ \t]*([0-9a-f]{40}|[0-9a-f]{64})[ \t\r]*$/gm;
const PRINTED_PULL_REQUEST = /https:\/\/[\w.-]+(?:\/[\w.~-]+){2,}\/(?:pull|pulls|merge_requests)\/\d+/g;
const TRAILER = /\bClaude-Session:\s*([\w:/.?=&%@+-]{6,300})/g;

/** Longer commands are data fed to a program; what matters of them comes first. */
const COMMAND_HEAD = 20_000;

/** Read from a command what its output is worth being looked at for. */
export function printedBy(whole: string): number {
  const command = whole.slice(0, COMMAND_HEAD);
  if (!command.includes('git') && !command.includes('gh ') && !command.includes('glab'))
    return Prints.nothing;
  let prints: number = Prints.nothing;
  if (COMMIT.test(command)) prints |= HEAD.test(command) ? Prints.commit | Prints.head : Prints.commit;
  if (PULL_REQUEST.test(command)) prints |= Prints.pullRequest;
  return prints;
}

export type Found = Pick<LinkRecord, 'link' | 'target'>;

/** Session trailers that a command writes into a commit. */
export function trailersIn(command: string): Found[] {
  if (!command.includes('Claude-Session:')) return [];
  return [...command.matchAll(TRAILER)].map(match => ({ link: 'trailer', target: match[1]! }));
}

/** Commits and pull requests in the output of a command. */
export function linksIn(output: string, prints: number): Found[] {
  const text = output.includes('\\n') ? output.replaceAll('\\n', '\n') : output;
  const found: Found[] = [];
  const add = (link: Found['link'], pattern: RegExp, group: number) => {
    for (const match of text.matchAll(pattern)) {
      const target = match[group]!;
      if (!found.some(known => known.target === target)) found.push({ link, target });
    }
  };
  if (prints & Prints.commit) add('commit', PRINTED_COMMIT, 1);
  if (prints & Prints.head) add('commit', PRINTED_HEAD, 1);
  if (prints & Prints.pullRequest) add('pull request', PRINTED_PULL_REQUEST, 0);
  return found;
}

const OUTPUT_ENDS = 1 << 15;

/**
 * The text of a tool's output, from its JSON bytes: all of it, or the two ends of a long one, since git and the
 * forges' tools print what we look for at an end.
 */
export function outputText(buffer: Buffer, start: number, end: number): string {
  if (end - start > 2 * OUTPUT_ENDS) {
    return `${buffer.toString('latin1', start, start + OUTPUT_ENDS)}\n${buffer.toString('latin1', end - OUTPUT_ENDS, end)}`;
  }
  try {
    return textsOf(JSON.parse(buffer.toString('utf8', start, end)));
  } catch {
    return buffer.toString('latin1', start, end);
  }
}

/** Nothing that a tool says lies deeper. */
const DEEPEST = 20;

/** Everything that a result says, without its structure. */
export function textsOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return '';
  if (Array.isArray(value)) return value.map(each => textsOf(each, depth + 1)).join('\n');
  const { text, content, output, stdout, data, Text, Json } = value as Record<string, unknown>;
  return textsOf(text ?? content ?? output ?? stdout ?? data ?? Text ?? Json, depth + 1);
}
