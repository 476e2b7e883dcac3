import type { Chance } from '../bench/chance.ts';
import { changed, DAY, honestSession, NOW, type World, type WorldSession } from './world.ts';

/**
 * What chance does, for comparison: a part of the changes that shipped in the last hundred days happened to be others,
 * which took something else, have other lines, and stayed or not, as honest ones do. Nobody did anything for it, and
 * each figure is another.
 */
export function redrawn(world: World, chance: Chance, part: number): World {
  const some = new Set(world.sessions.filter(isChange).filter(() => chance.next() < part));
  return changed(
    world,
    session => some.has(session),
    ({ id, at }) => {
      const { usd, tokens, lines, kept, living, shippedAt, rolledBackAt } = shippedSession(chance, id, at);
      return { usd, tokens, lines, kept, living, shippedAt, rolledBackAt };
    },
  );
}

function isChange({ at, fate, lines }: WorldSession): boolean {
  return at >= NOW - 100 * DAY && fate === 'shipped' && lines > 0;
}

/** An honest one that shipped. */
export function shippedSession(chance: Chance, id: number, at: number): WorldSession {
  for (;;) {
    const session = honestSession(chance, id, at);
    if (session.fate === 'shipped') return session;
  }
}
