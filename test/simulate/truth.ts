import type { Desk } from './desk.ts';
import type { Line, Text, Tree } from './ink.ts';
import type { OwnLine, Session } from './session.ts';

export const STAGES = ['shipped', 'pushed', 'committed', 'working'] as const;
export type Stage = (typeof STAGES)[number];

/** A place in which content may stand, as git of the developer's clone has it. */
export interface Holding {
  readonly stage: Stage;
  /** A commit's id, or the folder of a working tree. */
  readonly place: string;
  readonly before: Tree;
  readonly after: Tree;
}

/** Where a line first came to stand, in the order in which places are asked. */
export interface Stand {
  readonly stage: Stage;
  readonly place: string;
  readonly path: string;
  /** All of it arrived as the agent wrote it. */
  readonly pure: boolean;
}

export interface Truth {
  readonly stands: ReadonlyMap<OwnLine, Stand>;
  readonly holdings: readonly Holding[];
}

/**
 * The furthest first, each from its oldest commit on: a line stands where it arrived first. What was pushed is asked
 * of the remote itself: a developer's clone may know nothing of a branch that it pushed (single-branch clones, URLs).
 */
export function holdingsOf(dev: Desk, desks: readonly Desk[], remote: Desk): Holding[] {
  const list = (desk: Desk, ...args: string[]) =>
    desk
      .git('rev-list', '--reverse', ...args)
      .split('\n')
      .filter(Boolean);
  const heads = desks.map(({ head }) => head);
  const there = new Set(list(remote, '--branches'));
  const stages: [Stage, string[]][] = [
    ['shipped', list(remote, '--first-parent', 'main')],
    ['pushed', list(remote, '--no-merges', '--branches', '--not', 'main')],
    ['committed', list(dev, '--no-merges', '--branches', ...heads).filter(commit => !there.has(commit))],
  ];
  const holdings: Holding[] = [];
  for (const [stage, commits] of stages) {
    for (const commit of commits) {
      const { parents } = dev.world.commits.get(commit)!;
      const before = parents[0] === undefined ? new Map() : dev.tree(parents[0]);
      holdings.push({ stage, place: commit, before, after: dev.tree(commit) });
    }
  }
  for (const desk of desks) {
    holdings.push({ stage: 'working', place: desk.folder, before: desk.headTree(), after: desk.files });
  }
  return holdings;
}

/** Where each line of each session came to stand, by who wrote its characters and by nothing else. */
export function truthOf(sessions: readonly Session[], holdings: readonly Holding[]): Truth {
  const index = { added: new Map<number, OwnLine>(), removed: new Map<number, OwnLine[]>() };
  for (const session of sessions) {
    for (const own of session.own) {
      for (const id of own.ids) {
        if (own.side === 'added') index.added.set(id, own);
        else index.removed.set(id, [...(index.removed.get(id) ?? []), own]);
      }
    }
  }
  const stands = new Map<OwnLine, Stand>();
  for (const { stage, place, before, after } of holdings) {
    const { fresh, gone } = movement(before, after);
    const tally = new Map<OwnLine, { count: number; path: string }>();
    const count = (own: OwnLine, path: string) => {
      if (stands.has(own)) return;
      const seen = tally.get(own) ?? { count: 0, path };
      seen.count++;
      tally.set(own, seen);
    };
    for (const [id, path] of fresh) {
      const own = index.added.get(id);
      if (own !== undefined) count(own, path);
    }
    for (const [id, path] of gone) for (const own of index.removed.get(id) ?? []) count(own, path);
    for (const [own, { count: found, path }] of tally) {
      if (found * 2 > own.ids.length) stands.set(own, { stage, place, path, pure: found === own.ids.length });
    }
  }
  return { stands, holdings };
}

/** Characters that came and that went, each with its file; what only moved did neither. */
export function movement(
  before: Tree,
  after: Tree,
): { fresh: Map<number, string>; gone: Map<number, string> } {
  const fresh = new Map<number, string>();
  const gone = new Map<number, string>();
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(path) ?? [], after.get(path) ?? []];
    if (was === is) continue;
    each(was, new Set(is), id => gone.set(id, path));
    each(is, new Set(was), id => fresh.set(id, path));
  }
  for (const id of [...fresh.keys()]) if (gone.delete(id)) fresh.delete(id);
  return { fresh, gone };
}

function each(text: Text, except: ReadonlySet<Line>, visit: (id: number) => void): void {
  for (const line of text) if (!except.has(line)) for (const id of line.ids) visit(id);
}

/** Which of what git holds is the same text as here: a simulator that lies about git proves nothing. */
export function differencesFromGit(dev: Desk, remote: Desk, holdings: readonly Holding[]): string[] {
  const asked: { name: string; text: string; desk: Desk }[] = [];
  for (const { stage, place, before, after } of holdings) {
    if (stage === 'working') continue;
    for (const [path, text] of after) {
      if (before.get(path) === text) continue;
      asked.push({
        desk: stage === 'committed' ? dev : remote,
        name: `${place}:${path}`,
        text: text.map(line => `${line.text}\n`).join(''),
      });
    }
  }
  return [dev, remote].flatMap(desk => {
    const own = asked.filter(each => each.desk === desk);
    const texts = desk.blobs(own.map(({ name }) => name));
    return own.filter(({ text }, at) => texts[at] !== text).map(({ name }) => name);
  });
}
