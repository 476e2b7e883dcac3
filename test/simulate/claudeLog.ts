import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { structuredPatch } from 'diff';
import type { Chance } from '../../scripts/demo/chance.ts';

export interface LogOptions {
  readonly home: string;
  readonly cwd: string;
  readonly branch: string;
  readonly commit: string;
  readonly remote: string;
  readonly chance: Chance;
  /** Milliseconds since the epoch; each record is a little later. */
  now(): number;
  pass(seconds: number): void;
}

/** A file before and after one step of an agent; `null` where it is not there. */
export interface FileStep {
  /** Absolute. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What both agents' logs can be told. */
export interface AgentLog {
  readonly id: string;
  prompt(): void;
  read(path: string): void;
  /** An edit in place, as the agent's editing tool does it. */
  edited(steps: readonly FileStep[]): void;
  /** The whole file, new or over what was there. */
  wrote(step: FileStep, seen: boolean): void;
  shell(command: string, output: string): void;
  end(): void;
}

/** Writes what Claude Code 2.1 leaves. */
export class ClaudeLog implements AgentLog {
  readonly id: string;
  readonly #options: LogOptions;
  readonly #file: string;
  readonly #records: string[] = [];
  #parent: string | null = null;

  constructor(options: LogOptions) {
    this.#options = options;
    this.id = options.chance.uuid();
    const folder = options.cwd.replace(/[^A-Za-z0-9]/g, '-');
    this.#file = join(options.home, '.claude', 'projects', folder, `${this.id}.jsonl`);
  }

  prompt(): void {
    this.#write({ type: 'user', message: { role: 'user', content: 'Go on.' }, turnOrigin: 'human' });
  }

  read(path: string): void {
    const id = this.#tool('Read', { file_path: path });
    this.#result(id, 'File read.', { type: 'text', file: { filePath: path, numLines: 60, startLine: 1 } });
  }

  edited(steps: readonly FileStep[]): void {
    for (const { path, before, after } of steps) {
      const { oldString, newString } = replacement(before ?? '', after ?? '');
      const input = { file_path: path, old_string: oldString, new_string: newString, replace_all: false };
      const id = this.#tool('Edit', input);
      this.#result(id, `The file ${path} has been updated.`, {
        filePath: path,
        oldString,
        newString,
        originalFile: before,
        structuredPatch: patchOf(before ?? '', after ?? ''),
        userModified: false,
        replaceAll: false,
      });
    }
  }

  wrote({ path, before, after }: FileStep, seen: boolean): void {
    const content = after ?? '';
    const id = this.#tool('Write', { file_path: path, content });
    const told = { filePath: path, content, userModified: false };
    if (before === null) {
      this.#result(id, `File created successfully at: ${path}`, {
        type: 'create',
        ...told,
        structuredPatch: [],
        originalFile: null,
      });
    } else {
      this.#result(id, `The file ${path} has been updated.`, {
        type: 'update',
        ...told,
        structuredPatch: seen ? patchOf(before, content) : [],
        originalFile: seen ? before : null,
      });
    }
  }

  shell(command: string, output: string): void {
    const id = this.#tool('Bash', { command, description: 'Run a command' });
    this.#result(id, output, { stdout: output, stderr: '', interrupted: false, isImage: false });
  }

  end(): void {
    this.#assistant([{ type: 'text', text: 'Done.' }], 'end_turn');
    mkdirSync(dirname(this.#file), { recursive: true });
    appendFileSync(this.#file, this.#records.splice(0).join(''));
  }

  #tool(name: string, input: object): string {
    const id = `toolu_01${this.#options.chance.hex(22)}`;
    this.#assistant([{ type: 'tool_use', id, name, input }], 'tool_use');
    return id;
  }

  #assistant(content: object[], stop: string): void {
    const { chance } = this.#options;
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 1000,
      output_tokens: chance.between(50, 500),
      cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 100 },
    };
    const named = { id: `msg_01${chance.hex(22)}`, type: 'message', role: 'assistant' };
    const message = { ...named, model: 'claude-opus-4-5', content, stop_reason: stop, usage };
    this.#write({ type: 'assistant', requestId: `req_011${chance.hex(20)}`, message });
  }

  #result(id: string, content: string, toolUseResult: object): void {
    const message = { role: 'user', content: [{ tool_use_id: id, type: 'tool_result', content }] };
    this.#write({ type: 'user', message, toolUseResult });
  }

  #write(record: object): void {
    const { chance, cwd, branch, now, pass } = this.#options;
    const uuid = chance.uuid();
    const line = {
      parentUuid: this.#parent,
      isSidechain: false,
      ...record,
      uuid,
      timestamp: new Date(now()).toISOString(),
      userType: 'external',
      entrypoint: 'cli',
      cwd,
      sessionId: this.id,
      version: '2.1.330',
      gitBranch: branch,
    };
    this.#parent = uuid;
    this.#records.push(`${JSON.stringify(line)}\n`);
    pass(chance.between(2, 30));
  }
}

/** Hunks with three lines around them. */
export function patchOf(before: string, after: string): object[] {
  return structuredPatch('a', 'b', before, after, '', '', { context: 3 }).hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) => ({
      oldStart,
      oldLines,
      newStart,
      newLines,
      lines: lines.filter(line => !line.startsWith('\\')),
    }),
  );
}

/** What an agent would ask to be replaced by what: the lines between the first and last that differ, and one around. */
export function replacement(before: string, after: string): { oldString: string; newString: string } {
  const old = before.split('\n');
  const fresh = after.split('\n');
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - head;
  while (tail < most && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  head = Math.max(0, head - 1);
  tail = Math.max(0, tail - 1);
  return {
    oldString: old.slice(head, old.length - tail).join('\n'),
    newString: fresh.slice(head, fresh.length - tail).join('\n'),
  };
}
