import type { Agent, LineContext, LogReader, ReaderState } from './agent.ts';
import { objectOn } from './json/jsonLine.ts';
import { instantOf } from './json/logTime.ts';
import { filledString, record } from './json/looseJson.ts';
import { count } from './json/tokenCounts.ts';
import { joinFor } from './stores/dataFolders.ts';
import { Teller } from './tools/teller.ts';

const AGENT = 'aider';
const MICRO = 1_000_000;
/** Nothing in the log tells sessions apart. */
const UNTOLD = 'messages';

/**
 * Aider counts only where its person had it write an analytics log, into its folder or where a variable says. What it changes it commits by
 * itself; nothing of that is in the log.
 */
export const aider: Agent = {
  id: AGENT,
  quality: 'lower bound',
  stores: [
    {
      form: 'lines',
      roots: environment => [joinFor(environment)(environment.home, '.aider')],
      files: ({ variables }) => (variables.AIDER_ANALYTICS_LOG ? [variables.AIDER_ANALYTICS_LOG] : []),
      isLog: path => /[\\/]analytics[^\\/]*\.jsonl$/.test(path),
      copyKey: () => null,
      open: context => new AnalyticsReader(context),
    },
  ],
  title: async () => null,
};

class AnalyticsReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;

  constructor(context: LineContext) {
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const value = objectOn(buffer, start, end, this.#context.skip);
    if (value === null) return;
    if (typeof value.event !== 'string') this.#context.skip('newer format');
    if (value.event !== 'message_send') return;
    const sent = record(value.properties);
    const at = instantOf(value.time);
    const input = count(sent.prompt_tokens);
    const output = count(sent.completion_tokens);
    if (at === null || (input === null && output === null)) {
      this.#context.skip('newer format');
      return;
    }
    // `total_cost` is the sum so far; `cost` is this message's.
    const cost = typeof sent.cost === 'number' && sent.cost > 0 ? Math.round(sent.cost * MICRO) : null;
    this.#teller.call({
      key: `${offset}|${at}`,
      session: UNTOLD,
      at,
      model: filledString(sent.main_model),
      tokens: { input, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output, reasoning: null },
      loggedCost: cost,
      quality: 'lower bound',
    });
  }

  finish(): ReaderState {
    return {};
  }
}
