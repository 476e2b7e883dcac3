import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a rollout as Codex does. Times are milliseconds since the Unix epoch. */
export class CodexRollout {
  readonly id: string;
  readonly log: string;
  readonly #cwd: string;
  #at: number;
  #responses = 0;

  constructor(home: string, cwd: string, startedAt: number, id: string, more: object = {}) {
    this.id = id;
    this.#cwd = cwd;
    this.#at = startedAt;
    const name = new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '-');
    this.log = join(
      home,
      '.codex',
      'sessions',
      ...name.slice(0, 10).split('-'),
      `rollout-${name}-${id}.jsonl`,
    );
    mkdirSync(dirname(this.log), { recursive: true });
    const timestamp = new Date(startedAt).toISOString();
    this.line('session_meta', { id, timestamp, cwd, source: 'cli', cli_version: '0.169.0', ...more });
    this.line('turn_context', { cwd, model: 'gpt-5.6-sol' });
  }

  prompt(text: string): this {
    return this.line('event_msg', { type: 'user_message', message: text });
  }

  shell(command: string, output: string): this {
    const call_id = `call_${this.id.slice(-4)}_${this.#responses}`;
    this.line('response_item', {
      type: 'function_call',
      call_id,
      name: 'shell',
      arguments: JSON.stringify({ command: ['bash', '-lc', command] }),
    });
    return this.line('response_item', { type: 'function_call_output', call_id, output });
  }

  change(path: string, diff: string): this {
    return this.line('event_msg', {
      type: 'item_completed',
      thread_id: this.id,
      item: {
        type: 'FileChange',
        id: `change_${this.id.slice(-4)}_${this.#responses}`,
        status: 'completed',
        changes: { [join(this.#cwd, path)]: { type: 'update', unified_diff: diff } },
      },
    });
  }

  reply(input = 1000, output = 40): this {
    const usage = {
      input_tokens: input,
      cached_input_tokens: 0,
      output_tokens: output,
      reasoning_output_tokens: 0,
      total_tokens: input + output,
    };
    const response_id = `resp_${this.id}_${this.#responses++}`;
    return this.line('token_usage_record', { thread_id: this.id, response_id, usage });
  }

  line(type: string, payload: object): this {
    this.#at += 1000;
    const timestamp = new Date(this.#at).toISOString();
    appendFileSync(this.log, `${JSON.stringify({ timestamp, type, payload })}\n`);
    return this;
  }
}
