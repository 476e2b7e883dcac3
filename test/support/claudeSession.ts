import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a session as Claude Code does, record for record, and makes its edits on disk. */
export class ClaudeSession {
  readonly id: string;
  readonly log: string;
  readonly #cwd: string;
  #at: number;
  #number = 0;

  constructor(home: string, cwd: string, startedAt: number, id: string = randomUUID()) {
    this.id = id;
    this.#cwd = cwd;
    this.#at = startedAt;
    this.log = join(home, '.claude', 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), `${id}.jsonl`);
    mkdirSync(dirname(this.log), { recursive: true });
  }

  /** It goes on then. */
  at(time: number): this {
    this.#at = time;
    return this;
  }

  prompt(text = 'Go on.'): this {
    return this.#write({ type: 'user', message: { role: 'user', content: text }, turnOrigin: 'human' });
  }

  /** A reply that uses no tool. */
  reply(): this {
    return this.#assistant([{ type: 'text', text: 'Done.' }]).#tick();
  }

  write(path: string, text: string): this {
    const file = this.#path(path);
    const id = this.#tool('Write', { file_path: file, content: text });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return this.#result(id, {
      type: 'create',
      filePath: file,
      content: text,
      structuredPatch: [],
      originalFile: null,
    });
  }

  edit(path: string, oldString: string, newString: string): this {
    const file = this.#path(path);
    const id = this.#tool('Edit', { file_path: file, old_string: oldString, new_string: newString });
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(oldString, () => newString),
    );
    const lines = [
      ...oldString.split('\n').map(line => `-${line}`),
      ...newString.split('\n').map(line => `+${line}`),
    ];
    const patch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines }];
    return this.#result(id, {
      filePath: file,
      oldString,
      newString,
      originalFile: null,
      structuredPatch: patch,
    });
  }

  read(path: string): this {
    return this.#result(this.#tool('Read', { file_path: this.#path(path) }), { type: 'text' });
  }

  shell(command: string, output = ''): this {
    return this.#result(
      this.#tool('Bash', { command }),
      { stdout: output, stderr: '', interrupted: false },
      output,
    );
  }

  #tool(name: string, input: object): string {
    const id = `toolu_${this.id.slice(0, 8)}_${this.#number}`;
    this.#assistant([{ type: 'tool_use', id, name, input }]);
    return id;
  }

  #assistant(content: object[]): this {
    const number = this.#number++;
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 1000,
      output_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 0 },
    };
    return this.#write({
      type: 'assistant',
      requestId: `req_${this.id}_${number}`,
      message: {
        id: `msg_${this.id}_${number}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-4-5',
        content,
        stop_reason: 'end_turn',
        usage,
      },
    });
  }

  #result(id: string, toolUseResult: object, content = 'ok'): this {
    return this.#write({
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] },
      toolUseResult,
    });
  }

  #write(record: object): this {
    const line = {
      parentUuid: null,
      isSidechain: false,
      ...record,
      uuid: randomUUID(),
      timestamp: new Date(this.#at).toISOString(),
      cwd: this.#cwd,
      sessionId: this.id,
      version: '2.1.330',
      gitBranch: 'main',
      userType: 'external',
    };
    appendFileSync(this.log, `${JSON.stringify(line)}\n`);
    return this.#tick();
  }

  #tick(): this {
    this.#at += 1000;
    return this;
  }

  #path(path: string): string {
    return join(this.#cwd, path);
  }
}
