import { join } from 'node:path';
import { type AgentLog, Context, LinesFile, type LogOptions } from './log.ts';

/** Writes a transcript as Claude Code 2.1.330 does. */
export class ClaudeCodeLog implements AgentLog {
  readonly id: string;
  readonly #options: LogOptions;
  readonly #agent: string | null;
  readonly #call: string | null;
  readonly #parent: ClaudeCodeLog | null;
  readonly #file: LinesFile;
  readonly #context: Context;
  #last: string | null = null;
  #turns = 0;

  constructor(options: LogOptions, parent: { log: ClaudeCodeLog; call: string } | null = null) {
    this.#options = options;
    this.#parent = parent?.log ?? null;
    this.#call = parent?.call ?? null;
    this.id = parent?.log.id ?? options.chance.uuid();
    this.#agent = parent === null ? null : `a${options.chance.hex(16)}`;
    const folder = join(options.home, '.claude', 'projects', options.cwd.replace(/[^A-Za-z0-9]/g, '-'));
    this.#file = new LinesFile(
      parent === null
        ? join(folder, `${this.id}.jsonl`)
        : join(folder, this.id, 'subagents', `agent-${this.#agent}.jsonl`),
    );
    this.#context = new Context(options.chance);
  }

  prompt(text: string): void {
    const index = this.#turns++;
    const typed = {
      permissionMode: 'acceptEdits',
      promptSource: 'typed',
      turnOrigin: 'human',
      turnPosition: { promptIndex: index, turnIndex: index + 1 },
    };
    const message = { role: 'user', content: text };
    this.#write({ type: 'user', message, ...(this.#agent === null ? typed : {}) });
    this.#options.clock.pass(this.#options.chance.between(4, 15));
  }

  say(text: string): void {
    this.#assistant([{ type: 'text', text }], 200, 'end_turn');
  }

  read(path: string): void {
    const id = this.#tool('Read', { file_path: path });
    this.#result(id, 'File read.', { type: 'text', file: { filePath: path, numLines: 60, startLine: 1 } });
  }

  search(pattern: string): void {
    const id = this.#tool('Grep', { pattern, output_mode: 'files_with_matches' });
    this.#result(id, 'Found 4 files', { mode: 'files_with_matches', numFiles: 4 });
  }

  web(question: string): void {
    const id = this.#tool('WebSearch', { query: question });
    this.#result(id, 'Results found.', { query: question, durationSeconds: 3 });
  }

  shell(command: string, output: string): void {
    const id = this.#tool('Bash', { command, description: 'Run a command' });
    this.#result(id, output, { stdout: output, stderr: '', interrupted: false, isImage: false });
  }

  created(path: string, text: string): void {
    const id = this.#tool('Write', { file_path: path, content: text }, Math.ceil(text.length / 3.6));
    this.#result(id, `File created successfully at: ${path}`, {
      type: 'create',
      filePath: path,
      content: text,
      structuredPatch: [],
      originalFile: null,
      userModified: false,
    });
  }

  changed(path: string, anchor: string, added: string): void {
    const newString = `${anchor}\n${added}`;
    const input = { file_path: path, old_string: anchor, new_string: newString, replace_all: false };
    const id = this.#tool('Edit', input, Math.ceil(newString.length / 3.6));
    const lines = [` ${anchor}`, ...added.split('\n').map(line => `+${line}`)];
    this.#result(id, `The file ${path} has been updated.`, {
      filePath: path,
      oldString: anchor,
      newString,
      originalFile: null,
      structuredPatch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: lines.length, lines }],
      userModified: false,
      replaceAll: false,
    });
  }

  spawn(task: string): AgentLog {
    const input = { prompt: task, subagent_type: 'general-purpose', run_in_background: false };
    const call = this.#tool('Agent', { ...input, description: task.slice(0, 30) }, 150);
    const child = new ClaudeCodeLog(this.#options, { log: this, call });
    child.prompt(task);
    return child;
  }

  end(answer: string): void {
    this.say(answer);
    this.#file.write(this.#options.clock.at);
    if (this.#parent === null || this.#call === null) return;
    const told = { status: 'completed', agentId: this.#agent, agentType: 'general-purpose' };
    this.#parent.#result(this.#call, answer, { ...told, content: [{ type: 'text', text: answer }] });
  }

  #tool(name: string, input: object, weight = 60): string {
    const id = `toolu_01${this.#options.chance.hex(22)}`;
    this.#assistant([{ type: 'tool_use', id, name, input }], weight, 'tool_use');
    return id;
  }

  /** A reply is written with one line for each of its blocks; all repeat its use. */
  #assistant(blocks: object[], weight: number, stop: string): void {
    const { chance, clock, model, spent } = this.#options;
    const tokens = this.#context.reply(weight);
    spent(tokens);
    const thought =
      chance.next() < 0.4 ? [{ type: 'thinking', thinking: '', signature: chance.hex(40) }] : [];
    const reply = { messageId: `msg_01${chance.hex(22)}`, requestId: `req_011${chance.hex(20)}` };
    const usage = {
      input_tokens: tokens.input,
      cache_creation_input_tokens: tokens.cacheWrite,
      cache_read_input_tokens: tokens.cacheRead,
      output_tokens: tokens.output,
      cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: tokens.cacheWrite },
      service_tier: 'standard',
    };
    for (const [index, block] of [...thought, ...blocks].entries()) {
      const { messageId: id, requestId } = reply;
      const named = { id, type: 'message', role: 'assistant', model };
      const message = { ...named, content: [block], stop_reason: stop, stop_sequence: null, usage };
      this.#write({ message, apiBlockIndex: index, requestId, type: 'assistant' });
    }
    clock.pass(chance.between(6, 40));
  }

  #result(id: string, content: string, toolUseResult: object): void {
    const message = { role: 'user', content: [{ tool_use_id: id, type: 'tool_result', content }] };
    this.#write({ type: 'user', message, toolUseResult });
    this.#options.clock.pass(this.#options.chance.between(1, 12));
  }

  #write(line: object): void {
    const { chance, clock, cwd, branch } = this.#options;
    const uuid = chance.uuid();
    this.#file.add({
      parentUuid: this.#last,
      isSidechain: this.#agent !== null,
      ...(this.#agent === null ? {} : { agentId: this.#agent }),
      ...line,
      uuid,
      timestamp: clock.iso,
      userType: 'external',
      entrypoint: 'cli',
      cwd,
      sessionId: this.id,
      version: '2.1.330',
      gitBranch: branch,
    });
    this.#last = uuid;
  }
}
