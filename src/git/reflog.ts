import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PushKind } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import type { Git } from './run.ts';

/** One line of a ref's log, as git gives it; the clock is that of the process that moved the ref. */
export interface ReflogLine {
  readonly to: string;
  readonly at: Instant;
  readonly actor: string | null;
  readonly kind: PushKind;
  /** Where the line itself says so; `null` for a push, whose line is the same either way. */
  readonly forced: boolean | null;
  /** The line was written by `git clone`. */
  readonly cloned: boolean;
}

const FORMAT = '--format=%H%x00%gD%x00%ge%x00%gs';

/**
 * The logs of all remote-tracking refs by full ref name, newest line first, by one process and whatever way
 * the repository stores them. A ref without a log is missing. Throws `GitError`.
 */
export async function remoteReflogs(
  git: Git,
  commonDir: string,
  signal?: AbortSignal,
): Promise<Map<string, ReflogLine[]>> {
  const logs = new Map<string, ReflogLine[]>();
  /** Refs of whose oldest line so far git gives no reason. */
  const unexplained = new Set<string>();
  const args = ['log', '-g', '--date=raw', FORMAT, '--glob=refs/remotes/*'];
  for await (const record of git.records({ commonDir }, args, { signal })) {
    const [to = '', selector = '', actor = '', message = ''] = record.split('\0');
    const found = /^(.*)@\{(-?\d+) [+-]\d{4}\}$/.exec(selector);
    if (found === null) continue;
    const [, ref = '', second] = found;
    const line: ReflogLine = {
      to,
      at: Number(second) * 1000,
      actor: actor === '' ? null : actor,
      kind: kindOf(message),
      forced: forcedBy(message),
      cloned: /^clone\b/.test(message),
    };
    const lines = logs.get(ref);
    if (lines === undefined) logs.set(ref, [line]);
    else lines.push(line);
    if (message === '') unexplained.add(ref);
    else unexplained.delete(ref);
  }
  // Into files a clone writes no lines; into a reftable one for each ref, without a message.
  if (unexplained.size > 0 && (await hasReftable(commonDir))) {
    for (const ref of unexplained) {
      const lines = logs.get(ref)!;
      lines.push({ ...lines.pop()!, kind: 'fetch', forced: false, cloned: true });
    }
  }
  return logs;
}

function hasReftable(commonDir: string): Promise<boolean> {
  return stat(join(commonDir, 'reftable')).then(
    found => found.isDirectory(),
    () => false,
  );
}

function kindOf(message: string): PushKind {
  if (/^(?:update by push|push\b)/.test(message)) return 'push';
  if (/^(?:fetch|pull|clone)\b/.test(message)) return 'fetch';
  return /^(?:remote: renamed|renamed)\b/i.test(message) ? 'rename' : 'unknown';
}

function forcedBy(message: string): boolean | null {
  if (/: forced-update$/.test(message)) return true;
  return /: (?:fast-forward|storing head|storing ref)$|^(?:remote: renamed|clone)\b/.test(message)
    ? false
    : null;
}
