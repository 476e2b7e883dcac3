import type { ActKind, Instant } from '../model/records.ts';

/** One act of a session, as far as its story needs it. */
export interface StoryAct {
  readonly at: Instant;
  readonly act: ActKind;
  readonly human: boolean | null;
  /** The ledger's number of the file or folder. */
  readonly target: number | null;
  /** Keyed digests: equal for equal bytes. */
  readonly args: number | null;
  readonly result: number | null;
  readonly ok: boolean | null;
}

/** What the acts of a session tell beside what they changed. */
export interface ActStory {
  /** The most acts in a row with the same arguments and the same result, or the most sendings of one scheduled prompt. */
  readonly repetition: number;
  /** A command that had failed passed later, with the same arguments. */
  readonly resolved: boolean;
  /** Files that it looked at. */
  readonly looked: number;
}

/** Who asks again after so long, in milliseconds, waits for something. */
const WAITING = 20_000;

/** @param acts of one session and its sub-agents, oldest first */
export function storyOf(acts: readonly StoryAct[]): ActStory {
  return {
    repetition: Math.max(repeatedInARow(acts), scheduledInARow(acts)),
    resolved: isResolved(acts),
    looked: new Set(acts.flatMap(({ act, target }) => (act === 'read' && target !== null ? [target] : [])))
      .size,
  };
}

function repeatedInARow(acts: readonly StoryAct[]): number {
  let longest = 0;
  let run = 0;
  let last: StoryAct | null = null;
  for (const act of acts) {
    if (act.act === 'prompt') {
      // A person who asks again wants it again; what a program sends does not part what came of it.
      if (act.human !== false) last = null;
      continue;
    }
    const same = last !== null && isSame(last, act) && act.at - last.at < WAITING;
    run = same ? run + 1 : 1;
    last = act;
    // What tools of other kinds do is not known: many of them wait for something.
    if (act.args !== null && act.result !== null && act.act !== 'other') longest = Math.max(longest, run);
  }
  return longest;
}

function isSame(a: StoryAct, b: StoryAct): boolean {
  return (
    a.act === b.act && a.args !== null && a.args === b.args && a.result !== null && a.result === b.result
  );
}

/** The most times that one scheduled prompt came with no human act after its first. */
function scheduledInARow(acts: readonly StoryAct[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const { act, human, args } of acts) {
    if (act !== 'prompt') continue;
    if (human === true) counts.clear();
    if (human !== false || args === null) continue;
    const count = (counts.get(args) ?? 0) + 1;
    counts.set(args, count);
    most = Math.max(most, count);
  }
  return most;
}

function isResolved(acts: readonly StoryAct[]): boolean {
  const failing = new Set<number>();
  const resolved = new Set<number>();
  for (const { act, args, ok } of acts) {
    if ((act !== 'check' && act !== 'shell') || args === null || ok === null) continue;
    if (!ok) {
      failing.add(args);
      resolved.delete(args);
    } else if (failing.delete(args)) resolved.add(args);
  }
  return resolved.size > 0;
}
