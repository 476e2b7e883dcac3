import { Chance } from '../bench/chance.ts';
import { FAIRNESS } from './fair.ts';
import { judge } from './judge.ts';
import { readOptions } from './options.ts';
import { signed, table } from './printing.ts';

/** Of fewer seeds a mean says little. */
const FEW = 20;
/** Of so many seeds chance goes further than on one of a hundred. */
const ONCE = 0.02;

/** Honest ways to work, two by two: npm run fairness */
function main(): number {
  const options = readOptions('fairness', process.argv.slice(2));
  if (typeof options === 'string') {
    console.log(options);
    return 2;
  }
  const rows = [['who', 'share, mean', 'least', 'most', 'verdict', 'promise']];
  let broken = 0;
  for (const { name, promise, mean: bounds, one, other, holds, change, byChance = false } of FAIRNESS) {
    const changes: number[] = [];
    const bad: number[] = [];
    for (const seed of options.seeds) {
      const [before, after] = [judge(one(seed)), judge(other(seed, new Chance(seed * 7919)))];
      const difference = change(before, after);
      if (difference !== null) changes.push(difference);
      if (!holds(before, after)) bad.push(seed);
    }
    const mean = changes.length === 0 ? null : changes.reduce((sum, each) => sum + each, 0) / changes.length;
    const outside =
      mean !== null &&
      bounds !== undefined &&
      options.seeds.length >= FEW &&
      (mean < bounds[0] || mean > bounds[1]);
    const tooMany = bad.length > (byChance ? options.seeds.length * ONCE : 0);
    if (tooMany || outside) broken++;
    const known = changes.length > 0;
    rows.push([
      name,
      signed(mean),
      signed(known ? Math.min(...changes) : null),
      signed(known ? Math.max(...changes) : null),
      outside
        ? 'BROKEN in the mean'
        : !tooMany
          ? 'holds'
          : `BROKEN on ${bad.length}: ${bad.slice(0, 3).join(' ')}`,
      promise,
    ]);
  }
  console.log(table(rows));
  console.log(`\n${rows.length - 1 - broken} of ${rows.length - 1} hold on ${options.seeds.length} seeds`);
  return broken === 0 ? 0 : 1;
}

process.exitCode = main();
