// pricing: tokens and a date come in; micro-dollars of list price go out, or null where a model has no price.
// The table is bundled and dated; a newer one is fetched only when the person asks for it.
import { calcPrice, type PriceCalculation, type Provider, updatePrices } from '@pydantic/genai-prices';
import { NOT_AT_LIST_PRICE } from '../model/prices.ts';
import type { Instant } from '../model/records.ts';

/** When the table inside the bundled package was published. Changes with the package's version only. */
export const BUNDLED_PRICES = { version: '0.1.8', date: '2026-09-23' } as const;

export interface PricedTokens {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
}

/** Micro-dollars per token, which is dollars per million; one table serves one model from one day to the next. */
interface Rates {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  /** They hold for requests with less input than this, cached tokens included. */
  readonly below: number;
}

const DAY = 86_400_000;

export class PriceBook {
  /** ISO date of the table in use. */
  readonly date: string;
  readonly #rates = new Map<string, Rates | 'by call' | null>();
  /** Of models whose prices have not changed with time. */
  readonly #lasting = new Map<string, Rates | 'by call'>();

  /** @param newer a table fetched later than the bundled one, with its date */
  constructor(newer: { readonly providers: Provider[]; readonly date: string } | null = null) {
    this.date = newer?.date ?? BUNDLED_PRICES.date;
    if (newer !== null) updatePrices(({ setProviderData }) => setProviderData(newer.providers));
  }

  /** Micro-dollars of list price on the day of the call; `null` where the model is unknown or has no price. */
  price(model: string | null, at: Instant, tokens: PricedTokens): number | null {
    if (model === null || tokens.output === null || tokens.input === null) return null;
    // The table finds a model by the beginning of its name.
    if (model.endsWith(NOT_AT_LIST_PRICE)) return null;
    const rates = this.#ratesOn(model, at);
    if (rates === null) return null;
    const { input, output } = tokens;
    const cacheRead = tokens.cacheRead ?? 0;
    const cacheWrite5m = tokens.cacheWrite5m ?? 0;
    const cacheWrite1h = tokens.cacheWrite1h ?? 0;
    if (rates === 'by call' || input + cacheRead + cacheWrite5m + cacheWrite1h >= rates.below) {
      const priced = lookUp(model, at, tokens);
      return priced === null ? null : Math.round(priced.total_price * 1e6);
    }
    return Math.round(
      input * rates.input +
        cacheRead * rates.cacheRead +
        cacheWrite5m * rates.cacheWrite5m +
        cacheWrite1h * rates.cacheWrite1h +
        output * rates.output,
    );
  }

  #ratesOn(model: string, at: Instant): Rates | 'by call' | null {
    const key = `${Math.floor(at / DAY)} ${model}`;
    const seen = this.#lasting.get(model) ?? this.#rates.get(key);
    if (seen !== undefined) return seen;
    const found = lookUp(model, at, { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1 });
    const rates = found === null ? null : ratesOf(found);
    if (rates !== null && !Array.isArray(found?.model.prices)) this.#lasting.set(model, rates);
    else this.#rates.set(key, rates);
    return rates;
  }
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
 * The library takes a tenth of a millisecond a call. Where a model's prices are plain numbers, as nearly all are,
 * they are read once a day and multiplied here. Where large requests cost more, those are asked for call by call.
 */
function ratesOf({ model_price: price }: PriceCalculation): Rates | 'by call' {
  let below = Number.POSITIVE_INFINITY;
  const plain = (name: string, otherwise: number | undefined): number | undefined => {
    const value = price[name];
    if (value === undefined) return otherwise;
    if (typeof value === 'number') return value;
    below = Math.min(below, ...value.tiers.map(({ start }) => start));
    return value.base;
  };
  const input = plain('input_mtok', undefined);
  const output = plain('output_mtok', undefined);
  const cacheRead = plain('cache_read_mtok', input);
  const cacheWrite5m = plain('cache_write_mtok', input);
  const cacheWrite1h = plain('cache_write_1h_mtok', cacheWrite5m);
  if (price.requests_kcount !== undefined) return 'by call';
  if (input === undefined || output === undefined || cacheRead === undefined) return 'by call';
  if (cacheWrite5m === undefined || cacheWrite1h === undefined) return 'by call';
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output, below };
}
