import { basename, dirname } from 'node:path';
import type { AgentId, Instant } from '../../model/records.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ClineTaskTools } from './clineTaskTools.ts';
import { clineTokens, microDollars } from './clineTokens.ts';
import { folderOfTask, parentOfTask } from './clineWorkspace.ts';

/** Whether `tokensIn` has what came from a cache inside it, or it stands beside. */
export type CacheCounted = 'inside' | 'beside';

type Parts = readonly [input: number, output: number, cacheRead: number, cacheWrite: number, cost: number];

/** Requests by key, so that those which were deleted since are known when their sum is told. */
interface State {
  readonly requests: Readonly<Record<string, Parts>>;
  /** What was told of sums of deleted requests. */
  readonly deleted: Readonly<Record<string, Parts>>;
}

const USES = ['api_req_started', 'subagent_usage', 'deleted_api_reqs'];

/**
 * A task of Cline before its fourth version, of Roo or of Kilo before it was made of OpenCode: what its page shows,
 * written anew each time. A request is told when it begins and gets its counts when it is over.
 */
export function readClineTask(
  agent: AgentId,
  cache: CacheCounted,
  context: ReadContext,
  bytes: Buffer,
  saved: ReaderState | null,
): ReaderState | null {
  const value = parsed(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null) return null;
  const known = (saved ?? { requests: {}, deleted: {} }) as State;
  if (!Array.isArray(value)) {
    context.skip('newer format');
    return known;
  }
  return new TaskReading(agent, cache, context, known).read(value.map(record));
}

class TaskReading {
  readonly #cache: CacheCounted;
  readonly #context: ReadContext;
  readonly #teller: Teller;
  readonly #task: string;
  readonly #span: SessionSpan;
  readonly #tools: ClineTaskTools;
  readonly #known: State;
  readonly #requests: Record<string, Parts> = {};
  readonly #deleted: Record<string, Parts> = {};
  readonly #keys = new Map<string, number>();
  #model: string | null = null;
  #provider: string | null = null;

  constructor(agent: AgentId, cache: CacheCounted, context: ReadContext, known: State) {
    const { path } = context.file;
    this.#cache = cache;
    this.#context = context;
    this.#known = known;
    this.#teller = new Teller(agent, context);
    this.#task = basename(dirname(path));
    const cwd = folderOfTask(path, this.#task);
    this.#span = new SessionSpan(agent, path, { id: this.#task, cwd, parent: parentOfTask(path) });
    this.#tools = new ClineTaskTools(agent, context, this.#task, cwd);
  }

  read(messages: readonly Record<string, unknown>[]): State {
    let at =
      instantOf(/^\d{13}$/.test(this.#task) ? Number(this.#task) : null) ??
      Math.floor(this.#context.file.mtimeMs);
    const sums: [key: string, at: Instant, use: Record<string, unknown>][] = [];
    for (const [n, message] of messages.entries()) {
      at = instantOf(message.ts) ?? at;
      this.#span.see(at, this.#context.emit);
      const { modelId, providerId } = record(message.modelInfo);
      this.#model = filledString(modelId) ?? this.#model;
      this.#provider = filledString(providerId) ?? this.#provider;
      const key = this.#keyOf(message, n);
      const say = filledString(message.say) ?? '';
      if (say === 'api_req_started') this.#tools.begin();
      if (USES.includes(say)) {
        const use = record(parsed(filledString(message.text) ?? ''));
        if (say === 'deleted_api_reqs') sums.push([key, at, use]);
        else this.#request(key, at, use);
      } else if (say === 'condense_context') this.#condensed(key, at, record(message.contextCondense));
      else if (say === 'user_feedback' || (n === 0 && (say === 'text' || say === 'task')))
        this.#teller.prompt(key, this.#task, at, message.text);
      else this.#tools.message(key, at, messages, n);
    }
    this.#subtract(sums);
    this.#span.finish(this.#context.emit);
    return { requests: this.#requests, deleted: this.#deleted };
  }

  /** Messages that are taken back leave their places to others: a time is nobody else's. */
  #keyOf({ ts }: Record<string, unknown>, n: number): string {
    const key = `${this.#task}/${typeof ts === 'number' ? ts : `#${n}`}`;
    const count = this.#keys.get(key) ?? 0;
    this.#keys.set(key, count + 1);
    return count === 0 ? key : `${key}#${count}`;
  }

  #request(key: string, at: Instant, use: Record<string, unknown>): void {
    const told = [use.tokensIn, use.tokensOut, use.cacheReads, use.cacheWrites, use.cost];
    // It has begun, and its counts come when it is over.
    if (!told.some(part => typeof part === 'number' && part > 0)) return;
    const parts = partsOf(use);
    this.#requests[key] = parts;
    this.#call(key, at, use, parts);
  }

  #condensed(key: string, at: Instant, { cost }: Record<string, unknown>): void {
    const loggedCost = microDollars(cost);
    if (loggedCost === null) return;
    // Only what it cost is told.
    this.#teller.call({
      key,
      session: this.#task,
      at,
      model: this.#model,
      loggedCost,
      quality: 'lower bound',
    });
  }

  /** Of requests that were deleted since they were read only the sum is left: it is told less what was told of them. */
  #subtract(sums: readonly (readonly [string, Instant, Record<string, unknown>])[]): void {
    const gone = Object.entries(this.#known.requests).filter(([key]) => !(key in this.#requests));
    let told = gone.reduce<Parts>((sum, [, parts]) => add(sum, parts, 1), [0, 0, 0, 0, 0]);
    for (const [key, at, use] of sums) {
      let rest = this.#known.deleted[key];
      if (rest === undefined) {
        const all = partsOf(use);
        rest = add(all, told, -1);
        told = add(told, all, -1);
      }
      this.#deleted[key] = rest;
      if (rest.some(part => part > 0)) this.#call(key, at, use, rest);
    }
  }

  #call(key: string, at: Instant, use: Record<string, unknown>, parts: Parts): void {
    // Claude Code, run in place of a model, keeps a log of what it was sent.
    if (this.#provider === 'claude-code') return;
    const told = (name: string, part: number) => (typeof use[name] === 'number' ? part : null);
    const counts = {
      input: told('tokensIn', parts[0]),
      output: told('tokensOut', parts[1]),
      cacheRead: told('cacheReads', parts[2]),
      cacheWrite: told('cacheWrites', parts[3]),
    };
    this.#teller.call({
      key,
      session: this.#task,
      at,
      model: this.#model,
      // The one path of Cline's on which its provider's own sum was passed on.
      tokens: clineTokens(counts, this.#cache === 'inside' || this.#provider === 'openai-native'),
      loggedCost: microDollars(parts[4]),
      quality: 'exact',
    });
  }
}

function partsOf({ tokensIn, tokensOut, cacheReads, cacheWrites, cost }: Record<string, unknown>): Parts {
  const number = (value: unknown) => (typeof value === 'number' && value > 0 ? value : 0);
  return [number(tokensIn), number(tokensOut), number(cacheReads), number(cacheWrites), number(cost)];
}

/** Never below zero. */
function add(a: Parts, b: Parts, sign: 1 | -1): Parts {
  const part = (n: number) => Math.max(0, a[n]! + sign * b[n]!);
  return [part(0), part(1), part(2), part(3), part(4)];
}
