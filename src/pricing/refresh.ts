import { PRICES_ADDRESS } from '../model/prices.ts';
import { asProviders, type PriceTable } from './priceTable.ts';

export type RefreshFailure = 'offline' | 'refused' | 'server' | 'bad data';

export type RefreshResult =
  | { readonly ok: true; readonly table: PriceTable }
  | { readonly ok: false; readonly failure: RefreshFailure; readonly status: number | null };

const TIME_LIMIT = 20_000;
const SIZE_LIMIT = 20 * 1024 * 1024;

/**
 * Fetches the newest price table. Sends nothing but the request itself. Never throws: what went wrong is told.
 * @param address another place than the usual one, for tests on loopback
 */
export async function refreshPrices(now: Date, address: string = PRICES_ADDRESS): Promise<RefreshResult> {
  // Loaded only here: nobody pays for it at start-up.
  const { default: axios } = await import('axios');
  let response: { status: number; data: unknown };
  try {
    response = await axios.get(address, {
      timeout: TIME_LIMIT,
      maxContentLength: SIZE_LIMIT,
      responseType: 'text',
      transformResponse: text => text,
      validateStatus: () => true,
    });
  } catch {
    return { ok: false, failure: 'offline', status: null };
  }
  const { status, data } = response;
  if (status >= 500) return { ok: false, failure: 'server', status };
  if (status >= 400 || status < 200 || status >= 300) return { ok: false, failure: 'refused', status };
  const providers = asProviders(parse(data));
  if (providers === null) return { ok: false, failure: 'bad data', status };
  return { ok: true, table: { date: now.toISOString().slice(0, 10), providers } };
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
