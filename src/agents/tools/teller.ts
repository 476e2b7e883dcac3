import type { ActRecord, AgentId, CallRecord, EditRecord, Instant, LinkRecord } from '../../model/records.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { ReadContext } from '../agent.ts';

export const UNTOLD: Tokens = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
};

type Keyed<T extends { key: string; session: string; at: Instant }, Needed extends keyof T> = Pick<
  T,
  'key' | 'session' | 'at' | Needed
> &
  Partial<T>;

/** Tells records of one agent; what is left out is not known. */
export class Teller {
  readonly agent: AgentId;
  readonly #context: ReadContext;

  constructor(agent: AgentId, context: ReadContext) {
    this.agent = agent;
    this.#context = context;
  }

  call(known: Keyed<CallRecord, 'quality'>): void {
    this.#context.emit({
      model: null,
      tokens: UNTOLD,
      loggedCost: null,
      credits: null,
      lesser: null,
      sidechain: false,
      ...known,
      kind: 'call',
      agent: this.agent,
    });
  }

  act(known: Keyed<ActRecord, 'act'>): void {
    this.#context.emit({
      human: null,
      target: null,
      argsDigest: null,
      resultDigest: null,
      ok: null,
      ...known,
      kind: 'act',
      agent: this.agent,
    });
  }

  /** @param content as the log has it */
  prompt(key: string, session: string, at: Instant, content: unknown, human: boolean | null = null): void {
    this.act({ key, session, at, act: 'prompt', human, argsDigest: this.digest(content) });
  }

  edits(
    session: string,
    at: Instant,
    edits: readonly Pick<EditRecord, 'key' | 'path' | 'lines' | 'baseline'>[],
  ): void {
    for (const edit of edits) this.#context.emit({ kind: 'edit', agent: this.agent, session, at, ...edit });
  }

  links(session: string, at: Instant, links: readonly Pick<LinkRecord, 'link' | 'target'>[]): void {
    for (const link of links) this.#context.emit({ kind: 'link', agent: this.agent, session, at, ...link });
  }

  /** Of a parsed value; `null` where there is none, or it is nested without end. */
  digest(value: unknown): number | null {
    if (value == null) return null;
    let text: string;
    try {
      text = typeof value === 'string' ? value : JSON.stringify(value);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
    return this.#context.packer.digest(Buffer.from(text));
  }
}
