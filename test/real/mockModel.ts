import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { replyMessages, replyResponses, sendJson } from './reply.ts';
import { replyChat } from './replyChat.ts';
import { replyGemini } from './replyGemini.ts';
import { type ModelRequest, readChat, readGemini, readMessages, readResponses } from './requests.ts';
import {
  addUsage,
  NO_USAGE,
  type Script,
  type ServedUsage,
  SIDE_USAGE,
  type Turn,
  usageOf,
} from './script.ts';
import { canAct, finishingCall, subagentIn, toolCall } from './toolCalls.ts';

const MOST_REQUESTS = 300;

/** The services that are played, by their addresses. */
const SERVICES = [
  { address: /\/messages$/, read: readMessages, reply: replyMessages },
  { address: /\/responses$/, read: readResponses, reply: replyResponses },
  { address: /\/chat\/completions$/, read: readChat, reply: replyChat },
  { address: /:(?:generateContent|streamGenerateContent)$/, read: readGemini, reply: replyGemini },
];

/** One request that was served, or refused. */
export interface Served {
  /** `main`, `side`, `sub:NAME`; `refused` is an attempt to leave loopback, `unknown` an address not played. */
  readonly kind: string;
  /** Index in its turns; `null` outside of the script. */
  readonly turn: number | null;
  /** `null` where nothing was billed. */
  readonly usage: ServedUsage | null;
  readonly model: string | null;
  readonly path: string;
  readonly tools: readonly string[];
  /** Why the script could not be played here. */
  readonly fault: string | null;
}

interface Thread {
  readonly turns: readonly Turn[];
  next: number;
  readonly seen: Map<string, number>;
  readonly failed: Set<number>;
}

/** A model on loopback that plays one script for one run of an agent, and counts what it served. */
export class MockModel {
  readonly served: Served[] = [];
  readonly #id = randomUUID().slice(0, 8);
  readonly #folder: string;
  readonly #threads: ReadonlyMap<string, Thread>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(script: Script, folder: string) {
    this.#folder = folder;
    const thread = (turns: readonly Turn[]): Thread => ({
      turns,
      next: 0,
      seen: new Map(),
      failed: new Set(),
    });
    this.#threads = new Map([
      ['main', thread(script.turns)],
      ...Object.entries(script.subagents ?? {}).map(
        ([name, turns]) => [`sub:${name}`, thread(turns)] as const,
      ),
    ]);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.#note({ kind: 'unknown', path: request.url ?? '', fault: String(error) });
        if (response.headersSent) response.end();
        else sendJson(response, 400, { error: { type: 'invalid_request_error', message: String(error) } });
      });
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // Whoever was told to use us as a proxy ends up here.
    this.#server.on('connect', (request, socket) => {
      this.#note({ kind: 'refused', path: request.url ?? '' });
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  }

  /** @param folder where the agent works: paths in the script are relative to it */
  static async start(script: Script, folder: string): Promise<MockModel> {
    const mock = new MockModel(script, folder);
    await new Promise<void>((resolve, reject) => {
      mock.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return mock;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All that was billed, or what one kind of request was. */
  total(kind?: string): ServedUsage {
    return this.served
      .filter(served => served.usage !== null && (kind === undefined || served.kind === kind))
      .reduce((sum, served) => addUsage(sum, served.usage ?? NO_USAGE), NO_USAGE);
  }

  /** Turns of the script that were never asked for. */
  get unplayed(): number {
    return [...this.#threads.values()].reduce(
      (sum, { turns, next }) => sum + Math.max(0, turns.length - next),
      0,
    );
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.served.length >= MOST_REQUESTS) throw new Error(`more than ${MOST_REQUESTS} requests`);
    const text = Buffer.concat(chunks).toString('utf8');
    if (path.endsWith('/messages/count_tokens')) {
      return sendJson(response, 200, { input_tokens: Math.ceil(text.length / 4) });
    }
    if (path.endsWith(':countTokens')) {
      return sendJson(response, 200, { totalTokens: Math.ceil(text.length / 4) });
    }
    const service = SERVICES.find(({ address }) => address.test(path));
    if (service === undefined) {
      this.#note({ kind: 'unknown', path });
      return sendJson(response, request.method === 'HEAD' ? 200 : 404, {
        error: { message: 'not played here' },
      });
    }
    const body = JSON.parse(text) as Record<string, unknown>;
    await this.#play(path, service.read(body, path), response, service.reply);
  }

  async #play(
    path: string,
    asked: ModelRequest,
    response: ServerResponse,
    reply: typeof replyMessages,
  ): Promise<void> {
    const kind = this.#kindOf(asked);
    const thread = this.#threads.get(kind);
    const number = this.served.length;
    const id = `${this.#id}${number}`;
    const { model } = asked;
    if (!thread) {
      this.#note({ kind, path, model, usage: SIDE_USAGE });
      return reply(response, asked, { id, text: 'Scripted session', calls: [], usage: SIDE_USAGE });
    }
    const index = turnFor(thread, asked);
    const turn = thread.turns[index];
    if (turn?.failOnce && !thread.failed.has(index)) {
      thread.failed.add(index);
      this.#note({ kind, path, model, turn: index, fault: `scripted ${turn.failOnce}` });
      return sendJson(response, turn.failOnce, {
        type: 'error',
        error: { type: 'overloaded_error', message: 'scripted' },
      });
    }
    const usage = turn ? usageOf(turn, index) : SIDE_USAGE;
    const calls = (turn?.actions ?? []).map((action, i) =>
      toolCall(`${this.#id}_${kind.replace(':', '_')}_${index}_${i}`, action, asked.tools, this.#folder),
    );
    if (calls.length === 0 && kind !== 'main') {
      const finish = finishingCall(`${this.#id}_${kind.replace(':', '_')}_${index}_end`, asked.tools);
      if (finish !== null) calls.push(finish);
    }
    this.#note({
      ...{ kind, path, model, turn: index, usage, tools: calls.map(call => call.tool) },
      fault: turn ? null : 'asked for more turns than the script has',
    });
    if (turn?.delayMs) await sleep(turn.delayMs);
    reply(response, asked, {
      id,
      text: turn?.say ?? (calls.length > 0 ? '' : 'Nothing more to do.'),
      calls,
      usage,
    });
  }

  #kindOf(asked: ModelRequest): string {
    if (!canAct(asked.tools)) return 'side';
    const name = subagentIn(asked.userText);
    return name !== null && this.#threads.has(`sub:${name}`) ? `sub:${name}` : 'main';
  }

  #note(served: Partial<Served> & Pick<Served, 'kind' | 'path'>): void {
    this.served.push({ turn: null, usage: null, model: null, tools: [], fault: null, ...served });
  }
}

/** The same conversation asked again is a retry: the same turn is played, and billed again. */
function turnFor(thread: Thread, asked: ModelRequest): number {
  const key = createHash('sha256').update(JSON.stringify(asked.conversation)).digest('hex');
  const index = thread.seen.get(key) ?? thread.next++;
  thread.seen.set(key, index);
  return index;
}
