import { resolve } from 'node:path';
import type { Action } from './script.ts';

/** A tool as the agent declared it in its request. */
export interface DeclaredTool {
  readonly name: string;
  /** `function` takes JSON, `custom` takes text. */
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
}

export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  readonly namespace?: string | undefined;
  /** JSON for a function, text for a custom tool. */
  readonly input: Readonly<Record<string, unknown>> | string;
}

const MARKER = /\[\[sub:([\w-]+)\]\]/;

/** The sub-agent whose prompt this is, told by a marker that its parent's call put there. */
export function subagentIn(text: string): string | null {
  return MARKER.exec(text)?.[1] ?? null;
}

/** Whether an agent that declares these tools can change anything; if not, it asks for a title or a verdict. */
export function canAct(tools: readonly DeclaredTool[]): boolean {
  return tools.some(tool =>
    ['Write', 'Edit', 'Bash', 'exec', 'exec_command', 'apply_patch'].includes(tool.name),
  );
}

/**
 * Puts an action into the words of the tools that the agent declared.
 * @throws Error where none of them can do it, with their names
 */
export function toolCall(
  id: string,
  action: Action,
  tools: readonly DeclaredTool[],
  folder: string,
): ToolCall {
  const tool = (name: string) => tools.find(declared => declared.name === name);
  const anthropic = claudeCall(action, folder);
  const plain = anthropic && tool(anthropic.name);
  if (plain) return { id, tool: plain.name, input: complete(plain, anthropic.input) };
  const inner = codexInner(action);
  const exec = tools.find(declared => declared.name === 'exec' && declared.kind === 'custom');
  if (inner && exec) return { id, tool: 'exec', input: `text(await ${inner});` };
  const spawn =
    action.do === 'subagent' ? tool('spawn_agent') : action.do === 'wait' ? tool('wait_agent') : undefined;
  if (spawn)
    return { id, tool: spawn.name, namespace: spawn.namespace, input: complete(spawn, codexAgents(action)) };
  const names = tools.map(declared => declared.name).join(', ');
  throw new Error(`no tool for ${action.do} among ${names || 'none'}`);
}

function claudeCall(action: Action, folder: string): { name: string; input: Record<string, unknown> } | null {
  switch (action.do) {
    case 'write':
      return { name: 'Write', input: { file_path: resolve(folder, action.file), content: action.text } };
    case 'edit':
      return {
        name: 'Edit',
        input: { file_path: resolve(folder, action.file), old_string: action.old, new_string: action.new },
      };
    case 'read':
      return { name: 'Read', input: { file_path: resolve(folder, action.file) } };
    case 'run':
      return { name: 'Bash', input: { command: action.command } };
    case 'wait':
      return { name: 'Bash', input: { command: `sleep ${action.seconds}` } };
    case 'subagent':
      return {
        name: 'Agent',
        input: {
          prompt: `[[sub:${action.name}]] ${action.prompt}`,
          subagent_type: 'general-purpose',
          run_in_background: false,
        },
      };
  }
}

/** Codex runs JavaScript, in which its tools are functions. */
function codexInner(action: Action): string | null {
  switch (action.do) {
    case 'write':
    case 'edit':
      return `tools.apply_patch(${JSON.stringify(patch(action))})`;
    case 'read':
      return `tools.exec_command(${JSON.stringify({ cmd: `cat -- '${action.file.replaceAll("'", "'\\''")}'` })})`;
    case 'run':
      return `tools.exec_command(${JSON.stringify({ cmd: action.command })})`;
    default:
      return null;
  }
}

function codexAgents(action: Action): Record<string, unknown> {
  if (action.do === 'wait') return { timeout_ms: Math.max(10, action.seconds) * 1000 };
  if (action.do !== 'subagent') return {};
  const prompt = `[[sub:${action.name}]] ${action.prompt}`;
  return { message: prompt, prompt, task_name: action.name, name: action.name, fork_turns: 'none' };
}

function patch(action: Extract<Action, { do: 'write' | 'edit' }>): string {
  const lines = (text: string) => text.replace(/\n$/, '').split('\n');
  const body =
    action.do === 'write'
      ? [`*** Add File: ${action.file}`, ...lines(action.text).map(line => `+${line}`)]
      : [
          `*** Update File: ${action.file}`,
          '@@',
          ...lines(action.old).map(line => `-${line}`),
          ...lines(action.new).map(line => `+${line}`),
        ];
  return ['*** Begin Patch', ...body, '*** End Patch', ''].join('\n');
}

/** Keeps what the tool knows, and fills what it requires and the script does not say. */
function complete(tool: DeclaredTool, input: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(input).filter(([name]) => name in tool.properties);
  const missing = tool.required.filter(name => !(name in input));
  return Object.fromEntries([...known, ...missing.map(name => [name, sample(tool.properties[name], name)])]);
}

function sample(schema: Schema | undefined, name: string): unknown {
  if (schema?.enum) return schema.enum[0];
  const type = Array.isArray(schema?.type) ? schema.type[0] : schema?.type;
  switch (type) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return schema?.minimum ?? 0;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return `scripted ${name}`;
  }
}
