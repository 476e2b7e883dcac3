import { parseArgs } from 'node:util';
import { Corpus, packages } from './corpus.ts';
import { Formatters } from './formatters.ts';
import { runSeed } from './runSeed.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    'first-seed': { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const folder = await packages();
const corpus = Corpus.read(folder);
console.log('blocks', corpus.size('ts'), corpus.size('py'));
const formatters = await Formatters.load(folder);
const first = Number(values['first-seed']);
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const result = await runSeed(seed, { corpus, formatters, keep: () => values.keep });
  if (Number(values.seeds) === 1) console.log(result.story.join('\n'));
  for (const each of result.sessions) console.log(JSON.stringify(each));
  console.log(seed, result.seconds, result.refused, result.unlikeGit);
}
