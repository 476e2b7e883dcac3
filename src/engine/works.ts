import type { Work } from '../insight/attribution.ts';
import { netOfEdits, weighs, withoutMoves } from '../insight/net.ts';
import { PackedNet } from '../insight/packedNet.ts';
import type { EditFacts } from '../ledger/editReads.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import { classCounts, classifyPath } from '../lines/classify.ts';
import type { Instant } from '../model/records.ts';
import type { Breathe } from './breathing.ts';
import type { Families } from './families.ts';
import type { Harvest } from './harvest.ts';

export type PlacedFile =
  | { readonly in: 'repository'; readonly repository: number; readonly path: string }
  /** It exists, and git does not look after it. */
  | { readonly in: 'outside' }
  /** In a repository that git was not asked about, or would not answer for; the path is relative to the worktree's root. */
  | {
      readonly in: 'unread';
      readonly root: string;
      readonly repository: UnreadRepository;
      readonly path: string;
    }
  /** Neither its folder nor a repository that had it was found. */
  | { readonly in: 'gone' }
  /** Its folder is there and it is not in it, or a link leads to where nobody worked. */
  | { readonly in: 'unknown' };

/** The ledger's number of a repository, or the folder by which a person knows it where the ledger does not. */
export type UnreadRepository = number | string;

export interface EditedFacts {
  readonly families: Families<SessionFacts>;
  readonly edits: readonly EditFacts[];
  readonly harvests: readonly Harvest[];
  place(path: string): PlacedFile;
  /** Called every few milliseconds: lets others have their turn. Throws where the work is no longer wanted. */
  readonly breathe: Breathe;
}

type Verdicts = Harvest['verdicts'];
type EditsByPath = Map<string, EditFacts[]>;

/** What a session edited, where. */
export class EditSummary {
  inGit = 0;
  outside = 0;
  unknown = 0;
  peak = 0;
  added = 0;
  removed = 0;
  lastAt: Instant | null = null;
  readonly files = new Set<string>();
  readonly byRepository = new Map<number, EditsByPath>();
  readonly #unread = new Map<UnreadRepository, EditsByPath>();
  readonly #gone: EditsByPath = new Map();

  add(edit: EditFacts, placed: PlacedFile, verdicts: Verdicts | undefined): void {
    this.added += edit.addedCount;
    this.removed += edit.removedCount ?? 0;
    this.lastAt = Math.max(this.lastAt ?? edit.at, edit.at);
    if (placed.in !== 'repository') {
      if (placed.in === 'outside') this.outside++;
      else this.unknown++;
      this.files.add(edit.path);
      if (placed.in === 'unread') {
        const files: EditsByPath = this.#unread.get(placed.repository) ?? new Map();
        this.#unread.set(placed.repository, files);
        put(files, placed.path, edit);
      }
      if (placed.in === 'gone') put(this.#gone, edit.path, edit);
      return;
    }
    this.inGit++;
    this.files.add(placed.path);
    const files = this.byRepository.get(placed.repository) ?? new Map();
    this.byRepository.set(placed.repository, files);
    put(files, placed.path, edit);
    if (counts(placed.path, verdicts, edit)) {
      for (const { flags } of [edit.added, edit.removed])
        for (const each of flags) if (weighs({ flags: each })) this.peak++;
    }
  }

  /**
   * Whether any edits lie, or may lie, in a worktree that git was not asked about.
   * @param isAnyBarred whether those in folders that are gone may
   */
  hasUnplaced(isAnyBarred: boolean): boolean {
    return this.#unread.size > 0 || (isAnyBarred && this.#gone.size > 0);
  }

  /** Of each repository that was not read, by path, oldest first: edits that lie in it, or may. */
  unseen(
    read: ReadonlySet<number>,
    isAnyBarred: boolean,
  ): readonly ReadonlyMap<string, readonly EditFacts[]>[] {
    const unread = new Map(this.#unread);
    for (const [repository, files] of this.byRepository)
      if (!read.has(repository)) unread.set(repository, joined(files, unread.get(repository)));
    const gone = isAnyBarred && this.#gone.size > 0 ? [this.#gone] : [];
    return [...unread.values(), ...gone];
  }

  /** The repository with the most edits. */
  repository(): number | null {
    let most: { id: number; edits: number } | null = null;
    for (const [id, files] of this.byRepository) {
      const edits = [...files.values()].reduce((sum, list) => sum + list.length, 0);
      if (most === null || edits > most.edits) most = { id, edits };
    }
    return most?.id ?? null;
  }
}

/** Of two worktrees of one repository. */
function joined(files: EditsByPath, others: EditsByPath = new Map()): EditsByPath {
  const all = new Map(files);
  for (const [path, edits] of others) {
    const both = [...(files.get(path) ?? []), ...edits];
    all.set(
      path,
      both.toSorted((a, b) => a.at - b.at),
    );
  }
  return all;
}

function put(files: EditsByPath, path: string, edit: EditFacts): void {
  const edits = files.get(path);
  // Most have one, and a list that begins empty makes room for many.
  if (edits === undefined) files.set(path, [edit]);
  else edits.push(edit);
}

/** By session, sub-agents' edits with those of their parent. */
export async function summarise(facts: EditedFacts): Promise<Map<number, EditSummary>> {
  const summaries = new Map<number, EditSummary>();
  const verdicts = new Map(facts.harvests.map(each => [each.repository, each.verdicts]));
  for (const edit of facts.edits) {
    const root = facts.families.rootOf(edit.session);
    const summary = summaries.get(root) ?? new EditSummary();
    summaries.set(root, summary);
    const placed = facts.place(edit.path);
    summary.add(edit, placed, placed.in === 'repository' ? verdicts.get(placed.repository) : undefined);
    await facts.breathe();
  }
  return summaries;
}

/** What a session left in each file of one repository. */
export function filesOf(files: ReadonlyMap<string, readonly EditFacts[]>, verdicts: Verdicts): Work['files'] {
  const nets = new Map(
    [...files].map(([path, edits]) => {
      return [path, netOfEdits(edits)] as const;
    }),
  );
  return new Map(
    [...withoutMoves(nets)].map(([path, net]) => [
      path,
      { net: new PackedNet(net), counts: counts(path, verdicts, ...(files.get(path) ?? [])) },
    ]),
  );
}

function counts(
  path: string,
  verdicts: Verdicts | undefined,
  ...edits: readonly Pick<EditFacts, 'generated'>[]
): boolean {
  const verdict = verdicts?.get(path);
  if (verdict === 'generated' || edits.some(({ generated }) => generated)) return false;
  const fileClass = classifyPath(path);
  // What is a lock or minified by its name stays so, whatever is said of it.
  const mayBeDenied = fileClass === 'generated' || fileClass === 'vendored';
  return (verdict === 'counts' && mayBeDenied) || classCounts(fileClass);
}
