import { type ActStory, type StoryAct, storyOf } from '../insight/actStory.ts';
import type { ActFacts, ActReads } from '../ledger/actReads.ts';
import type { SessionHead } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';

/** A result may come so long after its call, in milliseconds. */
const SETTLED_AFTER = 2 * 86_400_000;

/** What the acts of each session tell, read again only of sessions in which something may have happened. */
export class ActStories {
  readonly #reads: ActReads;
  readonly #stories = new Map<number, ActStory>();
  #last = -1;

  constructor(reads: ActReads) {
    this.#reads = reads;
  }

  /** By session, sub-agents' acts with those of their parent. */
  of(families: Families, now: Instant): ReadonlyMap<number, ActStory> {
    const first = this.#last === -1;
    const { sessions, last } = this.#reads.actsSince(this.#last);
    this.#last = last;
    const lately = ({ endedAt }: SessionHead) => endedAt === null || now - endedAt < SETTLED_AFTER;
    const touched = new Set([...sessions, ...families.all.filter(lately).map(({ id }) => id)]);
    const roots = new Set([...touched].map(id => families.rootOf(id)));
    const asked = families.all.filter(({ id }) => roots.has(families.rootOf(id))).map(({ id }) => id);
    if (asked.length > 0) this.#read(families, first ? null : asked);
    return this.#stories;
  }

  #read(families: Families, asked: readonly number[] | null): void {
    let acts: ActFacts[] = [];
    const partial = new Map<number, StoryAct[]>();
    const end = () => {
      const session = acts[0]?.session;
      if (session === undefined) return;
      const root = families.rootOf(session);
      // Few sessions have sub-agents: theirs are kept until all of them are read.
      if (families.isAlone(root)) this.#stories.set(root, storyOf(acts));
      else partial.set(root, [...(partial.get(root) ?? []), ...acts]);
      acts = [];
    };
    for (const act of this.#reads.actsOf(asked)) {
      if (acts.length > 0 && acts[0]!.session !== act.session) end();
      acts.push(act);
    }
    end();
    for (const [root, all] of partial) this.#stories.set(root, storyOf(all.sort((a, b) => a.at - b.at)));
  }
}
