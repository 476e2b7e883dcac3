import type { AgentId, Instant } from '../../model/records.ts';
import type { Quality } from '../../model/tokens.ts';
import type { ReadContext } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, record } from '../json/looseJson.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { creditsIn } from './kiroCredits.ts';
import { realModel } from './kiroModel.ts';

/** Where a conversation stands in its database. */
export interface QPlace {
  readonly agent: AgentId;
  /** What its calls are worth: neither program writes the tokens down. */
  readonly quality: Quality;
  /** Where the row names it, else the conversation does. */
  readonly id: string | null;
  /** The folder under which it is kept. */
  readonly cwd: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/**
 * Tells a conversation as Amazon Q's command line, and Kiro's after it, keeps it: requests in order, where the results
 * of a request's tools come with the next one.
 * @returns whether it was one
 */
export function readQConversation(context: ReadContext, value: unknown, place: QPlace): boolean {
  const conversation = record(value);
  const id = place.id ?? filledString(conversation.conversation_id);
  const { history } = conversation;
  if (id === null || !Array.isArray(history)) {
    context.skip('newer format');
    return false;
  }
  const reading = new ConversationReading(context, id, place);
  for (const entry of history) reading.entry(record(entry));
  reading.finish();
  return true;
}

class ConversationReading {
  readonly #place: QPlace;
  readonly #context: ReadContext;
  readonly #session: string;
  readonly #teller: Teller;
  readonly #span: SessionSpan;
  readonly #acts: ToolActs;
  #cwd: string | null;
  #at: Instant | null;
  #count = 0;

  constructor(context: ReadContext, session: string, place: QPlace) {
    this.#place = place;
    this.#context = context;
    this.#session = session;
    this.#teller = new Teller(place.agent, context);
    this.#acts = new ToolActs(place.agent, context);
    this.#span = new SessionSpan(place.agent, context.file.path, { id: session, cwd: place.cwd });
    this.#cwd = place.cwd;
    this.#at = place.startedAt;
    this.#span.see(place.startedAt, context.emit);
  }

  entry({ user, assistant, request_metadata }: Record<string, unknown>): void {
    const { content, timestamp, env_context } = record(user);
    const metadata = record(request_metadata);
    this.#cwd = filledString(record(record(env_context).env_state).current_working_directory) ?? this.#cwd;
    const { endedAt } = this.#place;
    const asked =
      instantOf(timestamp) ??
      instantOf(metadata.request_start_timestamp_ms) ??
      this.#at ??
      endedAt ??
      Math.floor(this.#context.file.mtimeMs);
    const answered = instantOf(metadata.stream_end_timestamp_ms) ?? asked;
    this.#at = answered;
    this.#span.see(asked, this.#context.emit);
    this.#span.see(answered, this.#context.emit);
    const said = record(content);
    const { ToolUse, Response } = record(assistant);
    const reply = record(ToolUse ?? Response);
    const message = filledString(metadata.message_id) ?? filledString(reply.message_id);
    const key = filledString(metadata.request_id) ?? message ?? `${this.#session}/${this.#count}`;
    this.#count++;
    if (said.Prompt !== undefined)
      this.#teller.prompt(`${key}/prompt`, this.#session, asked, record(said.Prompt).prompt);
    const cancelled = said.CancelledToolUses !== undefined;
    const results = record(said.ToolUseResults ?? said.CancelledToolUses).tool_use_results;
    for (const result of Array.isArray(results) ? results : [])
      this.#result(record(result), asked, cancelled);
    for (const use of Array.isArray(reply.tool_uses) ? reply.tool_uses : []) this.#use(record(use), answered);
    if (assistant != null) this.#call(key, answered, metadata);
  }

  finish(): void {
    this.#acts.finish();
    this.#span.see(this.#place.endedAt, this.#context.emit);
    this.#span.finish(this.#context.emit);
  }

  #result({ tool_use_id, status, content }: Record<string, unknown>, at: Instant, cancelled: boolean): void {
    const ok = !cancelled && filledString(status)?.toLowerCase() === 'success';
    this.#acts.answered(filledString(tool_use_id) ?? '', { at, ok, output: content });
  }

  #use({ id, name, orig_name, args, orig_args }: Record<string, unknown>, at: Instant): void {
    const call = filledString(id);
    const tool = filledString(name) ?? filledString(orig_name);
    if (call === null || tool === null) {
      this.#context.skip('newer format');
      return;
    }
    this.#acts.asked({
      id: call,
      tool,
      input: args ?? orig_args,
      session: this.#session,
      at,
      cwd: this.#cwd,
    });
  }

  #call(key: string, at: Instant, metadata: Record<string, unknown>): void {
    const credits = creditsIn(metadata.metering_usage ?? metadata.usage_info);
    this.#teller.call({
      key,
      session: this.#session,
      at,
      model: realModel(metadata.model_id),
      credits,
      quality: credits === null ? this.#place.quality : 'credits',
    });
  }
}
