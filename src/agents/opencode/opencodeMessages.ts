import type { AgentId, Instant } from '../../model/records.ts';
import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, record } from '../json/looseJson.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { opencodeEdits } from './opencodeEdits.ts';
import { opencodeTokens } from './opencodeTokens.ts';

/** What is known of the session that a message stands in. */
export interface OpencodeSession {
  readonly id: string;
  readonly parent: string | null;
  readonly cwd: string | null;
  readonly version: string | null;
}

/** Tells messages and uses of tools in the shapes that OpenCode, and Kilo after it, have had for them. */
export class OpencodeMessages {
  readonly #context: ReadContext;
  readonly #agent: AgentId;
  readonly #teller: Teller;

  constructor(agent: AgentId, context: ReadContext) {
    this.#context = context;
    this.#agent = agent;
    this.#teller = new Teller(agent, context);
  }

  /**
   * @param role of the data in the first shape, the row's type in the second
   * @returns when it began and ended
   */
  message(
    key: string,
    role: string | null,
    data: Record<string, unknown>,
    session: OpencodeSession,
    at: Instant,
  ): readonly [Instant, Instant] {
    const { created, completed } = record(data.time);
    const began = instantOf(created) ?? at;
    const ended = instantOf(completed) ?? began;
    if (role === 'user') {
      // What one agent says to another is its spawning, which has an act of its own.
      if (session.parent === null) this.#teller.prompt(key, session.id, began, data.text ?? data.content);
    } else this.#call(key, data, session, ended);
    for (const part of Array.isArray(data.content) ? data.content.map(record) : []) {
      if (part.type === 'tool') this.tool(key, part, session, ended);
    }
    return [began, ended];
  }

  /** One use of a tool, as it stands now. */
  tool(message: string, part: Record<string, unknown>, session: OpencodeSession, at: Instant): void {
    const tool = filledString(part.tool) ?? filledString(part.name);
    const call = filledString(part.callID) ?? filledString(part.id);
    const state = record(part.state);
    if (tool === null || call === null || part.state === undefined) {
      this.#context.skip('newer format');
      return;
    }
    const id = `${message}/${call}`;
    const { input, metadata, status, time } = state;
    const { start, end } = record(time);
    const acts = new ToolActs(this.#agent, this.#context);
    const began = instantOf(start) ?? at;
    acts.asked({ id, tool, input, session: session.id, at: began, cwd: session.cwd });
    if (status !== 'completed' && status !== 'error') {
      acts.finish();
      return;
    }
    const { exit } = record(metadata);
    const ok = status === 'completed' && (typeof exit !== 'number' || exit === 0);
    const changes = acts.pending(id)?.edits === true && !('command' in record(input));
    acts.answered(id, {
      at: instantOf(end) ?? began,
      ok,
      output: state.output ?? state.content ?? state.error,
      ...(changes
        ? { edits: opencodeEdits(id, tool, input, metadata, session.cwd, this.#context.packer) }
        : {}),
    });
  }

  #call(key: string, data: Record<string, unknown>, session: OpencodeSession, at: Instant): void {
    const tokens = opencodeTokens(data.tokens, session.version);
    // Nothing has come yet, or nothing ever will; a reply that ended well and has no counts is one all the same.
    if (tokens === null && (filledString(data.finish) === null || data.error != null)) return;
    const cost = data.cost;
    this.#teller.call({
      key,
      session: session.id,
      at,
      model: filledString(data.modelID) ?? filledString(record(data.model).id),
      ...(tokens === null ? {} : { tokens }),
      // Who pays by the month, and a model whose price is not known, have a cost of zero.
      loggedCost: typeof cost === 'number' && cost > 0 ? Math.round(cost * 1e6) : null,
      // What titles cost is billed and written nowhere.
      quality: 'lower bound',
    });
  }
}
