import type { Chance } from './chance.ts';
import { type AgentTruth, countEdit } from './truth.ts';

const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'];

/**
 * One transcript of Claude Code, with the traps that make tools count wrongly: a message on several lines with
 * one usage, of which only the last is whole; results that look like usage; messages of the client's own; a line
 * torn by a crash; denied edits.
 */
export class ClaudeCodeLog {
  readonly sessionId: string;
  readonly lines: string[] = [];
  readonly #chance: Chance;
  readonly #truth: AgentTruth;
  readonly #cwd: string;
  readonly #side: boolean;
  #at: number;
  #parent: string | null = null;

  /** @param parent the session whose sub-agent writes this */
  constructor(chance: Chance, truth: AgentTruth, cwd: string, at: number, parent: string | null = null) {
    this.#chance = chance;
    this.#truth = truth;
    this.#cwd = cwd;
    this.#at = at;
    this.#side = parent !== null;
    this.sessionId = parent ?? chance.uuid();
  }

  turn(): void {
    const chance = this.#chance;
    this.#line('user', { message: { role: 'user', content: chance.words(chance.whole(5, 60)) } });
    for (let left = chance.whole(1, 12); left > 0; left--) this.#reply();
    if (chance.next() < 0.02) this.#synthetic();
    if (chance.next() < 0.01)
      this.lines.push('{"parentUuid":null,"type":"user","message":{"role":"user","con');
  }

  #reply(): void {
    const chance = this.#chance;
    const ids = { message: chance.id('msg_01'), request: chance.id('req_011') };
    const tool = chance.id('toolu_01');
    const model = chance.pick(MODELS);
    const written = { five: chance.skewed(40_000), hour: chance.next() < 0.2 ? chance.skewed(40_000) : 0 };
    const usage = (output: number) => ({
      input_tokens: input,
      cache_creation_input_tokens: written.five + written.hour,
      cache_read_input_tokens: read,
      cache_creation: { ephemeral_5m_input_tokens: written.five, ephemeral_1h_input_tokens: written.hour },
      output_tokens: output,
      service_tier: 'standard',
    });
    const input = chance.skewed(4000);
    const read = chance.skewed(160_000);
    const output = chance.whole(20, 4000);
    const say = (content: object, soFar: number) =>
      this.#line('assistant', {
        message: {
          ...{ id: ids.message, type: 'message', role: 'assistant', model },
          ...{ content: [content], stop_reason: null, usage: usage(soFar) },
        },
        requestId: ids.request,
      });
    say({ type: 'text', text: chance.words(chance.whole(5, 120)) }, Math.min(output, 7));
    const kind = chance.pick(['edit', 'write', 'denied', 'look', 'look', 'look', 'shell']);
    this.#use(kind, tool, content => say(content, output));
    const { totals } = this.#truth;
    totals.records++;
    totals.input += input;
    totals.output += output;
    totals.cacheRead += read;
    totals.cacheWrite5m += written.five;
    totals.cacheWrite1h += written.hour;
  }

  #use(kind: string, id: string, say: (content: object) => void): void {
    const chance = this.#chance;
    const path = `${this.#cwd}/src/${chance.words(1)}/${chance.words(1)}${chance.whole(0, 40)}.ts`;
    if (kind === 'look' || kind === 'shell') {
      const [name, input] =
        kind === 'look'
          ? ['Read', { file_path: path }]
          : ['Bash', { command: `npm test -- ${chance.words(2)}` }];
      say({ type: 'tool_use', id, name, input });
      const text = `{"usage":{"input_tokens":${chance.whole(1, 9999)}}}\n${this.#code(chance.skewed(1000)).join('\n')}`;
      this.#answer(id, text, kind === 'look' ? { type: 'text', file: { content: text } } : { stdout: text });
      return;
    }
    const removed = kind === 'write' ? [] : this.#code(chance.whole(1, 20)).map(line => `${line}// before`);
    const added = this.#code(chance.whole(1, 60)).map(line => `${line}// after`);
    const texts = { old_string: removed.join('\n'), new_string: added.join('\n') };
    if (kind === 'write') {
      const content = `${added.join('\n')}\n`;
      say({ type: 'tool_use', id, name: 'Write', input: { file_path: path, content } });
      this.#answer(id, 'File created', { type: 'create', filePath: path, content, structuredPatch: [] });
      countEdit(this.#truth, added.length, 0);
      return;
    }
    say({ type: 'tool_use', id, name: 'Edit', input: { file_path: path, ...texts } });
    if (kind === 'denied') {
      this.#answer(id, 'String to replace not found in file.', 'Error: String to replace not found', true);
      return;
    }
    const signed = [' same', ...removed.map(line => `-${line}`), ...added.map(line => `+${line}`)];
    const size = { oldStart: 1, oldLines: removed.length + 1, newStart: 1, newLines: added.length + 1 };
    this.#answer(id, `The file ${path} has been updated.`, {
      ...{ filePath: path, oldString: texts.old_string, newString: texts.new_string },
      ...{ originalFile: this.#code(150).join('\n'), structuredPatch: [{ ...size, lines: signed }] },
    });
    countEdit(this.#truth, added.length, removed.length);
  }

  #code(count: number): string[] {
    return Array.from({ length: count }, () => this.#chance.codeLine());
  }

  #answer(id: string, text: string, result: object | string, failed = false): void {
    const block = { tool_use_id: id, type: 'tool_result', content: text, ...(failed && { is_error: true }) };
    this.#line('user', { message: { role: 'user', content: [block] }, toolUseResult: result });
  }

  #synthetic(): void {
    const usage = { input_tokens: 0, output_tokens: 0 };
    const message = { id: this.#chance.uuid(), role: 'assistant', model: '<synthetic>', content: [], usage };
    this.#line('assistant', { message });
  }

  #line(type: string, more: object): void {
    this.#at += this.#chance.whole(500, 60_000);
    const uuid = this.#chance.uuid();
    const envelope = {
      parentUuid: this.#parent,
      isSidechain: this.#side,
      userType: 'external',
      cwd: this.#cwd,
    };
    const ids = { sessionId: this.sessionId, version: '2.0.76', gitBranch: 'main' };
    const line = { ...envelope, ...ids, type, ...more, uuid, timestamp: new Date(this.#at).toISOString() };
    this.lines.push(JSON.stringify(line));
    this.#parent = uuid;
  }
}
