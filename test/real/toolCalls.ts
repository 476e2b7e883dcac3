import { resolve } from 'node:path';
import { codexInner } from './codexCalls.ts';
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
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  readonly namespace?: string | undefined;
  /** JSON for a function, text for a custom tool. */
  readonly input: Readonly<Record<string, unknown>> | string;
}

/** Agents name the same tools differently; of those that are declared the first is taken. */
const TOOLS: Readonly<Record<Exclude<Action['do'], 'wait'>, readonly string[]>> = {
  write: ['Write', 'write_file', 'write', 'create', 'create_file', 'write_to_file', 'editor'],
  edit: ['Edit', 'edit', 'replace', 'edit_file', 'str_replace', 'replace_in_file', 'editor'],
  read: ['Read', 'read_file', 'read', 'view', 'read_files'],
  run: [
    'Bash',
    'bash',
    'run_shell_command',
    'shell',
    'execute_command',
    'run_commands',
    'run_terminal_command',
  ],
  subagent: ['Agent', 'Task', 'task', 'agent', 'invoke_agent', 'spawn_agent'],
};

/** And so with what the tools take. */
const KEYS = {
  path: ['file_path', 'filePath', 'path', 'absolute_path', 'target_file'],
  text: ['content', 'file_text', 'contents', 'new_text', 'text'],
  old: ['old_string', 'oldString', 'oldText', 'old_str', 'old_text', 'search'],
  new: ['new_string', 'newString', 'newText', 'new_str', 'new_text', 'replace'],
  command: ['command', 'cmd', 'commands'],
  prompt: ['prompt', 'message', 'instruction', 'task'],
} as const;

const ACTING = new Set([...TOOLS.write, ...TOOLS.edit, ...TOOLS.run, 'exec', 'exec_command', 'apply_patch']);

const MARKER = /\[\[sub:([\w-]+)\]\]/;

/** The sub-agent whose prompt this is, told by a marker that its parent's call put there. */
export function subagentIn(text: string): string | null {
  return MARKER.exec(text)?.[1] ?? null;
}

/** Whether an agent that declares these tools can change anything; if not, it asks for a title or a verdict. */
export function canAct(tools: readonly DeclaredTool[]): boolean {
  return tools.some(tool => ACTING.has(tool.name));
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
  const exec = tools.find(declared => declared.name === 'exec' && declared.kind === 'custom');
  const inner = exec ? codexInner(action) : null;
  if (exec && inner) return { id, tool: exec.name, input: `text(await ${inner});` };
  if (action.do === 'wait') {
    const wait = tool('wait_agent');
    if (wait === undefined)
      return toolCall(id, { do: 'run', command: `sleep ${action.seconds}` }, tools, folder);
    const input = complete(wait, { timeout_ms: Math.max(10, action.seconds) * 1000 });
    return { id, tool: wait.name, namespace: wait.namespace, input };
  }
  const plain = TOOLS[action.do].map(tool).find(found => found !== undefined);
  if (plain) {
    const { name, namespace } = plain;
    return { id, tool: name, namespace, input: complete(plain, inputOf(plain, action, folder)) };
  }
  const names = tools.map(declared => declared.name).join(', ');
  throw new Error(`no tool for ${action.do} among ${names || 'none'}`);
}

/** The call by which a sub-agent of Gemini's kind says that it is done; others fall silent. */
export function finishingCall(id: string, tools: readonly DeclaredTool[]): ToolCall | null {
  const tool = tools.find(({ name }) => name === 'complete_task');
  return tool === undefined ? null : { id, tool: tool.name, input: complete(tool, {}) };
}

function inputOf(
  tool: DeclaredTool,
  action: Exclude<Action, { do: 'wait' }>,
  folder: string,
): Record<string, unknown> {
  const key = (kind: keyof typeof KEYS) => keyIn(tool.properties, kind);
  const command = (name: string) => (tool.properties.command?.enum?.includes(name) ? { command: name } : {});
  switch (action.do) {
    case 'write':
      return {
        ...command('create'),
        [key('path')]: resolve(folder, action.file),
        [key('text')]: action.text,
      };
    case 'edit': {
      const path = { [key('path')]: resolve(folder, action.file) };
      const list = tool.properties.edits?.items?.properties;
      if (list === undefined) {
        return { ...command('str_replace'), ...path, [key('old')]: action.old, [key('new')]: action.new };
      }
      return {
        ...path,
        edits: [{ [keyIn(list, 'old')]: action.old, [keyIn(list, 'new')]: action.new }],
      };
    }
    case 'read':
      return reading(tool, resolve(folder, action.file));
    case 'run': {
      const name = key('command');
      return { [name]: isList(tool.properties[name]) ? [action.command] : action.command };
    }
    case 'subagent':
      return {
        [key('prompt')]: `[[sub:${action.name}]] ${action.prompt}`,
        subagent_type: 'task_id' in tool.properties ? 'general' : 'general-purpose',
        agent_type: 'general-purpose',
        agent_name: 'generalist',
        // Elsewhere a name makes it one that goes on in the background.
        ...('task_name' in tool.properties
          ? { task_name: action.name, name: action.name, fork_turns: 'none' }
          : {}),
        run_in_background: false,
      };
  }
}

function reading(tool: DeclaredTool, path: string): Record<string, unknown> {
  const name = KEYS.path.find(known => known in tool.properties);
  if (name !== undefined) return { [name]: path };
  const [list, schema] = Object.entries(tool.properties).find(([, each]) => isList(each)) ?? [];
  if (list === undefined) return {};
  const { properties } = schema?.items ?? {};
  return { [list]: [properties === undefined ? path : { [keyIn(properties, 'path')]: path }] };
}

function keyIn(properties: Readonly<Record<string, Schema>>, kind: keyof typeof KEYS): string {
  return KEYS[kind].find(name => name in properties) ?? KEYS[kind][0];
}

function isList(schema: Schema | undefined): boolean {
  return /array/i.test(String(schema?.type));
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
  switch (String(type).toLowerCase()) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return schema?.minimum ?? 0;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(
        (schema?.required ?? []).map(inner => [inner, sample(schema?.properties?.[inner], inner)]),
      );
    default:
      return `scripted ${name}`;
  }
}
