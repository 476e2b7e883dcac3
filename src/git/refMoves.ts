import type { RefMove, RefSnapshot } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { areAncestors } from './ancestry.ts';
import { type ReflogLine, remoteReflogs } from './reflog.ts';
import type { Git } from './run.ts';

export interface MovesOptions {
  /** The refs now. */
  readonly snapshot: RefSnapshot;
  /** The refs as they were seen last, and when; `null` at the first look. */
  readonly previous: { readonly snapshot: RefSnapshot; readonly at: Instant } | null;
  readonly now: Instant;
  readonly signal?: AbortSignal;
}

const AHEAD: Instant = 2 * 60_000;
const BEHIND: Instant = 86_400_000;

/**
 * How remote-tracking refs moved since the last look, oldest first; at the first look all that their logs
 * still hold. A ref that moved without a line in its log gives a move that is not `logged`, at the time it
 * was seen. `from` is `null` too where an older line has expired. Throws `GitError`.
 */
export async function readMoves(git: Git, commonDir: string, options: MovesOptions): Promise<RefMove[]> {
  const logs = await remoteReflogs(git, commonDir, options.signal);
  const moves: Draft[] = [];
  for (const [ref, value] of options.snapshot.refs) {
    if (ref.startsWith('refs/remotes/')) moves.push(...movesOf(ref, value, logs.get(ref) ?? [], options));
  }
  const asked = moves.filter(move => move.forced === null && move.from !== null && move.from !== move.to);
  const steps = asked.map(move => ({ from: move.from ?? '', to: move.to }));
  const kept = await areAncestors(git, commonDir, steps, options.signal);
  const forced = new Set(asked.filter((_, index) => !kept[index]));
  return moves
    .map(move => ({ ...move, forced: move.forced ?? forced.has(move) }))
    .sort((a, b) => a.at - b.at);
}

type Draft = Omit<RefMove, 'forced'> & { readonly forced: boolean | null };

function movesOf(
  ref: string,
  value: string,
  lines: readonly ReflogLine[],
  { previous, now }: MovesOptions,
): Draft[] {
  const before = previous?.snapshot.refs.get(ref) ?? null;
  const fresh = freshLines(lines, value, before, previous?.at ?? null);
  const drafts = fresh.map((line, index): Draft => {
    const chained = lines[index + 1]?.to ?? null;
    return {
      ref,
      from: index === fresh.length - 1 ? (before ?? chained) : chained,
      to: line.to,
      at: believable(line.at, previous?.at ?? null, now),
      kind: line.kind,
      forced: line.forced,
      actor: line.actor,
      logged: true,
    };
  });
  drafts.reverse();
  const last = fresh[0]?.to ?? before ?? (previous === null ? (lines[0]?.to ?? value) : null);
  if (last !== value) {
    const unlogged = { kind: 'unknown', forced: null, actor: null, logged: false } as const;
    drafts.push({ ref, from: last, to: value, at: now, ...unlogged });
  }
  return drafts;
}

/** The lines, newest first, that were written after the ref was seen at `before`. */
function freshLines(
  lines: readonly ReflogLine[],
  value: string,
  before: string | null,
  seenAt: Instant | null,
): readonly ReflogLine[] {
  if (seenAt === null) return lines;
  let known = lines.findIndex(line => line.to === before && line.at <= seenAt + AHEAD);
  if (known === -1) known = lines.findIndex(line => line.to === before);
  if (known === -1) known = lines.findIndex(line => line.at <= seenAt);
  // A line that a clock in the past wrote is still the one that brought the ref to a value not seen before.
  if (known === 0 && value !== before && lines[0]!.to === value) known = 1;
  return known === -1 ? lines : lines.slice(0, known);
}

/** The pushing process may have any clock: a time that cannot be is replaced by the time it was seen. */
function believable(at: Instant, seenAt: Instant | null, now: Instant): Instant {
  if (at > now + AHEAD) return now;
  return seenAt !== null && at < seenAt - BEHIND ? now : at;
}
