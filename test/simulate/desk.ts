import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromSources } from './align.ts';
import type { GitAnswer } from './gitShell.ts';
import { type Text, type Tree, textOf } from './ink.ts';
import { hunks, sameText } from './threeWay.ts';
import type { Person, World } from './world.ts';

/** A folder in which somebody works: what lies in it, with real git beneath. */
export class Desk {
  readonly world: World;
  readonly folder: string;
  readonly person: Person;
  files: Tree = new Map();
  head = '';

  constructor(world: World, folder: string, person: Person) {
    this.world = world;
    this.folder = folder;
    this.person = person;
  }

  ask(args: readonly string[], input?: string): GitAnswer {
    const { world, person } = this;
    world.now += 1000;
    const date = `${Math.floor(world.now / 1000)} +0000`;
    return world.git.run(this.folder, args, input, {
      GIT_AUTHOR_NAME: person.name,
      GIT_AUTHOR_EMAIL: person.email,
      GIT_COMMITTER_NAME: person.name,
      GIT_COMMITTER_EMAIL: person.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    });
  }

  /** @throws Error with what git said, where it did not do it */
  git(...args: string[]): string {
    const { ok, out, error } = this.ask(args);
    if (!ok) throw new Error(`git ${args.join(' ')} in ${this.folder}: ${error}${out}`);
    return out;
  }

  /** `null` takes the file away. */
  put(path: string, text: Text | null): void {
    const files = new Map(this.files);
    const full = join(this.folder, path);
    if (text === null) {
      files.delete(path);
      rmSync(full, { force: true });
    } else {
      files.set(path, text);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, textOf(text));
    }
    this.files = files;
  }

  text(path: string): Text {
    return this.files.get(path) ?? [];
  }

  tree(revision: string): Tree {
    const known = this.world.commits.get(revision);
    if (known === undefined) throw new Error(`The simulator never saw commit ${revision}.`);
    return known.tree;
  }

  headTree(): Tree {
    return this.head === '' ? new Map() : this.tree(this.head);
  }

  /** Paths that differ from the last commit. */
  changed(): string[] {
    const was = this.headTree();
    return [...new Set([...was.keys(), ...this.files.keys()])].filter(
      path => was.get(path) !== this.files.get(path),
    );
  }

  /** Commits all that lies in the folder. */
  commit(message: string, ...options: string[]): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--no-verify', '--allow-empty', '-m', message, ...options);
    return this.record(this.files);
  }

  /** Commits of each changed file only the changes that `keep` wants; the rest stays in the folder. */
  commitPart(message: string, keep: (path: string, hunk: number) => boolean): string {
    const was = this.headTree();
    const staged = new Map(was);
    for (const path of this.changed()) {
      const before = was.get(path) ?? [];
      const part: Text[] = [];
      let at = 0;
      hunks(before, this.text(path)).forEach((hunk, number) => {
        part.push(before.slice(at, hunk.from));
        part.push(keep(path, number) ? hunk.lines : before.slice(hunk.from, hunk.to));
        at = hunk.to;
      });
      part.push(before.slice(at));
      const text = part.flat();
      if (sameText(text, before)) continue;
      staged.set(path, text);
      const blob = this.ask(['hash-object', '-w', '--stdin'], textOf(text)).out;
      this.git('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
    }
    this.git('commit', '-q', '--no-verify', '--allow-empty', '-m', message);
    return this.record(staged);
  }

  /** Tells the truth about the commit on which HEAD now stands. */
  record(tree: Tree): string {
    const [head = '', ...parents] = this.git('rev-list', '--parents', '--max-count=1', 'HEAD').split(' ');
    this.head = head;
    if (!this.world.commits.has(head)) this.world.commits.set(head, { tree, parents, at: this.world.now });
    return head;
  }

  switchTo(...args: string[]): void {
    this.git('checkout', '-q', ...args);
    this.head = this.git('rev-parse', 'HEAD');
    this.files = this.tree(this.head);
  }

  /**
   * Takes what git left in the folder, where `expected` is what it should be. Lines that are otherwise are found
   * in the sources; only the ids are at stake, never the text.
   */
  adopt(expected: Tree, sources: readonly Tree[]): void {
    const before = this.files;
    const files = new Map(expected);
    for (const [path, text] of expected) {
      if (before.get(path) === text) continue;
      const real = this.read(path);
      if (real === null) files.delete(path);
      else if (real !== textOf(text)) {
        const from = [text, ...sources.map(tree => tree.get(path) ?? [])];
        const { ink, people } = this.world;
        files.set(path, fromSources(real, from, ink, people.formatter.author));
        this.world.tell(`  git merged ${path} otherwise than expected`);
      }
    }
    this.files = files;
  }

  /** Texts of files in commits, by names as `commit:path`, in their order; `null` where there is none. */
  blobs(names: readonly string[]): (string | null)[] {
    if (names.length === 0) return [];
    const { out } = this.ask(['cat-file', '--batch'], names.map(name => `${name}\n`).join(''));
    const bytes = Buffer.from(`${out}\n`, 'utf8');
    let at = 0;
    return names.map(() => {
      const end = bytes.indexOf(10, at);
      const size = Number(bytes.toString('utf8', at, end).split(' ')[2] ?? Number.NaN);
      at = end + 1;
      if (Number.isNaN(size)) return null;
      const text = bytes.toString('utf8', at, at + size);
      at += size + 1;
      return text;
    });
  }

  /** Sees to it that what is known of commits that git rewrote is their text. */
  confirm(commits: readonly string[], sources: readonly Tree[]): void {
    const { world } = this;
    const paths = [...new Set(commits.flatMap(commit => [...this.tree(commit).keys()]))];
    const asked = commits.flatMap(commit => {
      const { tree, parents } = world.commits.get(commit)!;
      const before = world.commits.get(parents[0] ?? '')?.tree;
      return paths.filter(path => before?.get(path) !== tree.get(path)).map(path => ({ commit, path }));
    });
    const texts = this.blobs(asked.map(({ commit, path }) => `${commit}:${path}`));
    for (const [at, { commit, path }] of asked.entries()) {
      const known = world.commits.get(commit)!;
      const text = known.tree.get(path);
      const real = texts[at]!;
      if (real === (text === undefined ? null : textOf(text))) continue;
      const before = world.commits.get(known.parents[0] ?? '')?.tree;
      const from = [text ?? [], before?.get(path) ?? [], ...sources.map(each => each.get(path) ?? [])];
      const mended = real === null ? null : fromSources(real, from, world.ink, world.people.formatter.author);
      // Commits after it that leave the file alone have it from this one.
      for (const each of commits) {
        const entry = world.commits.get(each)!;
        if (each !== commit && entry.tree.get(path) !== text) continue;
        const tree = new Map(entry.tree);
        if (mended === null) tree.delete(path);
        else tree.set(path, mended);
        world.commits.set(each, { ...entry, tree });
      }
      world.tell(`  git made ${path} of ${commit.slice(0, 8)} otherwise than expected`);
    }
  }

  read(path: string): string | null {
    try {
      return readFileSync(join(this.folder, path), 'utf8');
    } catch {
      return null;
    }
  }
}
