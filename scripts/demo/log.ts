import { appendFileSync, mkdirSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Chance } from './chance.ts';
import type { Clock } from './clock.ts';

/** Tokens of one reply as the vendors bill them; the parts do not overlap. */
export interface Spent {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** What an agent's log can be told; both agents write it in their own way. */
export interface AgentLog {
  readonly id: string;
  prompt(text: string): void;
  say(text: string): void;
  read(path: string): void;
  search(pattern: string): void;
  /** Looks something up on the web. */
  web(question: string): void;
  shell(command: string, output: string): void;
  created(path: string, text: string): void;
  /** `added` was put behind the line `anchor`, or in its place where it is `null`. */
  changed(path: string, anchor: string, added: string): void;
  /** A sub-agent starts; what it does goes to the log that this gives. */
  spawn(task: string): AgentLog;
  /** The sub-agent is done; or, for the session itself, nothing more is written. */
  end(answer: string): void;
}

export interface LogOptions {
  readonly home: string;
  readonly cwd: string;
  readonly branch: string;
  readonly commit: string;
  readonly remote: string;
  readonly model: string;
  readonly chance: Chance;
  readonly clock: Clock;
  /** Is told of every reply, once. */
  readonly spent: (tokens: Spent) => void;
}

/** A growing conversation: what is in it is read from the cache with each reply. */
export class Context {
  #size: number;
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#size = chance.between(14_000, 22_000);
  }

  /** @param weight of what the reply writes: a file is more than a word */
  reply(weight: number): Spent {
    const chance = this.#chance;
    const cacheRead = this.#size;
    const cacheWrite = chance.between(500, 2600);
    const output = weight + chance.between(80, 420);
    this.#size += cacheWrite + output;
    const reasoning = Math.floor(output * 0.3);
    return { input: chance.between(3, 40), cacheRead, cacheWrite, output, reasoning };
  }
}

/** A file of JSON lines, written in one go. */
export class LinesFile {
  readonly path: string;
  #lines = '';

  constructor(path: string) {
    this.path = path;
  }

  add(line: object): void {
    this.#lines += `${JSON.stringify(line)}\n`;
  }

  write(at: number): void {
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, this.#lines);
    this.#lines = '';
    utimesSync(this.path, at / 1000, at / 1000);
  }
}
