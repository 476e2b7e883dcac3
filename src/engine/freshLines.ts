import type { Work } from '../insight/attribution.ts';
import { staleLines } from '../insight/freshness.ts';
import { type NetLine, weighs } from '../insight/net.ts';
import type { Instant } from '../model/records.ts';
import type { Harvest } from './harvest.ts';

/** A commit's clock may run behind the agent's by this much. */
const CLOCK_TOLERANCE = 10 * 60_000;
const REMEMBERED = 120 * 86_400_000;

/**
 * By session: how many of the lines that it left added, and that count, are new. Those are not that shipped as
 * part of a longer run in the 120 days before, in any repository that is known.
 */
export async function freshLinesOf(
  works: readonly Work[],
  harvests: readonly Pick<Harvest, 'holdings'>[],
  breathe: () => Promise<void>,
): Promise<Map<number, number>> {
  const shippedAt = new Map<number, Instant[]>();
  for (const { files } of works) {
    for (const { net, counts } of files.values()) {
      if (counts) for (const line of net.added) if (weighs(line)) shippedAt.set(line.fingerprint, NEVER);
    }
    await breathe();
  }
  for (const { holdings } of harvests) {
    for (const { stage, at, files } of holdings) {
      if (stage !== 'shipped') continue;
      for (const { added } of files) {
        for (const fingerprint of added.fingerprints) {
          const known = shippedAt.get(fingerprint);
          if (known === NEVER) shippedAt.set(fingerprint, [at]);
          else known?.push(at);
        }
      }
      await breathe();
    }
  }
  const stoodBefore = ({ fingerprint, at }: NetLine) =>
    shippedAt
      .get(fingerprint)
      ?.some(shipped => shipped < at - CLOCK_TOLERANCE && shipped >= at - REMEMBERED) ?? false;
  const fresh = new Map<number, number>();
  for (const { session, files } of works) {
    let count = fresh.get(session) ?? 0;
    for (const { net, counts } of files.values()) {
      if (!counts) continue;
      const weighing = net.added.filter(weighs);
      count += weighing.length - staleLines(net.added, weighs, stoodBefore).size;
    }
    fresh.set(session, count);
    await breathe();
  }
  return fresh;
}

const NEVER: Instant[] = [];
