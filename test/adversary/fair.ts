import type { Chance } from '../bench/chance.ts';
import type { Shown } from './judge.ts';
import { shippedSession } from './redrawn.ts';
import {
  changed,
  DAY,
  HOUR,
  honestSession,
  honestWorld,
  isCode,
  MINUTE,
  NOW,
  nextId,
  type World,
  type WorldSession,
} from './world.ts';

/** Two people who did the same, one of them in another honest way: neither may be worse off for it. */
export interface Fairness {
  readonly name: string;
  /** What is promised, in a few words. */
  readonly promise: string;
  one(seed: number): World;
  other(seed: number, chance: Chance): World;
  /** The least and the most that the mean over all seeds may be. */
  readonly mean?: readonly [low: number, high: number];
  /** What it does on single seeds is chance, which goes further now and then. */
  readonly byChance?: true;
  /** On each seed. */
  holds(one: Shown, other: Shown): boolean;
  /** What it says of the change, for the table. */
  change(one: Shown, other: Shown): number | null;
}

/** Of fewer finished pieces the panel tells counts: "9 of 12". */
const COUNTS_BELOW = 30;

const share = ({ figures }: Shown) => figures.shippedAndStillThere?.value ?? null;

function shareChange(one: Shown, other: Shown): number | null {
  const [a, b] = [share(one), share(other)];
  return a === null || b === null ? null : b - a;
}

const within = (low: number, high: number) => (one: Shown, other: Shown) => {
  const change = shareChange(one, other);
  return change !== null && change >= low && change <= high;
};

const SINCE = NOW - 100 * DAY;
const isShipped = ({ fate, lines }: WorldSession) => fate === 'shipped' && lines > 0;

/** Of what shipped: what an average one took. */
function average(world: World): number {
  const costs = world.sessions.filter(isShipped).map(({ usd }) => usd);
  return costs.reduce((sum, usd) => sum + usd, 0) / costs.length;
}

function questions(world: World, chance: Chance, count: number, how: Partial<WorldSession>): World {
  const first = nextId(world);
  const added = Array.from({ length: count }, (_, n): WorldSession => {
    const session = honestSession(chance, first + n, SINCE + chance.next() * (NOW - SINCE - DAY));
    return { ...session, files: [], lines: 0, undone: 0, fate: 'gone', usd: 2, ...how };
  });
  return { ...world, sessions: [...world.sessions, ...added] };
}

/** The same work in pieces of a third, each with files of its own. */
function inSmallSteps(world: World): World {
  let next = nextId(world);
  return {
    ...world,
    sessions: world.sessions.flatMap(session => {
      if (!isCode(session)) return [session];
      return [0, 1, 2].map(n => ({
        ...session,
        id: n === 0 ? session.id : next++,
        at: session.at + n * HOUR,
        usd: session.usd / 3,
        tokens: session.tokens / 3,
        lines: Math.max(6, Math.round(session.lines / 3)),
        files: session.files.map(file => `${file}.${n}`),
      }));
    }),
  };
}

/**
 * Bounds of single seeds are what chance does on one of a hundred histories, where nothing else follows from how a figure
 * is made. Where a tenth of the changes were others, the share is another by 0.04 to 0.06; where all were, by 0.13 to 0.17;
 * and with half of the work, by a root of two more: 0.19 to 0.24. Which of them it is depends on how much of the work is done otherwise.
 */
export const FAIRNESS: readonly Fairness[] = [
  {
    name: 'one more honest change of average cost ships',
    promise: 'the share is never lower by more than a rounding',
    one: honestWorld,
    other: (seed, chance) => {
      const world = honestWorld(seed);
      const at = NOW - chance.whole(20, 90) * DAY;
      const session: WorldSession = {
        ...honestSession(chance, nextId(world), at),
        ...{ lines: 80, undone: 0, fate: 'shipped', kept: 1, living: 1, fresh: 1, rolledBackAt: null },
        files: ['src/new.ts'],
        shippedAt: at + 5 * HOUR,
        usd: average(world),
      };
      return { ...world, sessions: [...world.sessions, session] };
    },
    holds: within(-0.005, 0.05),
    change: shareChange,
  },
  {
    name: 'each change is made in four sessions instead of one',
    promise: 'the share moves by no more than 0.02',
    one: honestWorld,
    other: (seed, chance) => {
      const world = honestWorld(seed);
      let next = nextId(world);
      const sessions = world.sessions.flatMap(session => {
        if (!isCode(session)) return [session];
        return [0, 1, 2, 3].map(n => ({
          ...session,
          id: n === 0 ? session.id : next++,
          // It ends when it ended: else work at the border of the 90 days is in on one side only.
          at: session.at - n * chance.whole(20, 50) * MINUTE,
          usd: session.usd / 4,
          tokens: session.tokens / 4,
          lines: Math.ceil(session.lines / 4),
        }));
      });
      return { ...world, sessions };
    },
    holds: within(-0.02, 0.02),
    change: shareChange,
  },
  {
    name: 'each change is made in small steps with files of their own',
    promise: 'the share is no lower by more than 0.005 in the mean, and nowhere by more than 0.05',
    mean: [-0.005, 0.01],
    one: honestWorld,
    other: seed => inSmallSteps(honestWorld(seed)),
    holds: within(-0.05, 0.05),
    change: shareChange,
  },
  {
    name: 'a person rewrites up to two fifths of all that ships',
    promise: 'the share is the same',
    one: seed => changed(honestWorld(seed), isShipped, () => ({ kept: 1, living: 1, lines: 100 })),
    other: (seed, chance) =>
      changed(honestWorld(seed), isShipped, () => ({
        kept: 0.6 + chance.next() * 0.4,
        living: 1,
        lines: 100,
      })),
    holds: within(-0.001, 0.001),
    change: shareChange,
  },
  {
    name: 'twice as many questions are asked',
    promise: 'the share is the same',
    one: honestWorld,
    other: (seed, chance) => questions(honestWorld(seed), chance, 25, {}),
    holds: within(0, 0),
    change: shareChange,
  },
  {
    name: 'changes of others are reviewed',
    promise: 'the share is the same',
    one: honestWorld,
    other: (seed, chance) =>
      questions(honestWorld(seed), chance, 25, { reads: ['lib/a.ts', 'lib/b.ts', 'lib/c.ts'] }),
    holds: within(0, 0),
    change: shareChange,
  },
  {
    name: 'faults are looked for, and the command that failed passes',
    promise: 'the share is the same',
    one: honestWorld,
    other: (seed, chance) =>
      questions(honestWorld(seed), chance, 25, { files: ['src/bug.ts'], undone: 12, resolved: true }),
    holds: within(0, 0),
    change: shareChange,
  },
  {
    name: 'faults are looked for, and a line or two mend them',
    promise: 'the share is no lower in the mean, and nowhere by more than 0.05',
    mean: [-0.005, 0.04],
    one: honestWorld,
    other: (seed, chance) => {
      const world = honestWorld(seed);
      const first = nextId(world);
      const fixes = Array.from({ length: 20 }, (_, n): WorldSession => {
        const session = shippedSession(chance, first + n, SINCE + chance.next() * (NOW - SINCE - DAY));
        const { usd, tokens } = session;
        const took = { usd: usd / 2, tokens: tokens / 2 };
        return { ...session, ...took, lines: 2, undone: 0, kept: 1, living: 1, rolledBackAt: null };
      });
      return { ...world, sessions: [...world.sessions, ...fixes] };
    },
    holds: within(-0.05, 0.12),
    change: shareChange,
  },
  {
    name: 'agents work alone for hours',
    promise: 'the share moves by no more than 0.005 in the mean, and nowhere by more than 0.04',
    mean: [-0.005, 0.005],
    one: honestWorld,
    other: seed => changed(honestWorld(seed), isCode, () => ({ lasted: 10 * HOUR })),
    holds: within(-0.04, 0.04),
    change: shareChange,
  },
  {
    name: 'two people work on what ships, half of the lines each',
    promise: 'the share is no lower by more than 0.07',
    mean: [-0.05, 0],
    one: seed => changed(honestWorld(seed), isShipped, () => ({ kept: 1, living: 1, lines: 100 })),
    other: seed => changed(honestWorld(seed), isShipped, () => ({ kept: 0.55, living: 1, lines: 100 })),
    holds: within(-0.07, 0),
    change: shareChange,
  },
  {
    name: 'small fixes give way to large features',
    promise: 'the share does not fall in the mean, and nowhere by more than 0.13',
    mean: [0, 0.06],
    one: seed => small(honestWorld(seed)),
    other: seed => large(small(honestWorld(seed))),
    byChance: true,
    holds: within(-0.13, 0.13),
    change: shareChange,
  },
  {
    name: 'all prices are halved',
    promise: 'the share is the same',
    one: honestWorld,
    other: seed =>
      changed(
        honestWorld(seed),
        () => true,
        ({ usd }) => ({ usd: usd / 2 }),
      ),
    holds: within(-1e-6, 1e-6),
    change: shareChange,
  },
  {
    name: 'a dearer model does everything from now on',
    promise: 'the share moves by no more than 0.02 in the mean, and nowhere by more than 0.07',
    mean: [-0.02, 0.02],
    one: honestWorld,
    other: seed =>
      changed(
        honestWorld(seed),
        ({ at }) => at >= SINCE,
        ({ usd }) => ({ usd: usd * 5, model: 'claude-opus-4-1' }),
      ),
    holds: within(-0.07, 0.07),
    change: shareChange,
  },
  {
    name: 'nobody works for six weeks',
    promise:
      'the share is of the rest: it moves by no more than 0.02 in the mean, and nowhere by more than 0.19',
    mean: [-0.02, 0.02],
    one: honestWorld,
    other: seed => {
      const world = honestWorld(seed);
      return {
        ...world,
        sessions: world.sessions.filter(({ at }) => at < NOW - 60 * DAY || at > NOW - 18 * DAY),
      };
    },
    byChance: true,
    holds: within(-0.19, 0.19),
    change: shareChange,
  },
  {
    name: 'one session a week',
    promise: 'no percentage is shown',
    one: honestWorld,
    other: seed => {
      const world = honestWorld(seed);
      const weeks = new Set<number>();
      const sessions = world.sessions.filter(({ at }) => {
        const week = Math.floor(at / (7 * DAY));
        return !weeks.has(week) && weeks.add(week);
      });
      return { ...world, sessions };
    },
    holds: (_, { figures }) => (figures.shippedAndStillThere?.pieces ?? 0) < COUNTS_BELOW,
    change: shareChange,
  },
];

function small(world: World): World {
  return changed(world, isCode, session => ({
    lines: Math.max(6, Math.round(session.lines / 6)),
    usd: session.usd / 3,
  }));
}

/** Each change of the last hundred days takes three days and three times as much, and leaves six times the lines. */
function large(world: World): World {
  let next = nextId(world);
  return {
    ...world,
    sessions: world.sessions.flatMap(session => {
      if (session.at < SINCE || !isCode(session)) return [session];
      return [0, 1, 2].map(n => ({
        ...session,
        id: n === 0 ? session.id : next++,
        at: session.at + n * DAY,
        lines: session.lines * 2,
        shippedAt: session.shippedAt + 3 * DAY,
      }));
    }),
  };
}
