import type { Families } from './families.ts';
import type { SessionUse } from './keptUse.ts';
import { untoldSessions } from './untoldSessions.ts';
import { UseTally } from './useTally.ts';

/** All use of a conversation, its sub-agents' with it. */
export interface FamilyUse {
  readonly tally: UseTally;
  /** The model that most of it went to. */
  readonly mainModel: string | null;
}

/** All use by conversation, kept from one report to the next: the same object as long as nothing of it changes. */
export class KeptFamilyUse {
  readonly #byRoot = new Map<number, FamilyUse>();
  #untold: ReadonlySet<number> = new Set();

  /** By conversation. */
  get byRoot(): ReadonlyMap<number, FamilyUse> {
    return this.#byRoot;
  }

  /** Conversations that worked and of which no store tells a call. */
  get untold(): ReadonlySet<number> {
    return this.#untold;
  }

  /** @param stale conversations of which something changed; `null` for all */
  refresh(
    families: Families,
    use: ReadonlyMap<number, SessionUse>,
    worked: Iterable<number>,
    stale: ReadonlySet<number> | null,
  ): void {
    if (stale === null) this.#byRoot.clear();
    for (const root of this.#untold) this.#byRoot.delete(root);
    for (const root of stale ?? rootsOf(use.keys(), families)) {
      const members = membersOf(root, families, use);
      if (members.length === 0 || families.rootOf(root) !== root) this.#byRoot.delete(root);
      else this.#byRoot.set(root, together(members));
    }
    this.#untold = untoldSessions(worked, families, this.#byRoot);
    for (const root of this.#untold) {
      const tally = new UseTally();
      tally.addUntold();
      this.#byRoot.set(root, { tally, mainModel: null });
    }
  }
}

function rootsOf(sessions: Iterable<number>, families: Families): Set<number> {
  const roots = new Set<number>();
  for (const session of sessions) roots.add(families.rootOf(session));
  return roots;
}

function membersOf(
  root: number,
  families: Families,
  use: ReadonlyMap<number, SessionUse>,
): readonly SessionUse[] {
  if (!families.isAlone(root)) return families.membersOf(root).flatMap(session => use.get(session) ?? []);
  const own = use.get(root);
  return own === undefined ? [] : [own];
}

function together(members: readonly SessionUse[]): FamilyUse {
  const [first] = members;
  const mainModel = mainOf(members);
  if (members.length === 1 && first !== undefined) return { tally: first.tally, mainModel };
  const tally = new UseTally();
  for (const member of members) tally.join(member.tally);
  return { tally, mainModel };
}

function mainOf(members: readonly SessionUse[]): string | null {
  const [first] = members;
  // As nearly always, in years of them.
  if (first?.model !== undefined && members.every(({ model }) => model === first.model)) return first.model;
  const byModel = new Map<string | null, number>();
  for (const { sums } of members) {
    for (const each of sums) byModel.set(each.model, (byModel.get(each.model) ?? 0) + (each.micros ?? 0));
  }
  let main: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [name, micros] of byModel) {
    if (micros > most || (micros === most && (name ?? '') < (main ?? ''))) {
      main = name;
      most = micros;
    }
  }
  return main;
}
