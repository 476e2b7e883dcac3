import { Chance } from '../bench/chance.ts';
import { ATTACKS } from './attacks.ts';
import { judge, type Shown } from './judge.ts';
import { FIGURES, MEASURES, type Measure, RIVALS } from './measures.ts';
import { readOptions } from './options.ts';
import { signed, table } from './printing.ts';
import { played } from './real/played.ts';
import { RealWorld } from './real/realWorld.ts';
import { TRICKS } from './real/tricks.ts';
import { redrawn } from './redrawn.ts';
import {
  type Bound,
  type Bounds,
  bettered,
  changeOf,
  type Effect,
  effectsOf,
  type Verdict,
} from './verdict.ts';
import { DAY, honestWorld, NOW, thinWorld, type World } from './world.ts';

type Noted = Map<string, (number | null)[]>;

/** A history as it is, and what is shown of it. */
interface Played {
  readonly seed: number;
  readonly world: World;
  readonly shown: Shown;
}

/** So often chance is let play on each history. */
const DRAWS = { tenth: 8, all: 4 };

/** Four sessions beside some twenty that shipped. */
const PART_OF_TRICK = 4 / 20;

const HEAD = ['attack', ...FIGURES.map(({ name }) => name), 'verdict'];

/** All attacks on what a person is shown, beside what the same attacks do to other measures: npm run adversary */
async function main(): Promise<number> {
  const options = readOptions('adversary', process.argv.slice(2));
  if (typeof options === 'string') {
    console.log(options);
    return 2;
  }
  const begun = performance.now();
  const honest = options.seeds.map(seed => playedOf(seed, honestWorld(seed)));
  const bounds: Bounds = {
    tenth: bettered(chanceOf(honest, 0.1, DRAWS.tenth)),
    all: bettered(chanceOf(honest, 1, DRAWS.all)),
    noPast: bettered(withoutPast(honest)),
  };
  const verdicts = [...attacks(honest, bounds), ...(await tricks(options.realSeeds, bounds))];
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const count = (of: Verdict) => verdicts.filter(each => each === of).length;
  console.log(
    `\nOf ${verdicts.length}: ${count('holds')} hold, ${count('in the mean')} in the mean of histories and on each as far as chance goes, ${count('as said')} look better as docs/figures.md says, ${count('broken')} are broken; in ${seconds} s`,
  );
  return verdicts.every(each => each === 'holds') ? 0 : 1;
}

function playedOf(seed: number, world: World): Played {
  return { seed, world, shown: judge(world) };
}

/** What chance does to the same histories. */
function chanceOf(honest: readonly Played[], part: number, draws: number): Noted {
  const changes: Noted = new Map();
  for (const { seed, world, shown } of honest) {
    const chance = new Chance(seed * 15_485_863);
    for (let n = 0; n < draws; n++) note(changes, shown, judge(redrawn(world, chance, part)));
  }
  return changes;
}

/** What they look like to somebody who began with the quarter that is told of. */
function withoutPast(honest: readonly Played[]): Noted {
  const changes: Noted = new Map();
  for (const { world, shown } of honest) {
    const sessions = world.sessions.filter(({ at }) => at >= NOW - 104 * DAY);
    note(changes, shown, judge({ ...world, sessions }));
  }
  return changes;
}

/** On made-up rows. */
function attacks(honest: readonly Played[], bounds: Bounds): Verdict[] {
  const thin = honest.map(({ seed }) => playedOf(seed, thinWorld(seed)));
  const rows = [
    [...HEAD, ...RIVALS.map(({ name }) => name)],
    honestRow(honest.map(({ shown }) => shown)),
    ...boundRows(bounds),
  ];
  const verdicts: Verdict[] = [];
  for (const attack of ATTACKS) {
    const changes: Noted = new Map();
    const rivals = RIVALS.map(() => 0);
    let added = 0;
    let spent = 0;
    let part = 0;
    for (const { seed, world, shown } of honest) {
      const after = attack.play(world, new Chance(seed * 7919));
      note(changes, shown, judge(after));
      const more = Math.max(
        after.sessions.length - world.sessions.length,
        shippedOf(after) - shippedOf(world),
      );
      added = Math.max(added, more);
      spent += (1 - useOf(world) / useOf(after)) / honest.length;
      part += (1 - shippedOf(world) / shippedOf(after)) / honest.length;
      for (const [i, rival] of RIVALS.entries()) {
        const before = rival.read(world);
        rivals[i]! += (rival.read(after) - before) / before / honest.length;
      }
    }
    const effects = effectsOf(changes, bounds, {
      ...attack,
      counts: attack.shipsContent ? added : 0,
      shippedPart: attack.shipsContent ? part : 0,
      spentInCode: attack.shipsChanges ? spent : 0,
    });
    const shown = attack.shipsChanges
      ? []
      : thin.filter(({ seed, world, shown }) =>
          comesToBeShown(
            shown,
            judge(attack.play(world, new Chance(seed * 7919))),
            attack.shipsContent ?? false,
          ),
        );
    const verdict = shown.length > 0 ? 'broken' : worstOf(effects);
    verdicts.push(verdict);
    rows.push([
      attack.name,
      ...shownEffects(effects),
      shown.length === 0
        ? told(verdict, effects, attack.shipsContent ? 'holds; counts rise' : 'holds')
        : `BROKEN: shows what was hidden on ${shown.length}: ${shown[0]!.seed}`,
      ...rivals.map(change =>
        change === 0 ? '0' : `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(0)} %`,
      ),
    ]);
  }
  console.log(`Made-up histories, ${honest.length} seeds; mean changes, * where it does not hold.`);
  console.log(
    'Shares and rework as differences, costs in parts of one, counts as counts. The last four: other measures.',
  );
  console.log('In brackets: better by so much in the mean, on one of twenty, and at most.\n');
  console.log(table(rows));
  return verdicts;
}

/** List price of the last hundred days. */
function useOf({ sessions }: World): number {
  return sessions.reduce((sum, { at, usd }) => sum + (at >= NOW - 100 * DAY ? usd : 0), 0);
}

function shippedOf({ sessions }: World): number {
  return sessions.filter(({ at, fate, lines }) => at >= NOW - 100 * DAY && fate === 'shipped' && lines > 0)
    .length;
}

/** On agents' logs and real git. */
async function tricks(seeds: readonly number[], bounds: Bounds): Promise<Verdict[]> {
  if (seeds.length === 0) return [];
  const changes = TRICKS.map((): Noted => new Map());
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
  const verdicts = TRICKS.map(({ name, counts = 0 }, i) => {
    const effects = effectsOf(changes[i]!, bounds, { counts, shippedPart: counts === 0 ? 0 : PART_OF_TRICK });
    const verdict = worstOf(effects);
    const fine = counts > 0 ? `holds; counts ≤ ${counts}` : 'holds';
    rows.push([name, ...shownEffects(effects), told(verdict, effects, fine)]);
    return verdict;
  });
  console.log(`\nAgents’ logs and real git, ${seeds.length} seeds; mean changes.\n`);
  console.log(table(rows));
  return verdicts;
}

/**
 * Whether a figure that was hidden for want of changes is shown now. What changes took may be shown where cheap ones were
 * made dear enough to be named: it is more by that.
 */
function comesToBeShown(before: Shown, after: Shown, shipsContent: boolean): boolean {
  const isJudged = ({ kind }: Measure) => kind === 'share' || (kind === 'cost' && shipsContent);
  return FIGURES.some(
    measure => isJudged(measure) && measure.read(before) === null && measure.read(after) !== null,
  );
}

function note(changes: Noted, before: Shown, after: Shown): void {
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
  return ['(honest work, as it is)', ...FIGURES.map(({ read }) => mean(read)), ''];
}

function boundRows({ tenth, all, noPast }: Bounds): string[][] {
  const row = (name: string, of: keyof Bound, bounds: ReadonlyMap<string, Bound>) => [
    name,
    ...FIGURES.map(measure => signed(bounds.get(measure.name)?.[of] ?? null)),
    '',
  ];
  return [
    row('(better by chance, a tenth: on one of twenty)', 'often', tenth),
    row('(better by chance, a tenth: on one of a hundred)', 'once', tenth),
    row('(better by chance, all: on one of twenty)', 'often', all),
    row('(better by chance, all: on one of a hundred)', 'once', all),
    row('(better without a past: mean)', 'mean', noPast),
  ];
}

function shownEffects(effects: readonly Effect[]): string[] {
  return FIGURES.map(figure => {
    const { mean, verdict } = effects.find(({ measure }) => measure === figure)!;
    return `${signed(mean)}${verdict === 'holds' ? '' : '*'}`;
  });
}

const WORST_FIRST: readonly Verdict[] = ['broken', 'as said', 'in the mean'];

function worstOf(effects: readonly Effect[]): Verdict {
  return WORST_FIRST.find(each => effects.some(({ verdict }) => verdict === each)) ?? 'holds';
}

function told(verdict: Verdict, effects: readonly Effect[], fine: string): string {
  if (verdict === 'holds') return fine;
  const which = effects
    .filter(effect => effect.verdict === verdict)
    .map(
      ({ measure, better: { mean, often, once } }) =>
        `${measure.name} (${[mean, often, once].map(each => signed(each)).join(', ')})`,
    );
  return `${verdict === 'broken' ? 'BROKEN' : verdict}: ${which.join('; ')}`;
}

process.exitCode = await main();
