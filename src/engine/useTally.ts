import type { CallFacts } from '../ledger/sessionReads.ts';
import type { Usage, UseCounts } from '../model/report.ts';
import { addCounts, cacheWrite, type Quality, worseQuality } from '../model/tokens.ts';

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
  readonly #credits: Record<string, number> = {};
  #untold = false;

  /** Work was done by calls that no store tells of: how many there were and what they used is not known. */
  addUntold(): void {
    this.#untold = true;
    this.#quality = 'none';
  }

  /** @param micros list price in micro-dollars, `null` where there is none */
  add(call: CallFacts, micros: number | null): void {
    const { quality } = call;
    this.#calls++;
    if (micros === null) this.#unpriced++;
    this.#micros = addCounts(this.#micros, micros);
    this.#quality = this.#quality === null ? quality : worseQuality(this.#quality, quality);
    this.#input = addCounts(this.#input, call.input);
    this.#cacheRead = addCounts(this.#cacheRead, call.cacheRead);
    this.#cacheWrite = addCounts(this.#cacheWrite, cacheWrite(call));
    this.#output = addCounts(this.#output, call.output);
    this.#reasoning = addCounts(this.#reasoning, call.reasoning);
    if (call.creditUnit !== null && call.credit !== null) {
      this.#credits[call.creditUnit] = (this.#credits[call.creditUnit] ?? 0) + call.credit;
    }
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
    for (const [unit, amount] of Object.entries(other.#credits)) {
      this.#credits[unit] = (this.#credits[unit] ?? 0) + amount;
    }
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
      credits: this.#credits,
      costUsd: sum(this.#micros === null ? null : this.#micros / MICRO),
      unpricedCalls: this.#unpriced,
      quality: this.#quality ?? 'exact',
    };
  }
}

/** One that is begun where there is none yet. */
export function tallyOf<Name>(tallies: Map<Name, UseTally>, name: Name): UseTally {
  const tally = tallies.get(name) ?? new UseTally();
  tallies.set(name, tally);
  return tally;
}
