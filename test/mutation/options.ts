import { parseArgs } from 'node:util';

export interface Options {
  /** Parts of paths: files that have one of them are changed; all where there are none. */
  readonly files: readonly string[];
  readonly seed: number;
  /** How many mutants; `null` for all. */
  readonly sample: number | null;
}

const USAGE = `Usage: npm run mutate -- [--files PART,PART] [--sample N|all] [--seed N]

  --files PART,...  only files whose path has one of these parts
  --sample N        how many mutants, drawn evenly from all (1000); all: every one
  --seed N          by which they are drawn, and properties made (1)`;

/** @returns what is wrong with the arguments, as a line for the person */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        files: { type: 'string', default: '' },
        sample: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
    const sample = values.sample === 'all' ? null : Number(values.sample);
    const seed = Number(values.seed);
    const isRight = Number.isInteger(seed) && (sample === null || (Number.isInteger(sample) && sample > 0));
    if (values.help || !isRight) return USAGE;
    return { files: values.files.split(',').filter(part => part !== ''), seed, sample };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
}
