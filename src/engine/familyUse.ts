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
    for (const root of stale ?? new Set([...use.keys()].map(session => families.rootOf(session)))) {
      const members = families.membersOf(root).flatMap(session => use.get(session) ?? []);
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

function together(members: readonly SessionUse[]): FamilyUse {
  const [first] = members;
  if (members.length === 1 && first !== undefined) {
    return { tally: first.tally, mainModel: mainOf(first.byModel) };
  }
  const tally = new UseTally();
  const byModel = new Map<string | null, number>();
  for (const member of members) {
    tally.join(member.tally);
    for (const [model, micros] of member.byModel) byModel.set(model, (byModel.get(model) ?? 0) + micros);
  }
  return { tally, mainModel: mainOf(byModel) };
}

function mainOf(byModel: ReadonlyMap<string | null, number>): string | null {
  let main: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [model, micros] of byModel) {
    if (micros > most || (micros === most && (model ?? '') < (main ?? ''))) {
      main = model;
      most = micros;
    }
  }
  return main;
}
