import { earlier, later } from '../ledger/merge.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';

/** Sub-agents fold into the conversation that started them. */
export class Families {
  /** Conversations that belong to no other. */
  readonly roots: readonly SessionFacts[];
  readonly all: readonly SessionFacts[];
  readonly #withOthers = new Set<number>();
  readonly #rootOf = new Map<number, SessionFacts>();
  readonly #spans = new Map<number, { startedAt: Instant | null; endedAt: Instant | null }>();

  constructor(sessions: readonly SessionFacts[]) {
    const byName = new Map(sessions.map(session => [`${session.agent} ${session.name}`, session]));
    for (const session of sessions) {
      let root = session;
      const seen = new Set([session.id]);
      for (;;) {
        const parent = root.parent === null ? undefined : byName.get(`${root.agent} ${root.parent}`);
        // A parent whose log is gone leaves its child a conversation of its own.
        if (parent === undefined || seen.has(parent.id)) break;
        seen.add(parent.id);
        root = parent;
      }
      this.#rootOf.set(session.id, root);
      if (root !== session) this.#withOthers.add(root.id);
      const span = this.#spans.get(root.id) ?? { startedAt: null, endedAt: null };
      this.#spans.set(root.id, {
        startedAt: earlier(span.startedAt, session.startedAt),
        endedAt: later(span.endedAt, session.endedAt),
      });
    }
    this.all = sessions;
    this.roots = sessions.filter(session => this.#rootOf.get(session.id) === session);
  }

  /** Whether a conversation has no sub-agents. */
  isAlone(root: number): boolean {
    return !this.#withOthers.has(root);
  }

  rootOf(session: number): number {
    return this.#rootOf.get(session)?.id ?? session;
  }

  /** From the family's first sign of life to its last. */
  spanOf(root: number): { readonly startedAt: Instant | null; readonly endedAt: Instant | null } {
    return this.#spans.get(root) ?? { startedAt: null, endedAt: null };
  }
}
