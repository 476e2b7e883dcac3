import type { ServerResponse } from 'node:http';
import type { ModelRequest } from './requests.ts';
import type { ServedUsage } from './script.ts';
import type { ToolCall } from './toolCalls.ts';

/** What is to be said, for either service to put into its own form. */
export interface Reply {
  readonly id: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly usage: ServedUsage;
}

type Json = Record<string, unknown>;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers as Anthropic's Messages API does; its `output_tokens` include reasoning. */
export function replyMessages(response: ServerResponse, request: ModelRequest, reply: Reply): void {
  const { usage } = reply;
  const billed = {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.output + usage.reasoning,
    service_tier: 'standard',
  };
  const content: Json[] = [
    ...(reply.text || reply.calls.length === 0 ? [{ type: 'text', text: reply.text || 'ok' }] : []),
    ...reply.calls.map(call => ({
      type: 'tool_use',
      id: `toolu_${call.id}`,
      name: call.tool,
      input: call.input,
    })),
  ];
  const ending = { stop_reason: reply.calls.length > 0 ? 'tool_use' : 'end_turn', stop_sequence: null };
  const message = { id: `msg_${reply.id}`, type: 'message', role: 'assistant', model: request.model };
  if (!request.stream) {
    sendJson(response, 200, { ...message, content, ...ending, usage: billed });
    return;
  }
  const send = openStream(response, reply.id);
  // The service counts output only at the end; its first event has a placeholder.
  const started = { ...message, content: [], stop_reason: null, usage: { ...billed, output_tokens: 1 } };
  send('message_start', { message: started });
  for (const [index, block] of content.entries()) {
    const isText = block.type === 'text';
    send('content_block_start', {
      index,
      content_block: isText ? { type: 'text', text: '' } : { ...block, input: {} },
    });
    for (const piece of halves(isText ? String(block.text) : JSON.stringify(block.input))) {
      const delta = isText
        ? { type: 'text_delta', text: piece }
        : { type: 'input_json_delta', partial_json: piece };
      send('content_block_delta', { index, delta });
    }
    send('content_block_stop', { index });
  }
  send('message_delta', { delta: ending, usage: { output_tokens: billed.output_tokens } });
  send('message_stop', {});
  response.end();
}

/** Answers as OpenAI's Responses API does; its input includes both cache parts, its output the reasoning. */
export function replyResponses(response: ServerResponse, request: ModelRequest, reply: Reply): void {
  const { usage } = reply;
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  const output = usage.output + usage.reasoning;
  const billed = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + output,
  };
  const items = [...(reply.text ? [messageItem(reply)] : []), ...reply.calls.map(callItem)];
  const base = {
    id: `resp_${reply.id}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    model: request.model,
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    error: null,
  };
  const done = { ...base, status: 'completed', output: items, usage: billed };
  if (!request.stream) {
    sendJson(response, 200, done);
    return;
  }
  const send = openStream(response, reply.id);
  let sequence = 0;
  const event = (type: string, data: Json) => send(type, { sequence_number: sequence++, ...data });
  event('response.created', { response: { ...base, status: 'in_progress', output: [], usage: null } });
  for (const [index, item] of items.entries()) streamItem(event, index, item);
  event('response.completed', { response: done });
  response.end();
}

function messageItem(reply: Reply): Json {
  return {
    type: 'message',
    id: `msg_${reply.id}`,
    status: 'completed',
    role: 'assistant',
    phase: reply.calls.length > 0 ? 'commentary' : 'final_answer',
    content: [{ type: 'output_text', text: reply.text, annotations: [] }],
  };
}

function callItem(call: ToolCall): Json {
  const shared = { status: 'completed', call_id: `call_${call.id}`, name: call.tool };
  if (typeof call.input === 'string') {
    return { type: 'custom_tool_call', id: `ctc_${call.id}`, ...shared, input: call.input };
  }
  const namespace = call.namespace ? { namespace: call.namespace } : {};
  return {
    type: 'function_call',
    id: `fc_${call.id}`,
    ...shared,
    ...namespace,
    arguments: JSON.stringify(call.input),
  };
}

function streamItem(event: (type: string, data: Json) => void, index: number, item: Json): void {
  const at = { item_id: item.id, output_index: index };
  const unfinished = { ...item, status: 'in_progress' };
  if (item.type === 'message') {
    const [part] = item.content as [{ text: string }];
    const place = { ...at, content_index: 0 };
    event('response.output_item.added', { output_index: index, item: { ...unfinished, content: [] } });
    event('response.content_part.added', { ...place, part: { ...part, text: '' } });
    for (const delta of halves(part.text)) event('response.output_text.delta', { ...place, delta });
    event('response.output_text.done', { ...place, text: part.text });
    event('response.content_part.done', { ...place, part });
  } else {
    const isFunction = item.type === 'function_call';
    const field = isFunction ? 'arguments' : 'input';
    const stem = isFunction ? 'response.function_call_arguments' : 'response.custom_tool_call_input';
    event('response.output_item.added', { output_index: index, item: { ...unfinished, [field]: '' } });
    for (const delta of halves(String(item[field]))) event(`${stem}.delta`, { ...at, delta });
    event(`${stem}.done`, { ...at, [field]: item[field] });
  }
  event('response.output_item.done', { output_index: index, item });
}

function openStream(response: ServerResponse, id: string): (type: string, data: Json) => void {
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'request-id': `req_${id}`,
  };
  response.writeHead(200, headers);
  return (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

/** Cuts a text in two, so that an agent has something to put together. */
export function halves(text: string): string[] {
  const middle = text.length >> 1;
  return text.length < 2 ? [text] : [text.slice(0, middle), text.slice(middle)];
}
