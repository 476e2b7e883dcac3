import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { structuredPatch } from 'diff';
import type { AgentLog, FileStep, LogOptions } from './claudeLog.ts';

/** Writes what Codex CLI 0.169 leaves. */
export class CodexLog implements AgentLog {
  readonly id: string;
  readonly #options: LogOptions;
  readonly #file: string;
  readonly #records: string[] = [];
  readonly #turn: string;

  constructor(options: LogOptions) {
    this.#options = options;
    const { chance, cwd, branch, commit, remote, now } = options;
    const time = Math.floor(now()).toString(16).padStart(12, '0');
    this.id = `${time.slice(0, 8)}-${time.slice(8)}-7${chance.hex(3)}-a${chance.hex(3)}-${chance.hex(12)}`;
    this.#turn = chance.uuid('7');
    const iso = new Date(now()).toISOString();
    const name = `rollout-${iso.slice(0, 19).replaceAll(':', '-')}-${this.id}.jsonl`;
    this.#file = join(options.home, '.codex', 'sessions', ...iso.slice(0, 10).split('-'), name);
    this.#write('session_meta', {
      session_id: this.id,
      id: this.id,
      timestamp: iso,
      cwd,
      originator: 'codex_cli_rs',
      cli_version: '0.169.0',
      source: 'cli',
      thread_source: 'user',
      model_provider: 'openai',
      history_mode: 'paginated',
      git: { commit_hash: commit, branch, repository_url: remote },
    });
    this.#event({ type: 'task_started', turn_id: this.#turn, started_at: Math.floor(now() / 1000) });
    const asked = { turn_id: this.#turn, cwd, approval_policy: 'on-request', model: 'gpt-5.6-sol' };
    this.#write('turn_context', asked);
  }

  prompt(): void {
    const content = [{ type: 'text', text: 'Go on.', text_elements: [] }];
    this.#item({ type: 'UserMessage', id: this.#uuid(), content });
  }

  read(path: string): void {
    this.shell(`sed -n 1,160p '${path}'`, '(160 lines)\n');
  }

  edited(steps: readonly FileStep[]): void {
    const patch = ['*** Begin Patch'];
    const changes: Record<string, object> = {};
    for (const { path, before, after } of steps) {
      const { head, body, change } = fileChange(path, before, after);
      patch.push(head, ...body);
      changes[path] = change;
    }
    patch.push('*** End Patch');
    const call = this.#exec(`text(await tools.apply_patch(${JSON.stringify(`${patch.join('\n')}\n`)}));`);
    const stdout = `Success. Updated the following files:\n${steps.map(({ path }) => `M ${path}`).join('\n')}\n`;
    this.#item({
      type: 'FileChange',
      id: `exec-${this.#uuid()}`,
      changes,
      status: 'completed',
      stdout,
      stderr: '',
    });
    this.#output(call, '{}');
  }

  wrote(step: FileStep): void {
    this.edited([step]);
  }

  shell(command: string, output: string): void {
    const call = this.#exec(`text(await tools.exec_command(${JSON.stringify({ cmd: command })}));`);
    this.#item({
      type: 'CommandExecution',
      id: `exec-${this.#uuid()}`,
      command: ['/bin/bash', '-lc', command],
      cwd: `file://${this.#options.cwd}`,
      source: 'unified_exec_startup',
      status: 'completed',
      aggregated_output: output,
      exit_code: 0,
    });
    this.#output(call, JSON.stringify({ wall_time_seconds: 0.2, exit_code: 0, output }));
  }

  end(): void {
    const id = `msg_${this.#options.chance.hex(24)}`;
    const text = 'Done.';
    this.#item({ type: 'AgentMessage', id, content: [{ type: 'Text', text }], phase: 'final_answer' });
    this.#spend();
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, this.#records.join(''));
  }

  #exec(script: string): string {
    const call = `call_${this.#options.chance.hex(24)}`;
    const named = { id: `ctc_${call}`, status: 'completed', call_id: call, name: 'exec' };
    this.#write('response_item', { type: 'custom_tool_call', ...named, input: script });
    this.#spend();
    return call;
  }

  #output(call: string, text: string): void {
    const head = 'Script completed\nWall time 0.2 seconds\nOutput:\n';
    const output = [head, text].map(part => ({ type: 'input_text', text: part }));
    this.#write('response_item', { type: 'custom_tool_call_output', call_id: call, output });
  }

  #spend(): void {
    const usage = {
      input_tokens: 1000,
      cached_input_tokens: 500,
      output_tokens: 40,
      reasoning_output_tokens: 0,
      total_tokens: 1040,
    };
    const named = { thread_id: this.id, turn_id: this.#turn, session_id: this.id };
    this.#write('token_usage_record', {
      ...named,
      response_id: `resp_${this.#options.chance.hex(24)}`,
      usage,
    });
  }

  #item(item: object): void {
    this.#event({ type: 'item_completed', thread_id: this.id, turn_id: this.#turn, item });
  }

  #event(payload: object): void {
    this.#write('event_msg', payload);
  }

  #write(type: string, payload: object): void {
    const { now, pass, chance } = this.#options;
    const ordinal = this.#records.length;
    const record = { timestamp: new Date(now()).toISOString(), ordinal, type, payload };
    this.#records.push(`${JSON.stringify(record)}\n`);
    pass(chance.between(2, 20));
  }

  #uuid(): string {
    return this.#options.chance.uuid('7');
  }
}

function fileChange(path: string, before: string | null, after: string | null) {
  const signed = (text: string, sign: string) =>
    text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => sign + line);
  if (before === null) {
    const body = signed(after ?? '', '+');
    return { head: `*** Add File: ${path}`, body, change: { type: 'add', content: after } };
  }
  if (after === null) {
    return { head: `*** Delete File: ${path}`, body: [], change: { type: 'delete', content: before } };
  }
  const hunks = structuredPatch('a', 'b', before, after, '', '', { context: 3 }).hunks;
  const lines = hunks.map(hunk => hunk.lines.filter(line => !line.startsWith('\\')));
  const unified = hunks.map(
    ({ oldStart, oldLines, newStart, newLines }, at) =>
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines[at]!.join('\n')}\n`,
  );
  return {
    head: `*** Update File: ${path}`,
    body: lines.flatMap(each => ['@@', ...each]),
    change: { type: 'update', unified_diff: unified.join(''), move_path: null },
  };
}
