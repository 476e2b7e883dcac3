import type { FigureSession } from '../insight/figures/facts.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import type { Families } from './families.ts';
import type { FamilyUse } from './familyUse.ts';
import type { SessionFinding } from './findingTypes.ts';
import type { UseTally } from './useTally.ts';

export interface SessionSources {
  readonly families: Families;
  readonly findings: ReadonlyMap<number, SessionFinding>;
  /** By session: its use in the window, and all of its use. */
  readonly inWindow: ReadonlyMap<number, { readonly tally: UseTally }>;
  readonly ever: ReadonlyMap<number, FamilyUse>;
  readonly prices: PriceBook;
  readonly now: Instant;
}

/** What agents read and write, more or less: nearly all of it is read from cache. */
const MIX = { input: 50_000, cacheRead: 850_000, cacheWrite5m: 80_000, cacheWrite1h: 0, output: 20_000 };

class KeptFigureSession implements FigureSession {
  readonly id: number;
  readonly counted: Outcome;
  readonly startedAt: Instant | null;
  readonly lastAt: Instant | null;
  readonly micros: number | null;
  windowMicros: number | null = null;
  readonly tokens: number | null;
  readonly price: number;
  readonly #finding: SessionFinding;

  constructor(
    finding: SessionFinding,
    startedAt: Instant | null,
    lastAt: Instant | null,
    tally: UseTally | null,
    price: number,
  ) {
    this.#finding = finding;
    this.id = finding.session;
    this.counted = finding.counted;
    this.startedAt = startedAt;
    this.lastAt = lastAt;
    this.micros = tally?.micros ?? null;
    this.tokens = tally?.tokens ?? null;
    this.price = price;
  }

  /** Of years of sessions it is asked of the latest alone. */
  get living(): FigureSession['living'] {
    return this.#finding.living;
  }
}

/** Sessions as figures see them, kept from one report to the next. */
export class KeptFigureSessions {
  readonly #sessions = new Map<number, KeptFigureSession>();
  readonly #prices = new Map<string | null, number>();
  /** Those that have use in the window of the last report. */
  #inWindow: readonly number[] = [];
  /** Conversations of which something changed; `null` for all. */
  #stale: Set<number> | null = null;

  /** @param stale conversations of which something changed since the last report; `null` for all */
  note(stale: ReadonlySet<number> | null): void {
    if (stale === null) this.#stale = null;
    else for (const root of stale) this.#stale?.add(root);
  }

  /** @returns all sessions, and which of them are otherwise than before but for the window; `null` for all */
  refresh(sources: SessionSources): {
    readonly sessions: ReadonlyMap<number, FigureSession>;
    readonly changed: ReadonlySet<number> | null;
  } {
    const { families, inWindow } = sources;
    if (this.#pricesChanged(sources)) this.#stale = null;
    const changed = this.#stale;
    if (changed === null) {
      this.#sessions.clear();
      for (const { id } of families.roots) this.#reckon(id, sources);
    } else {
      for (const id of changed) this.#reckon(id, sources);
      for (const id of this.#inWindow) this.#setUse(id, null);
    }
    this.#inWindow = [...inWindow.keys()];
    for (const [id, { tally }] of inWindow) this.#setUse(id, tally.micros);
    this.#stale = new Set();
    return { sessions: this.#sessions, changed };
  }

  #reckon(id: number, sources: SessionSources): void {
    const { families, findings, ever } = sources;
    const finding = findings.get(id);
    if (finding === undefined || families.rootOf(id) !== id) {
      this.#sessions.delete(id);
      return;
    }
    const { startedAt, endedAt } = families.spanOf(id);
    const use = ever.get(id);
    this.#sessions.set(
      id,
      new KeptFigureSession(
        finding,
        startedAt,
        finding.lastEditAt ?? endedAt,
        use?.tally ?? null,
        this.#priceOf(use?.mainModel ?? null, sources),
      ),
    );
  }

  #setUse(id: number, windowMicros: number | null): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.windowMicros = windowMicros;
  }

  #priceOf(model: string | null, { prices, now }: SessionSources): number {
    let price = this.#prices.get(model);
    if (price === undefined) {
      price = prices.price(model, now, MIX) ?? 0;
      this.#prices.set(model, price);
    }
    return price;
  }

  /** Another day may have other prices. */
  #pricesChanged({ prices, now }: SessionSources): boolean {
    for (const [model, price] of this.#prices) {
      if ((prices.price(model, now, MIX) ?? 1) !== price) {
        this.#prices.clear();
        return true;
      }
    }
    return false;
  }
}
