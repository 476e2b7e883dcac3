import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../../scripts/demo/chance.ts';
import type { Corpus, Deck, Language } from './corpus.ts';
import type { Formatters } from './formatters.ts';
import { GitShell } from './gitShell.ts';
import { Ink, type Line, type Text, type Tree } from './ink.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** By which characters are known as theirs. */
  readonly author: number;
}

/** A commit as the simulator knows it: git holds the same text, this one knows who wrote it. */
export interface KnownCommit {
  readonly tree: Tree;
  readonly parents: readonly string[];
  readonly at: number;
}

/** When the first seed's history begins, in milliseconds since the epoch. */
const BEGINNING = Date.UTC(2026, 5, 1, 8);

/** In memory where there is such a place: git waits for the disk more than for anything else. */
function scratch(): string {
  return process.env.TMPDIR === undefined && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** One seed's folders, people, clock and truth. */
export class World {
  readonly root = realpathSync(mkdtempSync(join(scratch(), 'ai-impact-simulate-')));
  readonly home = join(this.root, 'home');
  readonly git: GitShell;
  readonly ink = new Ink();
  readonly commits = new Map<string, KnownCommit>();
  /** What happened, in order, for who debugs. */
  readonly story: string[] = [];
  readonly chance: Chance;
  readonly formatters: Formatters;
  readonly people: Readonly<Record<'base' | 'dev' | 'mate' | 'bot' | 'formatter', Person>>;
  readonly #ids = new WeakMap<Text, readonly number[]>();
  readonly #idsIn = new WeakMap<Tree, ReadonlySet<number>>();
  readonly #decks: Readonly<Record<Language, Deck>>;
  #authors = 0;
  now = BEGINNING;

  constructor(seed: number, corpus: Corpus, formatters: Formatters) {
    this.chance = new Chance(`simulate ${seed}`);
    this.formatters = formatters;
    this.#decks = { ts: corpus.deck('ts', this.chance), py: corpus.deck('py', this.chance) };
    mkdirSync(this.home);
    writeFileSync(
      join(this.home, '.gitconfig'),
      '[user]\n name = Dev\n email = dev@example.com\n[init]\n defaultBranch = main\n[protocol "file"]\n allow = always\n[advice]\n detachedHead = false\n[gc]\n auto = 0\n[core]\n fsync = none\n',
    );
    mkdirSync(this.path('shell'));
    this.git = new GitShell(this.path('shell'), this.home);
    const person = (name: string) => ({
      name,
      email: `${name.toLowerCase()}@example.com`,
      author: this.author(),
    });
    this.people = {
      base: person('Base'),
      dev: person('Dev'),
      mate: person('Mate'),
      bot: person('Bot'),
      formatter: person('Formatter'),
    };
  }

  author(): number {
    return this.#authors++;
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  pass(minutes: number): void {
    this.now += Math.round(minutes * 60_000);
  }

  tell(line: string): void {
    this.story.push(`${new Date(this.now).toISOString().slice(5, 16)} ${line}`);
  }

  /** All character ids that lie in these files. */
  idsIn(tree: Tree): ReadonlySet<number> {
    const known = this.#idsIn.get(tree);
    if (known !== undefined) return known;
    const ids = new Set<number>();
    for (const text of tree.values()) {
      let own = this.#ids.get(text);
      if (own === undefined) {
        own = text.flatMap(line => [...line.ids]);
        this.#ids.set(text, own);
      }
      for (const id of own) ids.add(id);
    }
    this.#idsIn.set(tree, ids);
    return ids;
  }

  /** A piece of code that nobody used yet in this seed. */
  block(language: Language, author: number): Line[] {
    return this.ink.lines(this.#decks[language].deal(), author);
  }

  /** @param kept whether the folders stay, for who wants to look */
  end(kept: boolean): void {
    this.git.close();
    if (kept) return;
    rmSync(this.root, { recursive: true, force: true });
  }
}
