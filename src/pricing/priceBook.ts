// pricing: tokens and a date come in; micro-dollars of list price go out, or null where a model has no price.
// The table is bundled and dated; a newer one is fetched only when the person asks for it.
import { calcPrice, type PriceCalculation, type Provider, updatePrices } from '@pydantic/genai-prices';
import { NOT_AT_LIST_PRICE } from '../model/prices.ts';
import type { Instant } from '../model/records.ts';
import { requestSize, SIZE_BOUNDS } from '../model/requestSize.ts';

/** When the table inside the bundled package was published. Changes with the package's version only. */
export const BUNDLED_PRICES = { version: '0.1.8', date: '2026-09-23' } as const;

export interface PricedTokens {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
}

/** Micro-dollars per token, which is dollars per million, of requests of one size. */
interface Rates {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** One model's, from one day to the next. */
interface Prices {
  /** By size of request: see `requestSize`. */
  readonly rates: readonly (Rates | 'by call')[];
  /** Prices that change with the time of day hold for a quarter of an hour. */
  readonly hold: 'always' | 'day' | 'quarter';
}

const QUARTER = 900_000;
const DAY = 86_400_000;

export class PriceBook {
  /** ISO date of the table in use. */
  readonly date: string;
  /** By model, then by day. */
  readonly #ofDays = new Map<string, Map<number, Prices | null>>();
  /** Of those that change within a day: by model, then by quarter of an hour. */
  readonly #ofQuarters = new Map<string, Map<number, Prices | null>>();
  /** Of models whose prices have not changed with time. */
  readonly #lasting = new Map<string, Prices>();

  /** @param newer a table fetched later than the bundled one, with its date */
  constructor(newer: { readonly providers: Provider[]; readonly date: string } | null = null) {
    this.date = newer?.date ?? BUNDLED_PRICES.date;
    if (newer !== null) updatePrices(({ setProviderData }) => setProviderData(newer.providers));
  }

  /** Micro-dollars of list price on the day of the call; `null` where the model is unknown or has no price. */
  price(model: string | null, at: Instant, tokens: PricedTokens): number | null {
    const micros = this.priceSum(model, at, requestSize(tokens), tokens);
    if (micros !== 'by call') return micros;
    const priced = lookUp(model ?? '', at, tokens);
    return priced === null ? null : Math.round(priced.total_price * 1e6);
  }

  /**
   * The same of the sums of several calls of one size, made within a quarter of an hour of UTC: see `requestSize`.
   * @returns `by call` where sums do not tell what their parts cost
   */
  priceSum(
    model: string | null,
    at: Instant,
    size: number,
    { input, cacheRead, cacheWrite5m, cacheWrite1h, output }: PricedTokens,
  ): number | null | 'by call' {
    if (model === null || output === null || input === null) return null;
    // The table finds a model by the beginning of its name.
    if (model.endsWith(NOT_AT_LIST_PRICE)) return null;
    const prices = this.#pricesOn(model, at);
    if (prices === null) return null;
    const rates = prices.rates[size]!;
    if (rates === 'by call') return rates;
    return Math.round(
      input * rates.input +
        (cacheRead ?? 0) * rates.cacheRead +
        (cacheWrite5m ?? 0) * rates.cacheWrite5m +
        (cacheWrite1h ?? 0) * rates.cacheWrite1h +
        output * rates.output,
    );
  }

  #pricesOn(model: string, at: Instant): Prices | null {
    const lasting = this.#lasting.get(model);
    if (lasting !== undefined) return lasting;
    const days = begun(this.#ofDays, model);
    const day = Math.floor(at / DAY);
    const ofDay = days.get(day);
    if (ofDay !== undefined && ofDay?.hold !== 'quarter') return ofDay;
    const quarter = Math.floor(at / QUARTER);
    const ofQuarter = this.#ofQuarters.get(model)?.get(quarter);
    if (ofQuarter !== undefined) return ofQuarter;
    const found = lookUp(model, at, { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1 });
    const prices = found === null ? null : pricesOf(found);
    if (prices?.hold === 'always') this.#lasting.set(model, prices);
    else days.set(day, prices);
    if (prices?.hold === 'quarter') begun(this.#ofQuarters, model).set(quarter, prices);
    return prices;
  }
}

/** One that is begun where there is none yet. */
function begun<Key, Value>(maps: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  let map = maps.get(name);
  if (map === undefined) {
    map = new Map();
    maps.set(name, map);
  }
  return map;
}

/**
 * Other ways in which agents write a model's name, tried where the table does not know the one that was logged: with
 * the place that serves it before it, a version with dashes or before the family, and Bedrock's additions.
 */
function spellings(model: string): string[] {
  // What is served for free has another price than its namesake.
  if (/[:-]free$/.test(model)) return [model];
  const bare = model
    .slice(model.lastIndexOf('/') + 1)
    .replace(/^(?:[a-z]+\.)?anthropic\./, '')
    .replace(/^claude-(\d+(?:[.-]\d+)?)-(opus|sonnet|haiku)(?=$|-)/, 'claude-$2-$1')
    .replace(/^(gpt|gemini)-(\d)-(\d)(?=$|-)/, '$1-$2.$3');
  return bare === model || bare === '' ? [model] : [model, bare];
}

function lookUp(model: string, at: Instant, tokens: PricedTokens): PriceCalculation | null {
  const cacheRead = tokens.cacheRead ?? 0;
  const cacheWrite1h = tokens.cacheWrite1h ?? 0;
  const cacheWrite = (tokens.cacheWrite5m ?? 0) + cacheWrite1h;
  const usage = {
    input_tokens: (tokens.input ?? 0) + cacheRead + cacheWrite,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
    cache_write_1h_tokens: cacheWrite1h,
    output_tokens: tokens.output ?? 0,
  };
  for (const name of spellings(model)) {
    const priced = calcPrice(usage, name, { timestamp: new Date(at) });
    if (priced !== null) return priced;
  }
  return null;
}

/**
 * The library takes a tenth of a millisecond a call. Where a model's prices are numbers that hold for requests of one
 * size, as all are by now, they are read once a day and multiplied here; others are asked for call by call.
 */
function pricesOf({ model, model_price: price }: PriceCalculation): Prices {
  const sizes = [...SIZE_BOUNDS, Number.POSITIVE_INFINITY];
  return {
    rates: sizes.map((most, size) => ratesOf(price, size === 0 ? 0 : sizes[size - 1]!, most)),
    hold: holdOf(model.prices),
  };
}

function holdOf(prices: PriceCalculation['model']['prices']): Prices['hold'] {
  if (!Array.isArray(prices)) return 'always';
  return prices.some(({ constraint }) => constraint?.type === 'time_of_date') ? 'quarter' : 'day';
}

/** @param above and @param most bounds of the input of a request */
function ratesOf(price: PriceCalculation['model_price'], above: number, most: number): Rates | 'by call' {
  let isOne = true;
  const plain = (name: string, otherwise: number | undefined): number | undefined => {
    const value = price[name];
    if (value === undefined) return otherwise;
    if (typeof value === 'number') return value;
    let rate = value.base;
    for (const tier of [...value.tiers].sort((a, b) => a.start - b.start)) {
      if (tier.start <= above) rate = tier.price;
      else if (tier.start < most) isOne = false;
    }
    return rate;
  };
  const input = plain('input_mtok', undefined);
  const output = plain('output_mtok', undefined);
  const cacheRead = plain('cache_read_mtok', input);
  const cacheWrite5m = plain('cache_write_mtok', input);
  const cacheWrite1h = plain('cache_write_1h_mtok', cacheWrite5m);
  if (price.requests_kcount !== undefined || !isOne) return 'by call';
  if (input === undefined || output === undefined || cacheRead === undefined) return 'by call';
  if (cacheWrite5m === undefined || cacheWrite1h === undefined) return 'by call';
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}
