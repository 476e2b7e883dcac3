import type { Provider } from '@pydantic/genai-prices';
import * as v from 'valibot';

/** A price table that was fetched and kept beside the ledger. */
export interface PriceTable {
  /** ISO date on which it was fetched. */
  readonly date: string;
  readonly providers: Provider[];
}

const MINIMUM_PROVIDERS = 5;

const provider = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.string(),
  api_pattern: v.string(),
  models: v.array(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      match: v.record(v.string(), v.unknown()),
      prices: v.union([
        v.record(v.string(), v.unknown()),
        v.array(v.looseObject({ prices: v.record(v.string(), v.unknown()) })),
      ]),
    }),
  ),
});

const providers = v.pipe(
  v.array(provider),
  v.minLength(MINIMUM_PROVIDERS),
  v.check(list => list.some(({ models }) => models.length > 0), 'no model has a price'),
);

const table = v.object({ date: v.pipe(v.string(), v.isoDate()), providers });

/** `null` where the data is not a list of providers with prices. */
export function asProviders(data: unknown): Provider[] | null {
  const parsed = v.safeParse(providers, data);
  return parsed.success ? (parsed.output as unknown as Provider[]) : null;
}

/** `null` where the text is no table: then the bundled one serves. */
export function parsePriceTable(text: string): PriceTable | null {
  try {
    const parsed = v.safeParse(table, JSON.parse(text));
    return parsed.success ? (parsed.output as unknown as PriceTable) : null;
  } catch {
    return null;
  }
}
