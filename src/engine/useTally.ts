import { CREDIT_PARTS, isTold, qualityOf } from '../ledger/useKey.ts';
import type { Usage, UseCounts } from '../model/report.ts';
import { addCounts, type Quality, worseQuality } from '../model/tokens.ts';
import type { PricedSum } from './pricedSum.ts';

const MICRO = 1_000_000;

/** Adds calls up. A part that no call tells stays unknown; so does a price. */
export class UseTally {
  #calls = 0;
  #unpriced = 0;
  #micros: number | null = null;
  #quality: Quality | null = null;
  #input: number | null = null;
  #cacheRead: number | null = null;
  #cacheWrite: number | null = null;
  #output: number | null = null;
  #reasoning: number | null = null;
  /** In billionths, by unit. */
  #credits: Map<string, number> | null = null;
  #untold = false;

  /** Work was done by calls that no store tells of: how many there were and what they used is not known. */
  addUntold(): void {
    this.#untold = true;
    this.#quality = 'none';
  }

  add({ sum, micros }: PricedSum): void {
    const { kind } = sum;
    const quality = qualityOf(kind);
    this.#calls += sum.calls;
    if (micros === null) this.#unpriced += sum.calls;
    this.#micros = addCounts(this.#micros, micros);
    this.#quality = this.#quality === null ? quality : worseQuality(this.#quality, quality);
    this.#input = addCounts(this.#input, told(kind, 0, sum.input));
    this.#cacheRead = addCounts(this.#cacheRead, told(kind, 1, sum.cacheRead));
    this.#cacheWrite = addCounts(this.#cacheWrite, told(kind, 2, sum.cacheWrite5m));
    this.#cacheWrite = addCounts(this.#cacheWrite, told(kind, 3, sum.cacheWrite1h));
    this.#output = addCounts(this.#output, told(kind, 4, sum.output));
    this.#reasoning = addCounts(this.#reasoning, told(kind, 5, sum.reasoning));
    if (sum.unit !== '') this.#addCredit(sum.unit, sum.credit);
  }

  /** All that another tally holds. */
  join(other: UseTally): void {
    this.#untold ||= other.#untold;
    this.#calls += other.#calls;
    this.#unpriced += other.#unpriced;
    this.#micros = addCounts(this.#micros, other.#micros);
    if (other.#quality !== null) {
      this.#quality = this.#quality === null ? other.#quality : worseQuality(this.#quality, other.#quality);
    }
    this.#input = addCounts(this.#input, other.#input);
    this.#cacheRead = addCounts(this.#cacheRead, other.#cacheRead);
    this.#cacheWrite = addCounts(this.#cacheWrite, other.#cacheWrite);
    this.#output = addCounts(this.#output, other.#output);
    this.#reasoning = addCounts(this.#reasoning, other.#reasoning);
    for (const [unit, amount] of other.#credits ?? []) this.#addCredit(unit, amount);
  }

  get calls(): number {
    return this.#calls;
  }

  /** Micro-dollars of the calls that could be priced. */
  get micros(): number | null {
    return this.#micros;
  }

  /** Tokens of all kinds; `null` where some calls do not tell what they generated. */
  get tokens(): number | null {
    if (this.#output === null || this.#untold) return null;
    return this.#output + (this.#input ?? 0) + (this.#cacheRead ?? 0) + (this.#cacheWrite ?? 0);
  }

  /** The parts that every sum has, whatever it is of. */
  counts(): UseCounts {
    const { calls, input, cacheRead, cacheWrite, output, credits, costUsd } = this.result();
    return { calls, input, cacheRead, cacheWrite, output, credits, costUsd };
  }

  result(): Usage {
    // Of no calls everything is known, where there were none: nothing was used.
    const sum = (count: number | null) => (this.#calls === 0 && !this.#untold ? 0 : count);
    return {
      calls: this.#calls,
      input: sum(this.#input),
      cacheRead: sum(this.#cacheRead),
      cacheWrite: sum(this.#cacheWrite),
      output: sum(this.#output),
      reasoning: sum(this.#reasoning),
      credits: this.#creditsByUnit(),
      costUsd: sum(this.#micros === null ? null : this.#micros / MICRO),
      unpricedCalls: this.#unpriced,
      quality: this.#quality ?? 'exact',
    };
  }

  #addCredit(unit: string, amount: number): void {
    this.#credits ??= new Map();
    this.#credits.set(unit, (this.#credits.get(unit) ?? 0) + amount);
  }

  #creditsByUnit(): Record<string, number> {
    return Object.fromEntries(
      [...(this.#credits ?? [])].map(([unit, amount]) => [unit, amount / CREDIT_PARTS]),
    );
  }
}

function told(kind: number, place: number, count: number): number | null {
  return isTold(kind, place) ? count : null;
}

/** One that is begun where there is none yet. */
export function tallyOf<Name>(tallies: Map<Name, UseTally>, name: Name): UseTally {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = new UseTally();
    tallies.set(name, tally);
  }
  return tally;
}
