import { join } from 'node:path';
import { type AgentLog, Context, LinesFile, type LogOptions, type Spent } from './log.ts';

/** Writes a rollout as Codex CLI 0.169 does. */
export class CodexLog implements AgentLog {
  readonly id: string;
  readonly #options: LogOptions;
  readonly #parent: { readonly log: CodexLog; readonly call: string } | null;
  readonly #file: LinesFile;
  readonly #context: Context;
  readonly #turn: string;
  #ordinal = 0;
  #total = { input: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0 };

  constructor(options: LogOptions, parent: { log: CodexLog; call: string } | null = null) {
    const { chance, clock, home, cwd, branch, commit, remote, model } = options;
    this.#options = options;
    this.#parent = parent;
    // Version 7: the first 48 bits are the time.
    const time = Math.floor(clock.at).toString(16).padStart(12, '0');
    this.id = `${time.slice(0, 8)}-${time.slice(8)}-7${chance.hex(3)}-a${chance.hex(3)}-${chance.hex(12)}`;
    this.#turn = chance.uuid('7');
    const [day, hour] = clock.iso.slice(0, 19).split('T') as [string, string];
    const name = `rollout-${day}T${hour.replaceAll(':', '-')}-${this.id}.jsonl`;
    this.#file = new LinesFile(join(home, '.codex', 'sessions', ...day.split('-'), name));
    this.#context = new Context(chance);
    const spawned =
      parent === null ? null : { parent_thread_id: parent.log.id, depth: 1, agent_path: '/root/helper' };
    this.#write('session_meta', {
      session_id: parent?.log.id ?? this.id,
      id: this.id,
      ...(parent === null ? {} : { parent_thread_id: parent.log.id }),
      timestamp: clock.iso,
      cwd,
      originator: 'codex_cli_rs',
      cli_version: '0.169.0',
      source: spawned === null ? 'cli' : { subagent: { thread_spawn: spawned } },
      thread_source: spawned === null ? 'user' : 'subagent',
      model_provider: 'openai',
      history_mode: 'paginated',
      git: { commit_hash: commit, branch, repository_url: remote },
    });
    this.#event({ type: 'task_started', turn_id: this.#turn, started_at: clock.second });
    this.#write('turn_context', { turn_id: this.#turn, cwd, approval_policy: 'on-request', model });
  }

  prompt(text: string): void {
    this.#item({
      type: 'UserMessage',
      id: this.#uuid(),
      content: [{ type: 'text', text, text_elements: [] }],
    });
    this.#options.clock.pass(this.#options.chance.between(4, 15));
  }

  say(text: string): void {
    const id = `msg_${this.#options.chance.hex(24)}`;
    this.#item({ type: 'AgentMessage', id, content: [{ type: 'Text', text }], phase: 'final_answer' });
    const content = [{ type: 'output_text', text, annotations: [] }];
    this.#response({ type: 'message', status: 'completed', id, role: 'assistant', content });
    this.#spend(200);
  }

  read(path: string): void {
    this.shell(`sed -n 1,160p '${path}'`, '(160 lines)\n');
  }

  search(pattern: string): void {
    this.shell(`rg -n '${pattern}'`, '(12 matches)\n');
  }

  web(question: string): void {
    const id = `ws_${this.#options.chance.hex(24)}`;
    const action = { type: 'search', query: question };
    this.#response({ type: 'web_search_call', id, status: 'completed', action });
    this.#spend(60);
  }

  shell(command: string, output: string): void {
    const script = `text(await tools.exec_command(${JSON.stringify({ cmd: command })}));`;
    const call = this.#exec(script, 60);
    const { cwd } = this.#options;
    const ran = { status: 'completed', aggregated_output: output, exit_code: 0 };
    const asked = {
      command: ['/bin/bash', '-lc', command],
      cwd: `file://${cwd}`,
      source: 'unified_exec_startup',
    };
    this.#item({ type: 'CommandExecution', id: `exec-${this.#uuid()}`, ...asked, ...ran });
    const told = { wall_time_seconds: 0.2, exit_code: 0, output };
    this.#output(call, JSON.stringify(told));
  }

  created(path: string, text: string): void {
    const lines = text.replace(/\n$/, '').split('\n');
    const patch = [
      '*** Begin Patch',
      `*** Add File: ${path}`,
      ...lines.map(line => `+${line}`),
      '*** End Patch',
    ];
    this.#patched(path, patch, { type: 'add', content: text });
  }

  changed(path: string, anchor: string, added: string): void {
    const lines = [` ${anchor}`, ...added.split('\n').map(line => `+${line}`)];
    const patch = ['*** Begin Patch', `*** Update File: ${path}`, '@@', ...lines, '*** End Patch'];
    const unified = `@@ -1,1 +1,${lines.length} @@\n${lines.join('\n')}\n`;
    this.#patched(path, patch, { type: 'update', unified_diff: unified, move_path: null });
  }

  spawn(task: string): AgentLog {
    const call = `call_${this.#options.chance.hex(24)}`;
    const args = JSON.stringify({ message: task, task_name: 'helper', fork_turns: 'none' });
    this.#response({ type: 'function_call', name: 'spawn_agent', arguments: args, call_id: call });
    this.#spend(120);
    return new CodexLog(this.#options, { log: this, call });
  }

  end(answer: string): void {
    this.say(answer);
    this.#file.write(this.#options.clock.at);
    if (this.#parent === null) return;
    const { log, call } = this.#parent;
    log.#response({ type: 'function_call_output', call_id: call, output: '{"task_name":"/root/helper"}' });
  }

  #patched(path: string, patch: readonly string[], change: object): void {
    const text = `${patch.join('\n')}\n`;
    const call = this.#exec(
      `text(await tools.apply_patch(${JSON.stringify(text)}));`,
      Math.ceil(text.length / 3.6),
    );
    const letter = patch[1]!.startsWith('*** Add') ? 'A' : 'M';
    const stdout = `Success. Updated the following files:\n${letter} ${path}\n`;
    const done = { changes: { [path]: change }, status: 'completed', stdout, stderr: '' };
    this.#item({ type: 'FileChange', id: `exec-${this.#uuid()}`, ...done });
    this.#output(call, '{}');
  }

  #exec(script: string, weight: number): string {
    const call = `call_${this.#options.chance.hex(24)}`;
    const named = { id: `ctc_${call}`, status: 'completed', call_id: call, name: 'exec' };
    this.#response({ type: 'custom_tool_call', ...named, input: script });
    this.#spend(weight);
    return call;
  }

  #output(call: string, text: string): void {
    const head = 'Script completed\nWall time 0.2 seconds\nOutput:\n';
    const output = [head, text].map(part => ({ type: 'input_text', text: part }));
    this.#response({ type: 'custom_tool_call_output', call_id: call, output });
    this.#options.clock.pass(this.#options.chance.between(1, 12));
  }

  /** Codex counts cached tokens as part of the input, and reasoning as part of the output. */
  #spend(weight: number): void {
    const { chance, clock, spent } = this.#options;
    const given = this.#context.reply(weight);
    const tokens: Spent = { ...given, input: given.input + given.cacheWrite, cacheWrite: 0 };
    spent(tokens);
    const total = this.#total;
    total.input += tokens.input + tokens.cacheRead;
    total.cached += tokens.cacheRead;
    total.output += tokens.output;
    total.reasoning += tokens.reasoning;
    const input = tokens.input + tokens.cacheRead;
    const usage = usageOf({ ...tokens, input, cached: tokens.cacheRead });
    const thread = usageOf(total);
    const response = `resp_${chance.hex(24)}`;
    const named = { thread_id: this.id, turn_id: this.#turn, session_id: this.id, response_id: response };
    this.#write('token_usage_record', {
      ...named,
      usage,
      turn_token_usage: thread,
      thread_token_usage: thread,
    });
    const info = { total_token_usage: thread, last_token_usage: usage, model_context_window: 272_000 };
    this.#event({ type: 'token_count', info, rate_limits: null });
    clock.pass(chance.between(6, 40));
  }

  #item(item: object): void {
    this.#event({ type: 'item_completed', thread_id: this.id, turn_id: this.#turn, item });
  }

  #event(payload: object): void {
    this.#write('event_msg', payload);
  }

  #response(payload: object): void {
    this.#write('response_item', payload);
  }

  #write(type: string, payload: object): void {
    this.#file.add({ timestamp: this.#options.clock.iso, ordinal: this.#ordinal++, type, payload });
  }

  #uuid(): string {
    return this.#options.chance.uuid('7');
  }
}

function usageOf(counts: {
  input: number;
  cached: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}): object {
  return {
    input_tokens: counts.input,
    cached_input_tokens: counts.cached,
    cache_write_input_tokens: counts.cacheWrite,
    output_tokens: counts.output,
    reasoning_output_tokens: counts.reasoning,
    total_tokens: counts.input + counts.output,
  };
}
