const WORDS =
  'count rate table stock order parse build value index queue merge price guard limit north river stone paper'.split(
    ' ',
  );

/** Repeatable chance: one seed, one corpus. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1; the generator is Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Mostly small, now and then up to `most`. */
  skewed(most: number): number {
    return Math.ceil(most * this.next() ** 4);
  }

  pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.next() * of.length)]!;
  }

  id(prefix: string, length = 22): string {
    let id = prefix;
    while (id.length < prefix.length + length) id += this.whole(0, 2 ** 30).toString(36);
    return id.slice(0, prefix.length + length);
  }

  uuid(): string {
    const hex = [8, 4, 4, 4, 12].map(size =>
      Array.from({ length: size }, () => this.whole(0, 15).toString(16)).join(''),
    );
    return hex.join('-');
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.pick(WORDS)).join(' ');
  }

  codeLine(): string {
    const [a, b, c] = [this.pick(WORDS), this.pick(WORDS), this.pick(WORDS)];
    const indent = '  '.repeat(this.whole(0, 3));
    return this.pick([
      `${indent}const ${a} = ${b}("${c}", ${this.whole(0, 999)});`,
      `${indent}if (${a} > ${b}.${c}) return '${a}\\t${c}';`,
      `${indent}${a}.${b}(${c} => ${c}.${a});`,
      `${indent}// ${this.words(6)} – naïve`,
      `${indent}}`,
      '',
    ]);
  }
}
