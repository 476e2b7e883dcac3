import type { DeployedBy } from '../../src/insight/deployment.ts';
import { Chance } from '../bench/chance.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOW = 1000 * DAY;

export type Fate = 'shipped' | 'pushed' | 'committed' | 'working' | 'gone';

/** One session of a made-up person, with all that decides what becomes of it. */
export interface WorldSession {
  id: number;
  repository: number;
  at: number;
  /** How long it lasted. */
  lasted: number;
  /** What its calls took by list price, in dollars, and which model they went to. */
  usd: number;
  model: string;
  tokens: number;
  files: string[];
  reads: string[];
  /** Lines that count which it left; `undone` it also wrote and took back. */
  lines: number;
  undone: number;
  fate: Fate;
  /** Of its lines, the part that got as far as its fate says. */
  kept: number;
  /** Of what shipped: how much was new, and how much was there 14 days later. */
  fresh: number;
  living: number;
  shippedAt: number;
  /** When what shipped was taken out again; `null` where it was not. */
  rolledBackAt: number | null;
  /** By what it is known to be in production, where it shipped. */
  deployed: DeployedBy | null;
  /** Its edits went by the shell: nothing of them is logged. */
  byShell: boolean;
  /** Its log names the commit that it made. */
  linked: boolean;
  /** A command that had failed passed at its end. */
  resolved: boolean;
  /** The same act with the same result, so many times in a row. */
  repeated: number;
  /** How many commits its lines came in. */
  commits: number;
}

export interface World {
  readonly sessions: readonly WorldSession[];
  readonly mature: ReadonlySet<number>;
  readonly deploying: ReadonlySet<number>;
  readonly cloneOf: ReadonlyMap<number, number>;
}

export const DAYS = 210;
const MODEL = 'claude-sonnet-4-5';

/** A person who works with agents on most days: most of it ships, a part is set aside, some only asks questions. */
export function honestWorld(seed: number): World {
  const chance = new Chance(seed);
  const sessions: WorldSession[] = [];
  for (let day = DAYS; day >= 0; day -= 1) {
    for (let n = chance.pick([0, 0, 1, 1, 1, 2]); n > 0; n--) {
      const at = NOW - day * DAY - chance.whole(2, 20) * HOUR;
      sessions.push(honestSession(chance, sessions.length, at));
    }
  }
  return { sessions, mature: new Set([1, 2, 3]), deploying: new Set([2]), cloneOf: new Map() };
}

/** The same with one session of five: hardly anything can be said of it. */
export function thinWorld(seed: number): World {
  const world = honestWorld(seed);
  const chance = new Chance(seed * 104_729);
  return { ...world, sessions: world.sessions.filter(() => chance.next() < 0.2) };
}

export function honestSession(chance: Chance, id: number, at: number): WorldSession {
  const kind = chance.next();
  const base: WorldSession = {
    id,
    repository: chance.whole(1, 3),
    at,
    lasted: chance.whole(5, 90) * MINUTE,
    usd: usual(chance),
    model: MODEL,
    tokens: 0,
    files: [`src/part${id}.ts`, `src/part${id}.view.ts`],
    reads: [`src/part${id}.ts`, 'src/main.ts', 'src/types.ts', 'README.md'],
    lines: chance.whole(8, 240),
    undone: chance.whole(0, 10),
    fate: 'shipped',
    kept: Math.min(1, 0.55 + chance.next() * 0.6),
    fresh: 1,
    living: Math.min(1, 0.75 + chance.next() * 0.4),
    shippedAt: at + chance.whole(1, 60) * HOUR,
    rolledBackAt: null,
    deployed: chance.next() < 0.4 ? 'release tags' : null,
    byShell: false,
    linked: false,
    resolved: false,
    repeated: 0,
    commits: chance.whole(1, 3),
  };
  base.tokens = Math.round(base.usd * 400_000);
  if (kind < 0.62) return base;
  if (kind < 0.65) return { ...base, rolledBackAt: base.shippedAt + chance.whole(1, 12) * DAY };
  if (kind < 0.83) return { ...base, fate: 'gone' };
  if (kind < 0.87) return { ...base, fate: chance.pick(['pushed', 'committed', 'working'] as const) };
  return { ...base, lines: 0, undone: 0, files: [], fate: 'gone', usd: base.usd / 3 };
}

/** Log-normal, around three dollars. */
export function usual(chance: Chance): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
  return 3 * Math.exp(0.7 * normal);
}

export function isCode({ files, byShell }: WorldSession): boolean {
  return files.length > 0 || byShell;
}

/** Each session that `who` wants becomes what `how` makes of it. */
export function changed(
  world: World,
  who: (session: WorldSession) => boolean,
  how: (session: WorldSession) => Partial<WorldSession>,
): World {
  return {
    ...world,
    sessions: world.sessions.map(session => (who(session) ? { ...session, ...how(session) } : session)),
  };
}

export function nextId({ sessions }: World): number {
  return Math.max(...sessions.map(({ id }) => id)) + 1;
}
