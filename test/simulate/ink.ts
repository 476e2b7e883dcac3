// simulate: a seed comes in; a made-up history with real git, real logs and a truth of its own goes out, and how
// far the report agrees with it. Nothing here knows how the product attributes: it reads the report like anybody.

/** One line of text. Each character has an id of its own, given when somebody wrote it and kept ever after. */
export interface Line {
  readonly text: string;
  readonly ids: Int32Array;
}

/** A file. Lines are never changed, only replaced: the same object is the same line. */
export type Text = readonly Line[];

/** Files by path. */
export type Tree = ReadonlyMap<string, Text>;

export interface Owner {
  readonly author: number;
  /** Nobody else wrote a character of it that tells. */
  readonly pure: boolean;
}

/** What a formatter may add or take away tells nothing of who wrote a line. */
const SOFT = new Set(' \t\r\n\f\v;,()\'"`{}[]|\\'.split('').map(char => char.charCodeAt(0)));

export function isHard(code: number): boolean {
  return !SOFT.has(code);
}

/** Gives out character ids and knows who wrote each. */
export class Ink {
  readonly #authors: number[] = [];
  readonly #owners = new WeakMap<Line, Owner | null>();

  write(text: string, author: number): Line {
    const ids = new Int32Array(text.length);
    for (let i = 0; i < ids.length; i++) {
      ids[i] = this.#authors.length;
      this.#authors.push(author);
    }
    return { text, ids };
  }

  lines(text: string, author: number): Line[] {
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => this.write(line, author));
  }

  authorOf(id: number): number {
    return this.#authors[id]!;
  }

  /** Who wrote more than half of it; `null` for a blank line and where nobody did. */
  owner(line: Line): Owner | null {
    const known = this.#owners.get(line);
    if (known !== undefined) return known;
    const counts = new Map<number, number>();
    const telling = tellingIds(line);
    for (const id of telling) counts.set(this.#authors[id]!, (counts.get(this.#authors[id]!) ?? 0) + 1);
    let owner: Owner | null = null;
    for (const [author, count] of counts) {
      if (count * 2 > telling.length) owner = { author, pure: count === telling.length };
    }
    this.#owners.set(line, owner);
    return owner;
  }
}

/** Ids of the characters that tell whose a line is; of a lone brace its own. */
export function tellingIds(line: Line): number[] {
  const hard: number[] = [];
  const soft: number[] = [];
  for (let i = 0; i < line.text.length; i++) {
    const code = line.text.charCodeAt(i);
    if (isHard(code)) hard.push(line.ids[i]!);
    else if (code > 32) soft.push(line.ids[i]!);
  }
  return hard.length > 0 ? hard : soft;
}

export function textOf(lines: Text): string {
  return lines.length === 0 ? '' : `${lines.map(({ text }) => text).join('\n')}\n`;
}

/** The same line further in or out. */
export function indented(line: Line, indent: string, ink: Ink, author: number): Line {
  const body = line.text.trimStart();
  const from = line.text.length - body.length;
  if (body === '') return line;
  const margin = ink.write(indent, author);
  return { text: indent + body, ids: Int32Array.from([...margin.ids, ...line.ids.subarray(from)]) };
}
