import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../../scripts/demo/chance.ts';
import { cached, cacheRoot } from '../support/cache.ts';
import { npmInstall } from '../support/npmInstall.ts';

export type Language = 'ts' | 'py';

/** Real code, and the formatters that real people run over it; pinned, so that a seed means the same everywhere. */
const PACKAGES = [
  'zod@4.6.7',
  'effect@3.22.4',
  'pyright@1.1.400',
  'node-gyp@13.1.0',
  'prettier@3.10.1',
  '@wasm-fmt/biome_fmt@0.2.9',
  '@wasm-fmt/ruff_fmt@0.15.20',
];

export async function packages(): Promise<string> {
  const name = `simulate-${PACKAGES.map(each => each.replace(/^.*[/]/, '')).join('-')}`;
  const folder = await cached(cacheRoot(), name, async draft => {
    console.error(`Installing ${PACKAGES.join(', ')} once …`);
    await npmInstall(draft, PACKAGES);
  });
  return join(folder, 'node_modules');
}

/** Pieces of code that stand by themselves: functions, classes, constants, tests. */
export class Corpus {
  readonly #blocks: Readonly<Record<Language, readonly string[]>>;

  constructor(blocks: Readonly<Record<Language, readonly string[]>>) {
    this.#blocks = blocks;
  }

  static read(folder: string): Corpus {
    return new Corpus({
      ts: blocksOf(join(folder, 'zod', 'src', 'v4'), '.ts', typescriptBlocks),
      py: blocksOf(join(folder, 'node-gyp', 'gyp'), '.py', pythonBlocks),
    });
  }

  size(language: Language): number {
    return this.#blocks[language].length;
  }

  /** All of them in an order that depends on chance alone; each is dealt once. */
  deck(language: Language, chance: Chance): Deck {
    return new Deck(chance.shuffled(this.#blocks[language]));
  }
}

export class Deck {
  readonly #blocks: readonly string[];
  #next = 0;

  constructor(blocks: readonly string[]) {
    this.#blocks = blocks;
  }

  deal(): string {
    const block = this.#blocks[this.#next++];
    if (block === undefined) throw new Error('The corpus is used up: a seed wants fewer or shorter files.');
    return block;
  }
}

/** Code of other people than the blocks are from: TypeScript of effect, Python of the stubs that pyright ships. */
export function* strangersLines(folder: string, language: Language): Generator<string> {
  const files =
    language === 'ts'
      ? sourceFiles(join(folder, 'effect', 'src'), '.ts')
      : sourceFiles(join(folder, 'pyright', 'dist', 'typeshed-fallback'), '.pyi');
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').replaceAll('\r', '').split('\n')) {
      // What documents the code is no code.
      if (!/^\s*(?:\/\*|\*|\/\/)/.test(line)) yield line;
    }
  }
}

/** Near copies of other files would make everybody write the same. */
const SAME_AGAIN = /(?:^|\/)(?:locales|mini|v3|benchmarks)\//;

export function sourceFiles(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending) && !path.endsWith('.d.ts') && !SAME_AGAIN.test(path))
    .sort()
    .map(path => join(folder, path));
}

const SHORTEST = 4;
const LONGEST = 40;

function blocksOf(folder: string, ending: string, cut: (lines: readonly string[]) => string[][]): string[] {
  const seen = new Set<string>();
  for (const file of sourceFiles(folder, ending)) {
    const lines = readFileSync(file, 'utf8').replaceAll('\r', '').split('\n');
    for (const block of cut(lines)) {
      if (block.length < SHORTEST || block.length > LONGEST) continue;
      if (block.some(line => line.length > 180 || /[^\t\x20-\x7e]/.test(line))) continue;
      seen.add(block.join('\n'));
    }
  }
  return [...seen];
}

/** Cut at blank lines between things that start and end at the left margin. */
export function typescriptBlocks(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let block: string[] = [];
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1] ?? '';
    if (line === '' && /^[a-z@/]/.test(next) && /^(?:\S.*)?[;})\]/]$/.test(block.at(-1) ?? '')) {
      blocks.push(block);
      block = [];
    } else block.push(line);
  }
  blocks.push(block);
  return blocks
    .map(trimmed)
    .filter(each => !each.some(line => /^import\b|`/.test(line)) && balanced(each.join('\n')));
}

/** Functions, and methods at the left margin as if they were functions. */
export function pythonBlocks(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  for (const indent of ['', '  ', '    ']) {
    let block: string[] | null = null;
    for (const line of lines) {
      const starts = line.startsWith(`${indent}def `) || line.startsWith(`${indent}async def `);
      const inside = line === '' || line.startsWith(`${indent} `) || /^\s*\)( -> .*)?:$/.test(line);
      if (starts || (block !== null && !inside)) {
        if (block !== null) blocks.push(block);
        block = starts ? [] : null;
      }
      block?.push(line.startsWith(indent) ? line.slice(indent.length) : line);
    }
    if (block !== null) blocks.push(block);
  }
  return blocks
    .map(trimmed)
    .filter(each => !each.some(line => /"""|'''|\\$/.test(line)) && balanced(each.join('\n')));
}

function trimmed(block: readonly string[]): string[] {
  const first = block.findIndex(line => line.trim() !== '');
  const last = block.findLastIndex(line => line.trim() !== '');
  return first < 0 ? [] : block.slice(first, last + 1);
}

/** As far as can be seen without reading strings: what is not is left out. */
export function balanced(text: string): boolean {
  const count = (chars: RegExp) => text.match(chars)?.length ?? 0;
  return count(/\(/g) === count(/\)/g) && count(/\{/g) === count(/\}/g) && count(/\[/g) === count(/\]/g);
}
