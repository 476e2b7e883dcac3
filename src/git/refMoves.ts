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
 * was seen. `from` is `null` where the ref was not there before, as far as its log tells. Throws `GitError`.
 */
export async function readMoves(git: Git, commonDir: string, options: MovesOptions): Promise<RefMove[]> {
  const logs = await remoteReflogs(git, commonDir, options.signal);
  const moves: Draft[] = [];
  for (const [ref, value] of options.snapshot.refs) {
    if (!ref.startsWith('refs/remotes/')) continue;
    const lines = logs.get(ref) ?? [];
    const drafts = movesOf(ref, value, lines, options);
    const [oldest] = drafts;
    if (oldest?.kind === 'push' && oldest.from === null) {
      // The log begins with a push: after a clone, or where older lines have expired.
      const from = await valueBefore(git, commonDir, ref, lines.length, options.signal);
      // After a rename a reftable tells the oldest value for the one before it.
      if (from !== oldest.to) drafts[0] = { ...oldest, from };
    }
    moves.push(...drafts);
  }
  const asked = moves.filter(move => move.forced === null && move.from !== null && move.from !== move.to);
  const steps = asked.map(move => ({ from: move.from ?? '', to: move.to }));
  const kept = await areAncestors(git, commonDir, steps, options.signal);
  const forced = new Set(asked.filter((_, index) => !kept[index]));
  return moves
    .map(move => ({ ...move, forced: move.forced ?? forced.has(move) }))
    .sort((a, b) => a.at - b.at);
}

/** What a ref was before the oldest of so many lines in its log; `null` where it was not there. */
async function valueBefore(
  git: Git,
  commonDir: string,
  ref: string,
  lines: number,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const args = ['rev-parse', '-q', '--verify', `${ref}@{${lines}}`];
  const { stdout } = await git.run({ commonDir }, args, { answers: [0, 1, 128], signal });
  const id = stdout.toString('utf8').trim();
  return /^[0-9a-f]{40,64}$/.test(id) && !/^0+$/.test(id) ? id : null;
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
  const times =
    previous === null ? monotone(fresh, now) : fresh.map(line => believable(line.at, previous.at, now));
  const drafts = fresh.map((line, index): Draft => {
    const chained = lines[index + 1]?.to ?? null;
    return {
      ref,
      from: index === fresh.length - 1 ? (before ?? chained) : chained,
      to: line.to,
      at: times[index]!,
      kind: line.kind,
      forced: line.forced,
      actor: line.actor,
      logged: true,
      backfilled: previous === null,
    };
  });
  drafts.reverse();
  const last = fresh[0]?.to ?? before ?? (previous === null ? (lines[0]?.to ?? value) : null);
  if (last !== value) {
    const unlogged = { kind: 'unknown', forced: null, actor: null, logged: false } as const;
    drafts.push({ ref, from: last, to: value, at: now, backfilled: previous === null, ...unlogged });
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

/** A line that appeared since the last look was written since then, whatever clock wrote it. */
function believable(at: Instant, seenAt: Instant, now: Instant): Instant {
  return at > now + AHEAD || at < seenAt - BEHIND ? now : at;
}

/** Lines found at first sight keep their own times, but none is after the next one, or after now. */
function monotone(lines: readonly ReflogLine[], now: Instant): Instant[] {
  const times: Instant[] = [];
  let oldest = Number.NEGATIVE_INFINITY;
  for (const { at } of lines.toReversed()) {
    // A clock that was ahead does not drag along what came after it.
    if (at <= now + AHEAD) oldest = Math.max(oldest, Math.min(at, now));
    times.push(at > now + AHEAD ? now : oldest);
  }
  times.reverse();
  for (let i = 1; i < times.length; i++) times[i] = Math.min(times[i]!, times[i - 1]!);
  return times;
}
