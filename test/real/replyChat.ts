import type { ServerResponse } from 'node:http';
import { halves, type Reply, sendJson } from './reply.ts';
import type { ModelRequest } from './requests.ts';

/** Answers as OpenAI's Chat Completions API does; its input includes both cache parts, its output the reasoning. */
export function replyChat(response: ServerResponse, request: ModelRequest, reply: Reply): void {
  const { usage } = reply;
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const completion = usage.output + usage.reasoning;
  const billed = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
  const calls = reply.calls.map((call, index) => ({
    index,
    id: `call_${call.id}`,
    type: 'function',
    function: { name: call.tool, arguments: JSON.stringify(call.input) },
  }));
  const finish = calls.length > 0 ? 'tool_calls' : 'stop';
  const base = {
    id: `chatcmpl-${reply.id}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
  if (!request.stream) {
    const message = {
      role: 'assistant',
      content: reply.text || null,
      ...(calls.length > 0 ? { tool_calls: calls.map(({ index: _, ...call }) => call) } : {}),
    };
    const choices = [{ index: 0, message, finish_reason: finish }];
    sendJson(response, 200, { ...base, object: 'chat.completion', choices, usage: billed });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    send({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
  chunk({ role: 'assistant', content: '' });
  for (const content of reply.text ? halves(reply.text) : []) chunk({ content });
  for (const call of calls) {
    const [head = '', ...rest] = halves(call.function.arguments);
    chunk({ tool_calls: [{ ...call, function: { name: call.function.name, arguments: head } }] });
    for (const piece of rest) {
      chunk({ tool_calls: [{ index: call.index, function: { arguments: piece } }] });
    }
  }
  chunk({}, finish);
  // Whoever does not ask for it is told of no use, and keeps none.
  if (request.wantsUsage) send({ ...base, object: 'chat.completion.chunk', choices: [], usage: billed });
  response.end('data: [DONE]\n\n');
}
