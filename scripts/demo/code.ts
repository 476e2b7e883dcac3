import type { Chance } from './chance.ts';
import { BLOCKS, HEADS, type Language } from './codeBlocks.ts';

const VERBS = 'collect resolve merge narrow settle defer group trim restore compare observe confirm'.split(
  ' ',
);
const NOUNS =
  'Batch Chunk Window Lease Cursor Receipt Quota Route Digest Record Segment Ticket Policy Replica'.split(
    ' ',
  );
const FIELDS =
  'attempts offset expiresAt region checksum weight sequence tenant origin priority receivedAt total'.split(
    ' ',
  );
const SENTENCES = [
  'The {noun} is kept for {n} minutes, so that a client that comes back finds it unchanged.',
  'A {noun} without a {field} is refused with status {m} before anything is written.',
  'When {verb} fails {n} times in a row, the {noun} is handed to the slow queue.',
  'Set `{field}` to {n} for local work; production reads it from the {noun} of the tenant.',
  '- `{verb}{noun}`: returns the newest {noun} by `{field}`, or nothing.',
  '- `{field}`: a whole number, {n} by default, at most {m}.',
  'Two services may {verb} the same {noun}; the one with the lower {field} wins.',
];

/** Text of a file as an agent or a person would write it; every block has names of its own. */
export class Author {
  readonly #chance: Chance;
  readonly #used = new Set<string>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  file(path: string, blocks: number): string {
    const name = nameOf(path);
    const parts = Array.from({ length: blocks }, () => this.block(path));
    const head = HEADS[languageOf(path)](name);
    return `${[head, ...parts].filter(part => part !== '').join('\n\n')}\n`;
  }

  /** Some lines that belong together, without a closing newline. */
  block(path: string): string {
    const language = languageOf(path);
    if (language === 'markdown') return this.#section();
    const chance = this.#chance;
    const noun = chance.pick(NOUNS);
    const [one, two] = chance.shuffled(FIELDS);
    const slots: Record<string, string> = {
      fn: this.#name(path, noun),
      noun,
      one: one!,
      two: two!,
      n: String(chance.between(3, 90)),
      m: String(chance.between(100, 900)),
    };
    slots.Fn = slots.fn![0]!.toUpperCase() + slots.fn!.slice(1);
    slots.snake = snake(slots.fn!);
    slots.one_snake = snake(slots.one!);
    slots.two_snake = snake(slots.two!);
    const test = /\btest|_test\./.test(path);
    return filled(chance.pick(BLOCKS[language][test ? 'test' : 'source']), slots);
  }

  #name(path: string, noun: string): string {
    for (;;) {
      const name = `${this.#chance.pick(VERBS)}${noun}${this.#chance.pick(['', 'Now', 'Later', 'Once', 'Again'])}`;
      const key = `${path} ${name}`;
      if (this.#used.has(key) && this.#chance.next() < 0.98) continue;
      this.#used.add(key);
      return name;
    }
  }

  #section(): string {
    const chance = this.#chance;
    const lines = chance.shuffled(SENTENCES).slice(0, 5);
    const title = `## How we ${chance.pick(VERBS)} a ${chance.pick(NOUNS).toLowerCase()}`;
    const words = () => ({
      noun: chance.pick(NOUNS).toLowerCase(),
      field: chance.pick(FIELDS),
      verb: chance.pick(VERBS),
      n: String(chance.between(3, 90)),
      m: String(chance.between(100, 900)),
    });
    return [title, '', ...lines.map(line => filled(line, words()))].join('\n');
  }
}

/** The line behind which new blocks are put: the last one of the file's head. */
export function anchorOf(path: string): string {
  return HEADS[languageOf(path)](nameOf(path)).split('\n').at(-1)!;
}

function languageOf(path: string): Language {
  if (path.endsWith('.py')) return 'python';
  if (path.endsWith('.go')) return 'go';
  return path.endsWith('.md') ? 'markdown' : 'typescript';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function filled(template: string, slots: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
}
