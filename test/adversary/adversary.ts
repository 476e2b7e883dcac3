import { Chance } from '../bench/chance.ts';
import { ATTACKS } from './attacks.ts';
import { judge, type Shown } from './judge.ts';
import { MEASURES, type Measure, RIVALS } from './measures.ts';
import { readOptions } from './options.ts';
import { signed, table } from './printing.ts';
import { played } from './real/played.ts';
import { RealWorld } from './real/realWorld.ts';
import { TRICKS } from './real/tricks.ts';
import { changeOf, type Effect, effectsOf } from './verdict.ts';
import { honestWorld, thinWorld } from './world.ts';

type Changes = Map<string, (number | null)[]>;

const HEAD = ['attack', ...MEASURES.map(({ name }) => name), 'verdict'];

/** All attacks on what a person is shown, beside what the same attacks do to other measures: npm run adversary */
async function main(): Promise<number> {
  const options = readOptions('adversary', process.argv.slice(2));
  if (typeof options === 'string') {
    console.log(options);
    return 2;
  }
  const begun = performance.now();
  const broken = attacks(options.seeds) + (await tricks(options.realSeeds));
  const all = ATTACKS.length + (options.realSeeds.length === 0 ? 0 : TRICKS.length);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`\n${all - broken} of ${all} hold, in ${seconds} s`);
  return broken === 0 ? 0 : 1;
}

/** On made-up rows. @returns how many do not hold */
function attacks(seeds: readonly number[]): number {
  const honest = seeds.map(seed => {
    const world = honestWorld(seed);
    return { seed, world, shown: judge(world) };
  });
  const thin = seeds.map(seed => {
    const world = thinWorld(seed);
    return { seed, world, shown: judge(world) };
  });
  const rows = [[...HEAD, ...RIVALS.map(({ name }) => name)], honestRow(honest.map(({ shown }) => shown))];
  let broken = 0;
  for (const attack of ATTACKS) {
    const changes: Changes = new Map();
    const rivals = RIVALS.map(() => 0);
    let added = 0;
    for (const { seed, world, shown } of honest) {
      const after = attack.play(world, new Chance(seed * 7919));
      note(changes, shown, judge(after));
      added = Math.max(added, after.sessions.length - world.sessions.length);
      for (const [i, rival] of RIVALS.entries()) {
        const before = rival.read(world);
        rivals[i]! += (rival.read(after) - before) / before / seeds.length;
      }
    }
    const effects = effectsOf(changes, { ...attack, counts: attack.shipsContent ? added : 0 });
    const shown = attack.shipsChanges
      ? []
      : thin.filter(({ seed, world, shown }) =>
          comesToBeShown(
            shown,
            judge(attack.play(world, new Chance(seed * 7919))),
            attack.shipsContent ?? false,
          ),
        );
    if (shown.length > 0 || !effects.every(({ holds }) => holds)) broken++;
    const verdict = attack.shipsContent ? 'holds; counts rise' : 'holds';
    rows.push([
      attack.name,
      ...effects.map(shownEffect),
      shown.length === 0
        ? verdictOf(effects, verdict)
        : `BROKEN: shows what was hidden on ${shown.length}: ${shown[0]!.seed}`,
      ...rivals.map(change =>
        change === 0 ? '0' : `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(0)} %`,
      ),
    ]);
  }
  console.log(`Made-up histories, ${seeds.length} seeds; mean changes, * where it does not hold.`);
  console.log(
    'Shares and rework as differences, costs in parts of one, counts as counts. The last four: other measures.\n',
  );
  console.log(table(rows));
  return broken;
}

/** On agents' logs and real git. @returns how many do not hold */
async function tricks(seeds: readonly number[]): Promise<number> {
  if (seeds.length === 0) return 0;
  const changes = TRICKS.map((): Changes => new Map());
  const base: Shown[] = [];
  for (const seed of seeds) {
    const world = new RealWorld(seed);
    try {
      const honest = await world.shown();
      base.push(honest);
      for (const [i, trick] of TRICKS.entries()) {
        const { before, after } = await played(world, trick, honest);
        note(changes[i]!, before, after);
      }
    } finally {
      world.remove();
    }
  }
  const rows = [HEAD, honestRow(base)];
  let broken = 0;
  for (const [i, { name, counts }] of TRICKS.entries()) {
    const effects = effectsOf(changes[i]!, { counts: counts ?? 0 });
    if (!effects.every(({ holds }) => holds)) broken++;
    rows.push([
      name,
      ...effects.map(shownEffect),
      verdictOf(effects, counts ? `holds; counts ≤ ${counts}` : 'holds'),
    ]);
  }
  console.log(`\nAgents’ logs and real git, ${seeds.length} seeds; mean changes.\n`);
  console.log(table(rows));
  return broken;
}

/**
 * Whether a figure that was hidden for want of changes is shown now. What changes took may be shown where cheap ones were
 * made dear enough to be named: it is more by that.
 */
function comesToBeShown(before: Shown, after: Shown, shipsContent: boolean): boolean {
  const isJudged = ({ kind }: Measure) => kind === 'share' || (kind === 'cost' && shipsContent);
  return MEASURES.some(
    measure => isJudged(measure) && measure.read(before) === null && measure.read(after) !== null,
  );
}

function note(changes: Changes, before: Shown, after: Shown): void {
  for (const measure of MEASURES) {
    const list = changes.get(measure.name) ?? [];
    changes.set(measure.name, list);
    list.push(changeOf(measure, measure.read(before), measure.read(after)));
  }
}

function honestRow(shown: readonly Shown[]): string[] {
  const mean = (read: (each: Shown) => number | null) => {
    const known = shown.map(read).filter(value => value !== null);
    return known.length === 0
      ? '–'
      : (known.reduce((sum, value) => sum + value, 0) / known.length).toFixed(2);
  };
  return ['(honest work, as it is)', ...MEASURES.map(({ read }) => mean(read)), ''];
}

function shownEffect({ mean, holds }: Effect): string {
  return `${signed(mean)}${holds ? '' : '*'}`;
}

function verdictOf(effects: readonly Effect[], fine: string): string {
  const bad = effects.filter(({ holds }) => !holds).map(({ measure }) => measure.name);
  return bad.length === 0 ? fine : `BROKEN: ${bad.join(', ')}`;
}

process.exitCode = await main();
