import type { DeclaredTool, Schema } from './toolCalls.ts';

/** A request for a reply, whichever service it is addressed to. */
export interface ModelRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly tools: readonly DeclaredTool[];
  /** All that the user's side said, where a sub-agent's marker would be. */
  readonly userText: string;
  /** It asks to be told, at the end of a stream, what was billed. */
  readonly wantsUsage: boolean;
  /** The conversation so far: the same again is a retry. */
  readonly conversation: unknown;
}

type Json = Record<string, unknown>;

/** Reads a body of Anthropic's Messages API. */
export function readMessages(body: Json): ModelRequest {
  const messages = list(body.messages);
  return {
    model: String(body.model),
    stream: body.stream === true,
    tools: list(body.tools).map(tool => declared(tool, tool.input_schema ? 'function' : String(tool.type))),
    userText: textOf(messages.filter(message => message.role === 'user').map(message => message.content)),
    conversation: messages,
    wantsUsage: true,
  };
}

/** Reads a body of OpenAI's Chat Completions API. */
export function readChat(body: Json): ModelRequest {
  const messages = list(body.messages);
  return {
    model: String(body.model),
    stream: body.stream === true,
    tools: list(body.tools).map(tool => declared((tool.function ?? tool) as Json, 'function')),
    userText: textOf(messages.filter(message => message.role === 'user').map(message => message.content)),
    conversation: messages,
    wantsUsage: ((body.stream_options ?? {}) as Json).include_usage === true,
  };
}

/**
 * Reads a body of Google's Gemini API, whose address says what is wanted.
 * @param path ends with `/models/MODEL:generateContent` or `…:streamGenerateContent`
 */
export function readGemini(body: Json, path: string): ModelRequest {
  const [, model = '', method] = /\/models\/([^/:]+):(\w+)$/.exec(path) ?? [];
  const contents = list(body.contents);
  return {
    model,
    stream: method === 'streamGenerateContent',
    tools: list(body.tools)
      .flatMap(group => list(group.functionDeclarations ?? group.function_declarations))
      .map(tool => declared(tool, 'function')),
    userText: textOf(contents.filter(content => content.role === 'user').map(content => content.parts)),
    conversation: contents,
    wantsUsage: true,
  };
}

/** Reads a body of OpenAI's Responses API. Tools may also be declared inside the conversation, or in a namespace. */
export function readResponses(body: Json): ModelRequest {
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : list(body.input);
  const later = input.filter(item => item.type === 'additional_tools').flatMap(item => list(item.tools));
  const fromUser = input.filter(item => item.role === 'user' || item.type === 'agent_message');
  return {
    model: String(body.model),
    stream: body.stream === true,
    tools: [...list(body.tools), ...later].flatMap(unfold),
    userText: textOf(fromUser.map(item => item.content)),
    conversation: input,
    wantsUsage: true,
  };
}

function unfold(tool: Json): DeclaredTool[] {
  if (tool.type !== 'namespace') return [declared(tool, String(tool.type ?? 'function'))];
  const namespace = tool.name === 'functions' ? undefined : String(tool.name);
  return list(tool.tools).map(inner => ({ ...declared(inner, String(inner.type ?? 'function')), namespace }));
}

function declared(tool: Json, kind: string): DeclaredTool {
  const schema = (tool.input_schema ?? tool.parameters ?? tool.parametersJsonSchema ?? {}) as Json;
  return {
    name: String(tool.name ?? tool.type),
    kind,
    properties: (schema.properties ?? {}) as Record<string, Schema>,
    required: Array.isArray(schema.required) ? schema.required.map(String) : [],
  };
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('\n');
  const part = (content ?? {}) as Json;
  return [part.text, part.encrypted_content].filter(text => typeof text === 'string').join('\n');
}
