import type { Chance } from './chance.ts';
import { type AgentTruth, countEdit } from './truth.ts';

/** One rollout of Codex; its trap is that the sums so far are written again whenever something else changes. */
export class CodexLog {
  readonly id: string;
  readonly lines: string[] = [];
  readonly #chance: Chance;
  readonly #truth: AgentTruth;
  readonly #cwd: string;
  readonly #sum = { input: 0, cached: 0, output: 0, reasoning: 0 };
  #at: number;
  #last: object = {};

  constructor(chance: Chance, truth: AgentTruth, cwd: string, at: number) {
    this.#chance = chance;
    this.#truth = truth;
    this.#cwd = cwd;
    this.#at = at;
    this.id = chance.uuid();
    const git = { branch: 'main', commit_hash: 'a'.repeat(40) };
    const meta = {
      id: this.id,
      timestamp: new Date(at).toISOString(),
      cwd,
      originator: 'codex_cli_rs',
      source: 'cli',
    };
    this.#line('session_meta', { ...meta, cli_version: '0.99.0', git });
    this.#line('turn_context', { cwd, model: chance.pick(['gpt-5.1-codex', 'gpt-5-codex']) });
  }

  turn(): void {
    const chance = this.#chance;
    const message = chance.words(chance.whole(5, 60));
    this.#line('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: message }],
    });
    this.#line('event_msg', { type: 'user_message', message, images: [] });
    for (let left = chance.whole(1, 12); left > 0; left--) {
      if (chance.next() < 0.22) this.#patch();
      else this.#command();
      this.#count();
      while (chance.next() < 0.3) this.#tell();
    }
  }

  #command(): void {
    const chance = this.#chance;
    const call_id = chance.id('call_');
    const script = chance.pick(['cat src/a.ts', 'rg -n stock src', 'npm test', 'git commit -qm x']);
    const args = JSON.stringify({ command: ['bash', '-lc', script], workdir: this.#cwd });
    this.#line('response_item', { type: 'function_call', name: 'shell', arguments: args, call_id });
    const lines = Array.from({ length: chance.skewed(1500) }, () => chance.codeLine()).join('\n');
    const output = JSON.stringify({ output: lines, metadata: { exit_code: 0, duration_seconds: 0.1 } });
    this.#line('response_item', { type: 'function_call_output', call_id, output });
  }

  #patch(): void {
    const chance = this.#chance;
    const call_id = chance.id('call_');
    const path = `src/${chance.words(1)}/${chance.words(1)}${chance.whole(0, 40)}.ts`;
    const removed = Array.from({ length: chance.whole(1, 15) }, () => `${chance.codeLine()}// before`);
    const added = Array.from({ length: chance.whole(1, 50) }, () => `${chance.codeLine()}// after`);
    const body = [' same', ...removed.map(line => `-${line}`), ...added.map(line => `+${line}`)].join('\n');
    const input = `*** Begin Patch\n*** Update File: ${path}\n@@\n${body}\n*** End Patch\n`;
    this.#line('response_item', {
      type: 'custom_tool_call',
      status: 'completed',
      call_id,
      name: 'apply_patch',
      input,
    });
    const failed = chance.next() < 0.1;
    const said = failed
      ? 'apply_patch verification failed: Failed to find expected lines'
      : `Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nM ${path}\n`;
    this.#line('response_item', { type: 'custom_tool_call_output', call_id, output: said });
    if (!failed) countEdit(this.#truth, added.length, removed.length);
  }

  #count(): void {
    const chance = this.#chance;
    const cached = chance.skewed(120_000);
    const input = cached + chance.skewed(8000);
    const reasoning = chance.whole(0, 2000);
    const output = reasoning + chance.whole(10, 2000);
    this.#last = usageOf({ input, cached, output, reasoning });
    this.#sum.input += input;
    this.#sum.cached += cached;
    this.#sum.output += output;
    this.#sum.reasoning += reasoning;
    const { totals } = this.#truth;
    totals.records++;
    totals.input += input;
    totals.cacheRead += cached;
    totals.output += output;
    totals.reasoning += reasoning;
    this.#tell();
  }

  #tell(): void {
    const info = {
      total_token_usage: usageOf(this.#sum),
      last_token_usage: this.#last,
      model_context_window: 272_000,
    };
    const rate_limits = { primary: { used_percent: this.#chance.whole(0, 100), window_minutes: 300 } };
    this.#line('event_msg', { type: 'token_count', info, rate_limits });
  }

  #line(type: string, payload: object): void {
    this.#at += this.#chance.whole(500, 60_000);
    this.lines.push(JSON.stringify({ timestamp: new Date(this.#at).toISOString(), type, payload }));
  }
}

function usageOf(sum: { input: number; cached: number; output: number; reasoning: number }): object {
  return {
    input_tokens: sum.input,
    cached_input_tokens: sum.cached,
    output_tokens: sum.output,
    reasoning_output_tokens: sum.reasoning,
    total_tokens: sum.input + sum.output,
  };
}
