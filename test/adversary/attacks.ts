import type { Chance } from '../bench/chance.ts';
import { shippedSession } from './redrawn.ts';
import {
  changed,
  DAY,
  HOUR,
  isCode,
  MINUTE,
  NOW,
  nextId,
  usual,
  type World,
  type WorldSession,
} from './world.ts';

/** A way to look better, played in the last hundred days by somebody who worked honestly before. */
export interface Attack {
  readonly name: string;
  /** What it does ship is new and truly there, so that counts rise by it: by what it adds at most. */
  readonly shipsContent?: true;
  /** Nobody could tell it from honest work: shares rise as much as by that. */
  readonly likeHonest?: true;
  /** It leaves agents alone instead of using them more: then there is nothing to show. */
  readonly spendsLess?: true;
  /** It spoils what the quarter could be compared with: it does no more than to have no past. */
  readonly forgets?: true;
  /** By measure or its kind: by how much it looks better in the mean at most, as docs/figures.md says. */
  readonly said?: Readonly<Record<string, number>>;
  /** It ships what is no trifle: where a figure was hidden for want of changes, it may be shown by them. */
  readonly shipsChanges?: true;
  play(world: World, chance: Chance): World;
}

const SINCE = NOW - 100 * DAY;

const lately = ({ at }: WorldSession) => at >= SINCE;
const shipped = (session: WorldSession) => lately(session) && session.fate === 'shipped' && session.lines > 0;
const failed = (session: WorldSession) => lately(session) && session.fate === 'gone' && isCode(session);

/** So many further sessions, spread over the time of the attack; each honest but for what is given. */
function more(
  world: World,
  chance: Chance,
  count: number,
  how: (session: WorldSession, n: number) => Partial<WorldSession>,
): World {
  const first = nextId(world);
  const added = Array.from({ length: count }, (_, n) => {
    const at = SINCE + ((n + chance.next()) / count) * (NOW - SINCE - DAY);
    let session = shippedSession(chance, first + n, at);
    while (session.rolledBackAt !== null) session = shippedSession(chance, first + n, at);
    const given = how(session, n);
    const tokens = Math.round(session.tokens * ((given.usd ?? session.usd) / session.usd));
    return { ...session, tokens, ...given };
  });
  return { ...world, sessions: [...world.sessions, ...added] };
}

/** What left no line, but was paid for. */
const NOTHING: Partial<WorldSession> = { files: [], lines: 0, undone: 0, fate: 'gone', reads: [] };

/** What takes nothing new to the shipping ref. */
const STALE: Partial<WorldSession> = { fresh: 0 };

function padded(factor: number): Attack['play'] {
  return world =>
    changed(world, shipped, ({ usd, tokens }) => ({ usd: usd * factor, tokens: tokens * factor }));
}

/** The upper quartile of what shipped changes took before the attack: as far as the cap lets one go. */
function capOf(world: World): number {
  const before = world.sessions
    .filter(session => !lately(session) && session.fate === 'shipped' && session.lines > 0)
    .map(({ usd }) => usd)
    .sort((a, b) => a - b);
  return before[Math.floor(before.length * 0.75)]!;
}

/** All work of late goes to repositories that were not known before, and takes as much as the cap was. */
function movedAndFilled(world: World): World {
  const cap = capOf(world);
  const moved = changed(world, lately, ({ repository }) => ({ repository: repository + 10 }));
  const filled = changed(moved, shipped, ({ usd, tokens }) => ({
    usd: Math.max(usd, cap),
    tokens: tokens * Math.max(1, cap / usd),
  }));
  return { ...filled, mature: new Set([...world.mature, 11, 12, 13]), deploying: new Set([2, 12]) };
}

export const ATTACKS: readonly Attack[] = [
  {
    name: 'an agent loops on a task that does nothing',
    play: (world, chance) => more(world, chance, 12, () => ({ ...NOTHING, usd: 4, repeated: 9 })),
  },
  {
    name: 'an agent is left idle overnight in work that shipped',
    play: (world, chance) => {
      const some = new Set(world.sessions.filter(shipped).filter(() => chance.next() < 0.15));
      return changed(
        world,
        session => some.has(session),
        ({ usd }) => ({ usd: usd + 40 }),
      );
    },
  },
  {
    name: 'every change comes in ten commits',
    play: world => changed(world, shipped, () => ({ commits: 10 })),
  },
  {
    name: 'every change is split into four sessions',
    play: (world, chance) => {
      const first = nextId(world);
      let next = first;
      const sessions = world.sessions.flatMap(session => {
        if (!lately(session) || !isCode(session)) return [session];
        const part = (share: number, n: number): WorldSession => ({
          ...session,
          id: n === 0 ? session.id : next++,
          at: session.at + n * chance.whole(20, 60) * MINUTE,
          usd: session.usd * share,
          tokens: session.tokens * share,
          lines: Math.ceil(session.lines * share),
        });
        return [0.25, 0.25, 0.25, 0.25].map(part);
      });
      return { ...world, sessions };
    },
  },
  {
    name: 'white space is shuffled about and pushed',
    play: (world, chance) => more(world, chance, 12, () => ({ lines: 0, undone: 0, fate: 'working' })),
  },
  {
    name: 'code is added and reverted, again and again',
    play: (world, chance) =>
      more(world, chance, 12, ({ at }) => {
        const shippedAt = Math.min(at, NOW - 16 * DAY);
        return { at: shippedAt - HOUR, shippedAt, rolledBackAt: shippedAt + chance.whole(1, 12) * DAY };
      }),
  },
  {
    name: 'lines that were removed are added again',
    play: (world, chance) => more(world, chance, 12, () => STALE),
  },
  {
    name: 'existing code is copied to other files',
    play: (world, chance) => more(world, chance, 12, () => ({ ...STALE, lines: 400 })),
  },
  {
    name: 'the same patch goes to a second repository',
    play: (world, chance) => {
      const originals = world.sessions.filter(shipped).filter(() => chance.next() < 0.4);
      const first = nextId(world);
      const copies = originals.map(
        (session, n): WorldSession => ({
          ...session,
          ...STALE,
          id: first + n,
          repository: (session.repository % 3) + 1,
          shippedAt: session.shippedAt + HOUR,
        }),
      );
      return { ...world, sessions: [...world.sessions, ...copies] };
    },
  },
  {
    name: 'given-up work goes to a branch that nobody will merge',
    play: world => changed(world, failed, () => ({ fate: 'pushed', kept: 1 })),
  },
  {
    name: 'given-up work is committed and left',
    play: world => changed(world, failed, () => ({ fate: 'committed', kept: 1 })),
  },
  {
    name: 'own work is reverted after twenty days',
    play: (world, chance) =>
      more(world, chance, 12, ({ at, shippedAt }) => ({
        at: Math.min(at, NOW - 30 * DAY),
        rolledBackAt: Math.min(shippedAt, NOW - 28 * DAY) + 20 * DAY,
        shippedAt: Math.min(shippedAt, NOW - 28 * DAY),
      })),
  },
  {
    name: 'three agents do the same task',
    play: (world, chance) => {
      let next = nextId(world);
      const sessions = world.sessions.flatMap(session => {
        if (!shipped(session)) return [session];
        const twin = (): WorldSession => ({ ...session, id: next++, usd: usual(chance), fate: 'gone' });
        return [session, twin(), twin()];
      });
      return { ...world, sessions };
    },
    said: { part: 0.01 },
  },
  { name: 'cached tokens are read over and over in work that ships', play: padded(1.5) },
  { name: 'all that ships is padded by a tenth', play: padded(1.1) },
  { name: 'all that ships is padded to the double', play: padded(2) },
  {
    name: 'all that ships is filled up to the cap',
    play: world => {
      const cap = capOf(world);
      return changed(world, shipped, ({ usd, tokens }) => ({
        usd: Math.max(usd, cap),
        tokens: tokens * Math.max(1, cap / usd),
      }));
    },
  },
  {
    name: 'the cheaper half of what ships is filled up to the median',
    play: world => {
      const cap = capOf(world) / 1.6;
      return changed(world, shipped, ({ usd, tokens }) => ({
        usd: Math.max(usd, cap),
        tokens: tokens * Math.max(1, cap / usd),
      }));
    },
  },
  {
    name: 'the dearest model does everything',
    play: world => changed(world, lately, ({ usd }) => ({ usd: usd * 5, model: 'claude-opus-4-1' })),
  },
  {
    name: 'the dearest model does what ships',
    play: world => changed(world, shipped, ({ usd }) => ({ usd: usd * 5, model: 'claude-opus-4-1' })),
  },
  {
    name: 'each change takes a little more than the last',
    play: world => changed(world, shipped, ({ usd, at }) => ({ usd: usd * 1.006 ** ((at - SINCE) / DAY) })),
  },
  {
    name: 'a few changes are made very dear, to raise the cap',
    play: (world, chance) => {
      const some = new Set(world.sessions.filter(shipped).filter(() => chance.next() < 0.3));
      return changed(
        world,
        session => some.has(session),
        ({ usd }) => ({ usd: usd * 6 }),
      );
    },
  },
  {
    name: 'a quarter is burnt, so that the next looks thrifty',
    play: world =>
      changed(
        world,
        session => !lately(session) && session.fate === 'shipped' && session.lines > 0,
        ({ usd, tokens }) => ({ usd: usd * 3, tokens: tokens * 3 }),
      ),
    forgets: true,
    said: { fact: 0.05 },
  },
  {
    name: 'forty dollars are burnt behind a one-line fix',
    play: (world, chance) =>
      more(world, chance, 4, () => ({ usd: 40, lines: 1, kept: 1, living: 1, reads: [] })),
    shipsContent: true,
  },
  {
    name: 'a trifle is shipped with each burn below the cap',
    play: (world, chance) => {
      const cap = capOf(world);
      return more(world, chance, 12, () => ({ usd: cap, lines: 2, kept: 1, living: 1, reads: [] }));
    },
    shipsContent: true,
  },
  {
    name: 'work is taken back by the agent before it is given up',
    play: world => changed(world, failed, ({ lines }) => ({ lines: 0, undone: lines })),
  },
  {
    name: 'what will be given up is planned in sessions without edits',
    play: world => {
      let next = nextId(world);
      const sessions = world.sessions.flatMap((session): WorldSession[] => {
        if (!failed(session)) return [session];
        const { usd, tokens, files } = session;
        const plan: WorldSession = {
          ...session,
          ...NOTHING,
          id: next++,
          at: session.at - 5 * HOUR,
          lasted: HOUR,
          usd: usd * 0.8,
          tokens: tokens * 0.8,
          reads: files,
        };
        return [plan, { ...session, usd: usd * 0.2, tokens: tokens * 0.2 }];
      });
      return { ...world, sessions };
    },
  },
  {
    name: 'agents change files by shell alone and give up',
    play: world => changed(world, failed, () => ({ byShell: true })),
  },
  {
    name: 'agents commit copies by shell and name the commit',
    play: (world, chance) => more(world, chance, 12, () => ({ ...STALE, byShell: true, linked: true })),
  },
  {
    name: 'scaffolds are pushed to fresh repositories',
    play: (world, chance) => more(world, chance, 15, (_, n) => ({ repository: 100 + (n % 3), lines: 800 })),
    shipsContent: true,
  },
  {
    name: 'one file is merged by oneself over and over',
    play: (world, chance) => {
      const begin = NOW - 40 * DAY;
      return more(world, chance, 30, (_, n) => ({
        at: begin + n * 3 * HOUR,
        shippedAt: begin + n * 3 * HOUR + HOUR,
        files: ['src/loop.ts'],
        repository: 1,
        usd: 0.5,
        lines: 6,
      }));
    },
    shipsContent: true,
    shipsChanges: true,
    likeHonest: true,
  },
  {
    name: 'dependencies are bumped by schedule',
    play: (world, chance) =>
      more(world, chance, 30, () => ({
        files: ['package.json', 'package-lock.json'],
        lines: 1,
        kept: 1,
        usd: 0.4,
        reads: [],
      })),
    shipsContent: true,
  },
  {
    name: 'one line in each of many files, in one day',
    play: (world, chance) => {
      const at = NOW - 25 * DAY;
      return more(world, chance, 25, () => ({
        at,
        shippedAt: at + HOUR,
        lines: 1,
        kept: 1,
        usd: 0.6,
        reads: [],
      }));
    },
    shipsContent: true,
  },
  {
    name: 'one line every day',
    play: (world, chance) => more(world, chance, 90, () => ({ lines: 1, kept: 1, usd: 0.6, reads: [] })),
    shipsContent: true,
  },
  {
    name: 'one line after a look at some files, every three days',
    play: (world, chance) => more(world, chance, 30, () => ({ lines: 1, kept: 1, usd: 0.3 })),
    shipsContent: true,
  },
  {
    name: 'dead code in bulk, which nobody deletes',
    play: (world, chance) =>
      more(world, chance, 8, ({ usd, tokens }) => ({
        lines: 1000,
        kept: 1,
        living: 1,
        usd: usd * 3,
        tokens: tokens * 3,
      })),
    shipsContent: true,
    shipsChanges: true,
  },
  {
    name: 'dead code of the size and price of other changes',
    play: (world, chance) => more(world, chance, 8, () => ({})),
    shipsContent: true,
    shipsChanges: true,
    likeHonest: true,
  },
  {
    name: 'cheap dead code, which nobody deletes',
    play: (world, chance) =>
      more(world, chance, 8, () => ({ lines: 60, kept: 1, living: 1, usd: usual(chance) / 8 })),
    shipsContent: true,
    shipsChanges: true,
    said: { cost: 0.04 },
  },
  {
    name: 'dead code just dear enough to be named',
    play: (world, chance) => {
      const cheap = (capOf(world) / 6) * 1.1;
      return more(world, chance, 8, () => ({ lines: 60, kept: 1, living: 1, usd: cheap }));
    },
    shipsContent: true,
    shipsChanges: true,
    said: { cost: 0.15, fact: 0.02 },
  },
  {
    name: 'questions are asked for nothing',
    play: (world, chance) => more(world, chance, 20, () => ({ ...NOTHING, usd: 3, reads: ['README.md'] })),
  },
  {
    name: 'open work is fed and never finished',
    play: world =>
      changed(
        world,
        session => lately(session) && ['pushed', 'committed', 'working'].includes(session.fate),
        s => ({
          usd: s.usd * 6,
        }),
      ),
  },
  {
    name: 'what was given up is taken up every ten days',
    play: world =>
      changed(world, failed, ({ at }) => ({ lasted: Math.max(HOUR, NOW - 2 * DAY - at), fate: 'gone' })),
  },
  {
    name: 'a third of each given-up change is shipped with it',
    play: world =>
      changed(world, failed, () => ({ fate: 'shipped', kept: 0.31, living: 0, shippedAt: NOW - 60 * DAY })),
  },
  {
    name: 'files of given-up work are touched by what ships',
    play: world => {
      const good = world.sessions.filter(shipped);
      return changed(world, failed, session => {
        const near = good.find(
          ({ at, repository }) => repository === session.repository && Math.abs(at - session.at) < DAY,
        );
        return near === undefined ? {} : { files: near.files };
      });
    },
    said: { part: 0.03 },
  },
  {
    name: 'given-up work is left in unreadable repositories',
    play: world => changed(world, failed, () => ({ byShell: true, linked: true, fate: 'committed' })),
  },
  {
    name: 'a session that shipped long ago is kept burning',
    play: world => {
      const old = world.sessions.find(
        s => !lately(s) && s.fate === 'shipped' && s.lines > 0 && s.rolledBackAt === null,
      );
      return changed(
        world,
        session => session === old,
        ({ at, usd }) => ({ usd: usd + 200, lasted: NOW - DAY - at }),
      );
    },
  },
  {
    name: 'a clock runs ahead while a change that shipped burns',
    play: world => {
      const young = world.sessions.findLast(s => s.fate === 'shipped' && s.lines > 0 && s.shippedAt < NOW);
      return changed(
        world,
        session => session === young,
        ({ at, usd }) => ({ usd: usd + 60, lasted: NOW + 10 * HOUR - at }),
      );
    },
  },
  {
    name: 'tiny calls of the dear model, so that it seems usual',
    play: (world, chance) => {
      const dear = { model: 'claude-opus-4-1' };
      const padded = changed(world, shipped, ({ usd }) => ({ ...dear, usd: usd * 2 }));
      return more(padded, chance, 60, () => ({ ...dear, usd: 0.02, fate: 'gone' }));
    },
  },
  {
    name: 'a call a day makes every burn look like days of work',
    play: world => {
      let next = nextId(world);
      const cap = capOf(world);
      const sessions = world.sessions.flatMap(session => {
        if (!shipped(session) || session.usd < cap) return [session];
        const day = (n: number): WorldSession => ({
          ...session,
          id: next++,
          at: session.at + n * DAY,
          usd: 0.05,
          lines: 1,
        });
        return [session, day(1), day(2), day(3), day(4)];
      });
      return { ...world, sessions };
    },
  },
  {
    name: 'weeks are burnt, so that the last four look thrifty',
    play: world =>
      changed(
        world,
        session => shipped(session) && session.at < NOW - 30 * DAY,
        ({ usd, tokens }) => ({ usd: usd * 3, tokens: tokens * 3 }),
      ),
  },
  {
    name: 'two weeks are burnt just before the quarter begins',
    play: world =>
      changed(
        world,
        ({ at, fate, lines }) =>
          at >= NOW - 118 * DAY && at < NOW - 104 * DAY && fate === 'shipped' && lines > 0,
        ({ usd, tokens }) => ({ usd: usd * 6, tokens: tokens * 6 }),
      ),
    forgets: true,
  },
  {
    name: 'two weeks are burnt that nobody can tell of yet',
    play: world =>
      changed(
        world,
        ({ at }) => at >= NOW - 14 * DAY,
        ({ usd, tokens }) => ({ usd: usd * 5, tokens: tokens * 5 }),
      ),
  },
  {
    name: 'a change is worked on for five days that each burn the cap',
    play: (world, chance) => {
      let next = nextId(world);
      const cap = capOf(world);
      const sessions = world.sessions.flatMap(session => {
        if (!shipped(session) || chance.next() >= 0.15) return [session];
        const day = (n: number): WorldSession => ({
          ...session,
          ...{ id: next++, at: session.at + n * DAY, usd: cap, tokens: session.tokens, lines: 2 },
        });
        return [session, day(1), day(2), day(3), day(4)];
      });
      return { ...world, sessions };
    },
  },
  {
    name: 'files are looked at, the cap is burnt, and two lines ship',
    play: (world, chance) => {
      const cap = capOf(world);
      return more(world, chance, 12, () => ({ usd: cap, lines: 2, kept: 1, living: 1 }));
    },
    shipsContent: true,
    shipsChanges: true,
  },
  {
    name: 'a third of each given-up change is shipped and stays',
    play: world =>
      changed(world, failed, ({ at }) => ({
        ...{ fate: 'shipped', kept: 0.31, living: 1, shippedAt: Math.min(at + 5 * HOUR, NOW) },
      })),
    shipsContent: true,
    shipsChanges: true,
    said: { share: 0.1, fact: 0.11, part: 0.2 },
  },
  {
    name: 'work moves to other repositories, and is filled up to the cap',
    play: movedAndFilled,
    said: { share: 0.15, fact: 0.16 },
  },
  {
    name: 'work moves to fresh clones, and is filled up to the cap',
    play: world => ({ ...movedAndFilled(world), cloneOf: new Map([1, 2, 3].map(own => [own + 10, own])) }),
  },
  {
    name: 'a dear model does the cheaper half of what ships',
    play: world => {
      const middle = capOf(world) / 1.6;
      return changed(
        world,
        session => shipped(session) && session.usd < middle,
        ({ usd }) => ({ usd: usd * 5, model: 'claude-opus-4-1' }),
      );
    },
  },
  {
    name: 'what was given up is touched by something tiny that ships',
    play: (world, chance) => {
      const dead = world.sessions.filter(failed);
      const first = nextId(world);
      const tiny = dead.map(({ at, repository, files, lasted }, n): WorldSession => {
        const session = shippedSession(chance, first + n, at + lasted + HOUR);
        return {
          ...session,
          ...{ repository, files, usd: 0.2, tokens: 80_000, lines: 1, kept: 1, living: 1 },
          ...{ shippedAt: at + lasted + 2 * HOUR, rolledBackAt: null },
        };
      });
      return { ...world, sessions: [...world.sessions, ...tiny] };
    },
    shipsContent: true,
  },
  {
    name: 'cheap copies of what failed make failures look small',
    play: (world, chance) =>
      more(world, chance, 40, () => ({ ...STALE, usd: 0.02, fate: 'gone', lines: 12 })),
  },
  {
    name: 'agents are used for three sure things only',
    play: (world, chance) => {
      const sure = new Set(
        world.sessions
          .filter(shipped)
          .sort(() => chance.next() - 0.5)
          .slice(0, 3),
      );
      return { ...world, sessions: world.sessions.filter(session => !lately(session) || sure.has(session)) };
    },
    spendsLess: true,
  },
  {
    name: 'the person says which tags are production, and of which they are not',
    play: world => {
      const says = (session: WorldSession): WorldSession => {
        if (session.deployed === null) return session;
        return { ...session, deployed: session.repository === 1 ? null : 'confirmed' };
      };
      return { ...world, sessions: world.sessions.map(says) };
    },
  },
];
