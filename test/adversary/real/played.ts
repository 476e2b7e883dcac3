import type { Shown } from '../judge.ts';
import type { RealWorld } from './realWorld.ts';
import type { Trick } from './tricks.ts';

/** What a person is shown before a trick, and after it. */
export async function played(
  world: RealWorld,
  trick: Trick,
  honest: Shown,
): Promise<{ readonly before: Shown; readonly after: Shown }> {
  world.restore();
  const ledger = trick.wasWatched ? world.workshop.path('ledger.db') : null;
  trick.before?.(world);
  const before = ledger === null && trick.before === undefined ? honest : await world.shown(ledger);
  trick.play(world);
  return { before, after: await world.shown(ledger) };
}
