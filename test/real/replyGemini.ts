import type { ServerResponse } from 'node:http';
import { type Reply, sendJson } from './reply.ts';
import type { ModelRequest } from './requests.ts';

/** Answers as Google's Gemini API does: its input includes what was cached, its output leaves the thoughts out. */
export function replyGemini(response: ServerResponse, request: ModelRequest, reply: Reply): void {
  const { usage } = reply;
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const usageMetadata = {
    promptTokenCount: prompt,
    candidatesTokenCount: usage.output,
    totalTokenCount: prompt + usage.output + usage.reasoning,
    ...(usage.cacheRead > 0 ? { cachedContentTokenCount: usage.cacheRead } : {}),
    ...(usage.reasoning > 0 ? { thoughtsTokenCount: usage.reasoning } : {}),
  };
  const parts = [
    ...(reply.text || reply.calls.length === 0 ? [{ text: reply.text || 'ok' }] : []),
    ...reply.calls.map(call => ({ functionCall: { name: call.tool, args: call.input } })),
  ];
  const body = (some: readonly unknown[], last: boolean) => ({
    candidates: [
      { content: { role: 'model', parts: some }, index: 0, ...(last ? { finishReason: 'STOP' } : {}) },
    ],
    usageMetadata,
    modelVersion: request.model,
    responseId: reply.id,
  });
  if (!request.stream) {
    sendJson(response, 200, body(parts, true));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  // Each piece repeats the same counts.
  for (const [i, part] of parts.entries())
    response.write(`data: ${JSON.stringify(body([part], i === parts.length - 1))}\r\n\r\n`);
  response.end();
}
