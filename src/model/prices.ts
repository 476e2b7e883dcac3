/** The one address that *Refresh Prices* fetches from, on request only. Of the price library's public data. */
export const PRICES_ADDRESS =
  'https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json';

/** Ends the name of a model where a call was served in a way for which its list price does not hold. */
export const NOT_AT_LIST_PRICE = ' (not at list price)';
