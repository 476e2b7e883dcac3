import type { Work } from '../insight/attribution.ts';
import { FingerprintIndex } from '../insight/fingerprintIndex.ts';
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
  const followed = new Set<number>();
  for (const { files } of works) {
    for (const { net, counts } of files.values()) {
      if (counts) for (const line of net.added) if (weighs(line)) followed.add(line.fingerprint);
    }
    await breathe();
  }
  const shipped = new Sightings(followed);
  followed.clear();
  for (const { holdings } of harvests) {
    for (const { stage, at, files } of holdings) {
      if (stage !== 'shipped') continue;
      for (const { added } of files) shipped.saw(added.fingerprints, at);
      await breathe();
    }
  }
  const stoodBefore = ({ fingerprint, at }: NetLine) =>
    shipped.between(fingerprint, at - REMEMBERED, at - CLOCK_TOLERANCE);
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

/** When lines that are followed were seen. */
class Sightings {
  readonly #lines: FingerprintIndex;
  /** By line: its last sighting; by sighting: the one before it. */
  readonly #last: Int32Array;
  readonly #before: number[] = [];
  readonly #at: Instant[] = [];

  constructor(followed: ReadonlySet<number>) {
    this.#lines = new FingerprintIndex(followed.size);
    for (const fingerprint of followed) this.#lines.add(fingerprint);
    this.#last = new Int32Array(followed.size).fill(-1);
  }

  saw(fingerprints: Float64Array, at: Instant): void {
    for (let i = 0; i < fingerprints.length; i++) {
      const line = this.#lines.first(fingerprints[i]!);
      if (line === -1) continue;
      this.#before.push(this.#last[line]!);
      this.#last[line] = this.#at.push(at) - 1;
    }
  }

  /** Whether a line was seen from then on and before that. */
  between(fingerprint: number, from: Instant, before: Instant): boolean {
    const line = this.#lines.first(fingerprint);
    let sighting = line === -1 ? -1 : this.#last[line]!;
    for (; sighting !== -1; sighting = this.#before[sighting]!) {
      const at = this.#at[sighting]!;
      if (at >= from && at < before) return true;
    }
    return false;
  }
}
