import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { throughFormatter } from './align.ts';
import { type Ink, type Text, textOf } from './ink.ts';

export type FormatterName = 'prettier' | 'biome' | 'ruff';

/** How a team wants its code: the formatter for TypeScript and how long lines may be. Python goes through ruff. */
export interface Style {
  readonly typescript: 'prettier' | 'biome';
  readonly width: number;
  readonly singleQuotes: boolean;
}

interface Tools {
  prettier: { format(text: string, options: object): Promise<string> };
  biome: { format(text: string, name: string, options: object): string };
  ruff: { format(text: string, name: string, options: object): string };
}

export class Formatters {
  readonly #tools: Tools;
  /** Files that a formatter could not parse, and left as they were. */
  refused = 0;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  static async load(folder: string): Promise<Formatters> {
    const require = createRequire(join(folder, 'x.js'));
    const load = async (name: string) => import(pathToFileURL(require.resolve(name)).href);
    const [prettier, biome, ruff] = await Promise.all([
      load('prettier'),
      load('@wasm-fmt/biome_fmt'),
      load('@wasm-fmt/ruff_fmt'),
    ]);
    return new Formatters({ prettier, biome, ruff });
  }

  /** The same file as the style wants it; ids go along. */
  async format(path: string, before: Text, style: Style, ink: Ink, formatter: number): Promise<Text> {
    const text = textOf(before);
    const after = await this.#run(path, text, style);
    return after === null || after === text ? before : throughFormatter(before, after, ink, formatter);
  }

  async #run(path: string, text: string, style: Style): Promise<string | null> {
    const { prettier, biome, ruff } = this.#tools;
    try {
      if (path.endsWith('.py')) {
        return ruff.format(text, path, { line_width: style.width, indent_width: 4, indent_style: 'space' });
      }
      if (!path.endsWith('.ts')) return null;
      if (style.typescript === 'biome') {
        const quote_style = style.singleQuotes ? 'single' : 'double';
        const options = { indent_style: 'space', indent_width: 2, line_width: style.width, quote_style };
        return biome.format(text, 'index.ts', options);
      }
      const options = { parser: 'typescript', printWidth: style.width, singleQuote: style.singleQuotes };
      return await prettier.format(text, options);
    } catch {
      this.refused++;
      return null;
    }
  }
}
