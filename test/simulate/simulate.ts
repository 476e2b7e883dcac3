import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Corpus, packages } from './corpus.ts';
import { accountOf, byMark, figuresOf, intervalsOf } from './figures.ts';
import { Formatters } from './formatters.ts';
import { gatesOf } from './gates.ts';
import { isOff, seedLines, summaryLines } from './print.ts';
import { runSeed, type SeedResult } from './runSeed.ts';
import { runStrangers, type Strangers } from './strangers.ts';

const USAGE = `Usage: npm run simulate -- [--seeds N] [--first-seed M] [--keep] [--lines] [--out FILE] [--no-strangers]

  --seeds N       how many seeds (50); of one alone everything that happened is printed
  --first-seed M  where to begin (1)
  --keep          leave the folders of seeds in which something is off
  --lines         print each line of each session and where it stands
  --out FILE      write all figures as JSON
  --no-strangers  leave out the run against 100,000 lines that other people wrote`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      seeds: { type: 'string', default: '50' },
      'first-seed': { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      out: { type: 'string' },
      lines: { type: 'boolean', default: false },
      strangers: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  });
  const [seeds, first] = [Number(values.seeds), Number(values['first-seed'])];
  if (values.help || !Number.isInteger(seeds) || !Number.isInteger(first) || seeds < 1) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = await packages();
  const options = {
    corpus: Corpus.read(folder),
    formatters: await Formatters.load(folder),
    keepBroken: values.keep,
    keep: (sessions: SeedResult['sessions']) => values.keep && sessions.some(isOff),
  };
  const results: SeedResult[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await runSeed(seed, options);
    results.push(result);
    if (values.lines) console.log(result.lines.join('\n'));
    if (seeds === 1) console.log(result.story.join('\n'));
    console.log(seedLines(result, seeds === 1).join('\n'));
  }
  const strangers: Strangers[] = [];
  for (const language of values.strangers ? (['ts', 'py'] as const) : []) {
    strangers.push(await runStrangers(language, folder, options.corpus, options.formatters));
  }
  const sessions = results.flatMap(each => each.sessions);
  const gates = gatesOf(results, strangers);
  console.log(summaryLines(results, gates).join('\n'));
  if (values.out !== undefined) {
    const scenarios = [...byMark(sessions)].map(([mark, of]) => [
      mark,
      { ...figuresOf(of, each => each.lines), intervals: intervalsOf(of) },
    ]);
    const account = (by: 'said' | 'timeWindow') => {
      const { wrongOutcomes, ...rest } = accountOf(sessions, by);
      return { ...rest, wrongOutcomes: Object.fromEntries(wrongOutcomes) };
    };
    const all = {
      gates,
      report: account('said'),
      timeWindow: account('timeWindow'),
      intervals: intervalsOf(sessions),
      scenarios: Object.fromEntries(scenarios),
      seeds: results.map(({ lines: _, ...rest }) => rest),
    };
    writeFileSync(values.out, `${JSON.stringify(all, null, 1)}\n`);
  }
  return gates.every(({ passed }) => passed) ? 0 : 1;
}

process.exitCode = await main();
