import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Agent, AgentEnvironment, LineContext, LogReader, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { Teller } from '../tools/teller.ts';
import { tellContinueSession } from './continueSession.ts';

const AGENT = 'continue';
/** Its counts name no session, so all of them are of one. */
const UNTOLD = 'tokens';

/** Continue: what was said and done is in documents, what was generated in a log that names no session and no cache. */
export const continueDev: Agent = {
  id: AGENT,
  quality: 'estimated',
  stores: [
    {
      form: 'document',
      roots: environment => [joinFor(environment)(folderOf(environment), 'sessions')],
      isLog: path => path.endsWith('.json') && basename(path) !== 'sessions.json',
      copyKey: () => null,
      read(context, bytes) {
        const value = parsed(bytes.toString('utf8'));
        if (value === undefined) return null;
        tellContinueSession(AGENT, context, record(value));
        return {};
      },
    },
    {
      form: 'lines',
      roots: environment => [joinFor(environment)(folderOf(environment), 'dev_data')],
      isLog: path => basename(path) === 'tokensGenerated.jsonl',
      copyKey: () => null,
      open: context => new TokensReader(context),
    },
  ],
  title: async log =>
    shortTitle(filledString(record(parsed(await readFile(log, 'utf8').catch(() => ''))).title)),
};

function folderOf(environment: AgentEnvironment): string {
  return environment.variables.CONTINUE_GLOBAL_DIR || joinFor(environment)(environment.home, '.continue');
}

/** The client counts what it sends by itself, without cache: an estimate. */
class TokensReader implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;

  constructor(context: LineContext) {
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const value = objectOn(buffer, start, end, this.#context.skip);
    if (value === null) return;
    const at = instantOf(value.timestamp);
    const input = count(value.promptTokens);
    const output = count(value.generatedTokens);
    if (at === null || (input === null && output === null)) {
      this.#context.skip('newer format', filledString(value.schema) ?? undefined);
      return;
    }
    this.#teller.call({
      key: `${basename(this.#context.file.path)}@${offset}|${at}`,
      session: UNTOLD,
      at,
      model: filledString(value.model),
      tokens: { input, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output, reasoning: null },
      quality: 'estimated',
    });
  }

  finish(): ReaderState {
    return {};
  }
}
