import { earlier, later } from '../ledger/merge.ts';
import type { SessionHead } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';

/** Sub-agents fold into the conversation that started them. */
export class Families<Session extends SessionHead = SessionHead> {
  readonly #roots: Session[];
  readonly #all: Session[];
  /** Names of parents, whether they are there or not. */
  readonly #parents = new Set<string>();
  /** Of those that others belong to: all that belong together. */
  readonly #members = new Map<number, number[]>();
  /** Only of those that belong to another. */
  readonly #rootOf = new Map<number, number>();
  /** Only of those that others belong to. */
  readonly #spans = new Map<number, Span>();
  readonly #byId: Map<number, Session>;

  constructor(sessions: readonly Session[]) {
    this.#all = [...sessions];
    this.#byId = new Map(sessions.map(session => [session.id, session]));
    const parents = this.#findParents(sessions);
    for (const session of sessions) {
      if (session.parent === null) continue;
      let root: Session = session;
      const seen = new Set([session.id]);
      for (;;) {
        const parent = root.parent === null ? undefined : parents.get(nameOf(root.agent, root.parent));
        // A parent whose log is gone leaves its child a conversation of its own.
        if (parent === undefined || seen.has(parent.id)) break;
        seen.add(parent.id);
        root = parent;
      }
      if (root === session) continue;
      this.#rootOf.set(session.id, root.id);
      const members = this.#members.get(root.id);
      if (members === undefined) this.#members.set(root.id, [root.id, session.id]);
      else members.push(session.id);
      const span = this.#spans.get(root.id) ?? root;
      this.#spans.set(root.id, {
        startedAt: earlier(span.startedAt, session.startedAt),
        endedAt: later(span.endedAt, session.endedAt),
      });
    }
    this.#roots = sessions.filter(session => !this.#rootOf.has(session.id));
  }

  /** Conversations that belong to no other. */
  get roots(): readonly Session[] {
    return this.#roots;
  }

  get all(): readonly Session[] {
    return this.#all;
  }

  /** Whether a conversation has no sub-agents. */
  isAlone(root: number): boolean {
    return !this.#members.has(root);
  }

  rootOf(session: number): number {
    return this.#rootOf.get(session) ?? session;
  }

  /**
   * Takes in a session that is new, or of which something else is known now, where it has no part in who belongs to
   * whom, as nearly always.
   * @returns whether it did; else all must be looked at again
   */
  take(session: Session): boolean {
    const before = this.#byId.get(session.id);
    const isApart = session.parent === null && !this.#parents.has(nameOf(session.agent, session.name));
    const isLast = before !== undefined || session.id > (this.#all.at(-1)?.id ?? Number.NEGATIVE_INFINITY);
    if (!isApart || !isLast || (before !== undefined && before.parent !== null)) return false;
    this.#byId.set(session.id, session);
    for (const list of [this.#all, this.#roots]) {
      list[before === undefined ? list.length : placeOf(list, session.id)] = session;
    }
    return true;
  }

  /** A conversation with its sub-agents. */
  membersOf(root: number): readonly number[] {
    return this.#members.get(root) ?? [root];
  }

  /** Conversations that have other sub-agents than in an earlier reading. */
  otherThan(earlier: Families): Set<number> {
    const roots = new Set<number>();
    for (const [one, other] of [
      [this, earlier],
      [earlier, this],
    ] as const) {
      for (const session of one.#rootOf.keys()) {
        if (one.rootOf(session) === other.rootOf(session)) continue;
        for (const root of [session, one.rootOf(session), other.rootOf(session)]) roots.add(root);
      }
    }
    return roots;
  }

  /** By the ledger's number. */
  session(id: number): Session | undefined {
    return this.#byId.get(id);
  }

  /** Sessions that others name as their parent, by name. */
  #findParents(sessions: readonly Session[]): Map<string, Session> {
    for (const { agent, parent } of sessions) if (parent !== null) this.#parents.add(nameOf(agent, parent));
    const parents = new Map<string, Session>();
    if (this.#parents.size === 0) return parents;
    for (const session of sessions) {
      const name = nameOf(session.agent, session.name);
      if (this.#parents.has(name)) parents.set(name, session);
    }
    return parents;
  }

  /** From the family's first sign of life to its last. */
  spanOf(root: number): Span {
    return this.#spans.get(root) ?? this.#byId.get(root) ?? NEVER;
  }
}

/** In a list by rising numbers. */
function placeOf(list: readonly SessionHead[], id: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Span {
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

const NEVER: Span = { startedAt: null, endedAt: null };

function nameOf(agent: string, session: string): string {
  return `${agent} ${session}`;
}
