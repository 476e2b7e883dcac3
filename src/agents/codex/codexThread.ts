import type { Instant } from '../../model/records.ts';
import { filledString, record } from '../json/looseJson.ts';

/** What the first line of a rollout, and copied first lines of its ancestors, tell of a thread. */
export interface ThreadState {
  readonly id: string;
  readonly named: boolean;
  readonly parent: string | null;
  readonly forkedFrom: string | null;
  /** The oldest ancestor known: its replayed counts have its keys. */
  readonly root: string;
  readonly createdAt: Instant | null;
  readonly copied: boolean;
  readonly replaying: boolean;
  readonly source: string | null;
  readonly cliVersion: string | null;
}

/** A Codex thread, and whether what its file tells now happened in it or was copied from another thread. */
export class CodexThread {
  #state: ThreadState;

  /** @param path of the rollout: its name ends in the thread's id */
  constructor(path: string, state: ThreadState | null) {
    this.#state = state ?? {
      id: idInName(path),
      named: false,
      parent: null,
      forkedFrom: null,
      root: idInName(path),
      createdAt: null,
      copied: false,
      replaying: false,
      source: null,
      cliVersion: null,
    };
  }

  get state(): ThreadState {
    return this.#state;
  }

  /**
   * Takes a `session_meta`. The first is the thread's own; a later one with another id is a copied header of the
   * thread that this one was forked from.
   * @returns whether it was the thread's own
   */
  header(meta: Record<string, unknown>): boolean {
    const id = filledString(meta.id) ?? filledString(meta.session_id) ?? this.#state.id;
    const parent = filledString(meta.parent_thread_id) ?? spawnParent(meta.source);
    const forkedFrom = filledString(meta.forked_from_id);
    if (this.#state.named && id !== this.#state.id) {
      const root = forkedFrom ?? parent ?? id;
      this.#state = { ...this.#state, root, copied: true };
      return false;
    }
    if (this.#state.named) return true;
    this.#state = {
      ...this.#state,
      id,
      named: true,
      parent,
      forkedFrom,
      root: forkedFrom ?? parent ?? id,
      createdAt: instant(meta.timestamp),
      copied: forkedFrom !== null || parent !== null,
      source: typeof meta.source === 'string' ? meta.source : (filledString(meta.thread_source) ?? null),
      cliVersion: filledString(meta.cli_version),
    };
    return true;
  }

  /**
   * Takes a `task_started`. Copies keep the moment at which the task began, whatever their own timestamps say: a
   * task from before this thread was made is not this thread's.
   * @param startedAt seconds since the Unix epoch
   */
  task(startedAt: number | null): void {
    const { copied, createdAt } = this.#state;
    if (!copied || startedAt === null || createdAt === null) return;
    const replaying = startedAt < Math.floor(createdAt / 1000);
    if (replaying !== this.#state.replaying) this.#state = { ...this.#state, replaying };
  }

  /** Whether a line at `at` was copied from another thread. */
  isCopy(at: Instant | null): boolean {
    const { copied, createdAt, replaying } = this.#state;
    if (!copied) return false;
    return replaying || (at !== null && createdAt !== null && at < createdAt);
  }

  /** A thread that a person, or a program on its behalf, talks to; not one that another agent talks to. */
  get isMain(): boolean {
    const { parent, source } = this.#state;
    return parent === null && source !== 'subagent' && source !== 'guardian_review';
  }
}

/** `rollout-<time>-<id>.jsonl`, with `_<revision>` after the id of a reverted thread. */
function idInName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.exec(name);
  return id === null ? name.replace(/\.jsonl(?:\.zst)?$/, '') : id[0];
}

function spawnParent(source: unknown): string | null {
  const { subagent } = record(source);
  return filledString(record(record(subagent).thread_spawn).parent_thread_id);
}

function instant(value: unknown): Instant | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
