import { parseArgs } from 'node:util';

export interface Options {
  /** Seeds of worlds made of rows. */
  readonly seeds: readonly number[];
  /** Seeds of worlds made of logs and git. */
  readonly realSeeds: readonly number[];
}

/** @returns what is wrong with the arguments, as a line for the person */
export function readOptions(name: string, args: readonly string[]): Options | string {
  const usage = `Usage: npm run ${name} -- [--seeds N] [--first-seed M] [--real-seeds N]

  --seeds N       how many made-up histories (50)
  --first-seed M  where to begin (1)
  --real-seeds N  how many of them with agents' logs and real git (5)`;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '50' },
        'first-seed': { type: 'string', default: '1' },
        'real-seeds': { type: 'string', default: '5' },
        help: { type: 'boolean', default: false },
      },
    });
    const [seeds, first, real] = [values.seeds, values['first-seed'], values['real-seeds']].map(Number);
    const areNumbers = [seeds, first, real].every(each => Number.isInteger(each) && each! >= 0);
    if (values.help || !areNumbers || seeds === 0) return usage;
    const from = (count: number) => Array.from({ length: count }, (_, n) => first! + n);
    return { seeds: from(seeds!), realSeeds: from(real!) };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${usage}`;
  }
}
