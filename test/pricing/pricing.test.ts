import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calcPrice, REMOTE_DATA_JSON_URL } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { PRICES_ADDRESS } from '../../src/model/prices.ts';
import { requestSize } from '../../src/model/requestSize.ts';
import { BUNDLED_PRICES, PriceBook } from '../../src/pricing/priceBook.ts';
import { asProviders, parsePriceTable } from '../../src/pricing/priceTable.ts';
import { refreshPrices } from '../../src/pricing/refresh.ts';

const AT = Date.parse('2026-11-01T12:00:00Z');

describe('pricing', () => {
  it('agrees with the price library on every kind of token, to the micro-dollar', () => {
    const book = new PriceBook();
    const count = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(
          'claude-sonnet-4-5',
          'claude-opus-4-5',
          'claude-haiku-4-5-20251001',
          'gpt-5-codex',
          'gpt-5.5',
          'gemini-2.5-pro',
        ),
        fc.record({
          input: count,
          cacheRead: count,
          cacheWrite5m: count,
          cacheWrite1h: count,
          output: count,
        }),
        (model, tokens) => {
          const theirs = calcPrice(
            {
              input_tokens: tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h,
              cache_read_tokens: tokens.cacheRead,
              cache_write_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
              cache_write_1h_tokens: tokens.cacheWrite1h,
              output_tokens: tokens.output,
            },
            model,
            { timestamp: new Date(AT) },
          );
          const ours = book.price(model, AT, tokens);
          assert.ok(theirs !== null && ours !== null);
          assert.ok(
            Math.abs(ours - theirs.total_price * 1e6) <= 1,
            `${model}: ${ours} and ${theirs.total_price * 1e6}`,
          );
        },
      ),
    );
  });

  it('prices the sum of calls of one size as the calls, but for the rounding of each', () => {
    const book = new PriceBook();
    const count = fc.integer({ min: 0, max: 300_000 });
    const tokens = fc.record({
      input: count,
      cacheRead: count,
      cacheWrite5m: count,
      cacheWrite1h: count,
      output: count,
    });
    fc.assert(
      fc.property(
        fc.constantFrom('claude-sonnet-4-5', 'gpt-5.5', 'gemini-2.5-pro', 'gemini-1.5-pro', 'deepseek-chat'),
        fc.array(tokens, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 0, max: 95 }),
        (model, calls, quarter) => {
          const at = AT + quarter * 900_000;
          for (const [size, alike] of Map.groupBy(calls, requestSize)) {
            const sum = (of: keyof (typeof alike)[number]) => alike.reduce((all, call) => all + call[of], 0);
            const together = book.priceSum(model, at, size, {
              input: sum('input'),
              cacheRead: sum('cacheRead'),
              cacheWrite5m: sum('cacheWrite5m'),
              cacheWrite1h: sum('cacheWrite1h'),
              output: sum('output'),
            });
            assert.ok(typeof together === 'number', `${model}, size ${size}: ${together}`);
            const apart = alike.reduce((all, call) => all + book.price(model, at + 899_999, call)!, 0);
            assert.ok(Math.abs(together - apart) <= alike.length, `${model}: ${together} and ${apart}`);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the price of the hour, where a model has a cheaper one at night', () => {
    const book = new PriceBook();
    const tokens = { input: 1e6, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    const on = (time: string) => book.price('deepseek-chat', Date.parse(`2025-07-01T${time}Z`), tokens);
    assert.notEqual(on('12:00:00'), on('20:00:00'));
    assert.equal(on('12:15:00'), on('12:00:00'));
  });

  it('has no price, and not the price 0, for an unknown model or unknown counts', () => {
    const book = new PriceBook();
    const tokens = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1 };
    assert.equal(book.price('no-such-model-1', AT, tokens), null);
    assert.equal(book.price(null, AT, tokens), null);
    assert.equal(book.price('gpt-5-codex', AT, { ...tokens, output: null }), null);
  });

  it('knows a model however an agent writes its name, and takes no other for it', () => {
    const book = new PriceBook();
    const tokens = { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 };
    const priceOf = (model: string) => book.price(model, AT, tokens);
    const same = (model: string, ...others: string[]) => {
      assert.ok(priceOf(model) !== null, model);
      for (const other of others) assert.equal(priceOf(other), priceOf(model), other);
    };
    same(
      'claude-sonnet-4-5',
      'claude-sonnet-4.5',
      'claude-4.5-sonnet',
      'claude-4.5-sonnet-thinking',
      'anthropic/claude-sonnet-4.5',
      'openrouter/anthropic/claude-sonnet-4.5',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    );
    same('gemini-2.5-pro', 'gemini/gemini-2.5-pro', 'models/gemini-2.5-pro', 'gemini-2-5-pro');
    same('gpt-5.5', 'gpt-5-5', 'openai/gpt-5.5');
    for (const model of [
      'anthropic/claude-sonnet-4.5:free',
      'vendor/gpt-5.5-free',
      'a/',
      'auto',
      'default',
      'x/no-such-model',
    ])
      assert.equal(priceOf(model), null, model);
  });

  it('dates the table that is really bundled', () => {
    const manifest = new URL('../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
    assert.equal(JSON.parse(readFileSync(manifest, 'utf8')).version, BUNDLED_PRICES.version);
  });

  it('fetches from where the price library publishes', () => {
    assert.equal(PRICES_ADDRESS, REMOTE_DATA_JSON_URL);
  });

  it('takes a table only if it is one', () => {
    assert.equal(parsePriceTable('not JSON'), null);
    assert.equal(parsePriceTable('{"date":"2026-01-01","providers":[]}'), null);
    assert.equal(asProviders([{ id: 'a' }]), null);
  });
});

describe('pricing/refresh', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let address: string;
  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.json`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const provider = (id: string) => ({
    id,
    name: id,
    api_pattern: 'x',
    models: [{ id: `${id}-1`, match: { equals: `${id}-1` }, prices: { input_mtok: 1, output_mtok: 2 } }],
  });

  it('brings a table that keeps and prices by it', async () => {
    answer = { status: 200, body: JSON.stringify(['a', 'b', 'c', 'd', 'e'].map(provider)) };
    const result = await refreshPrices(new Date('2026-11-23T00:00:00Z'), address);
    assert.ok(result.ok);
    const kept = parsePriceTable(JSON.stringify(result.table));
    assert.equal(kept?.date, '2026-11-23');
    assert.equal(kept?.providers.length, 5);
  });

  for (const [status, body, failure] of [
    [404, 'no', 'refused'],
    [403, '{}', 'refused'],
    [500, 'oops', 'server'],
    [503, '', 'server'],
    [200, '<html>', 'bad data'],
    [200, '[]', 'bad data'],
    [200, '{"providers":1}', 'bad data'],
  ] as const) {
    it(`tells ${failure} for ${status} ${body}`, async () => {
      answer = { status, body };
      assert.deepEqual(await refreshPrices(new Date(), address), { ok: false, failure, status });
    });
  }

  it('tells offline', async () => {
    const result = await refreshPrices(new Date(), 'http://127.0.0.1:1/data.json');
    assert.deepEqual(result, { ok: false, failure: 'offline', status: null });
  });
});
