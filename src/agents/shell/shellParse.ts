/** One simple command of a shell's command line. */
export interface ShellCommand {
  /** Its words without quotes; `DYNAMIC` stands for what only the shell could tell. */
  readonly words: readonly string[];
  /** Files that its output goes to. */
  readonly outputs: readonly ShellOutput[];
  /** What a here-document gives it to read; `null` where there is none, or only the shell could tell. */
  readonly input: string | null;
}

export interface ShellOutput {
  readonly path: string;
  readonly appends: boolean;
}

/** In place of an expansion. No file name or option holds it. */
export const DYNAMIC = '\0';

const MAX_DEPTH = 4;
const OPERATORS = /[;&|\n]/;
const PLAIN = /[^\s;&|()<>#'"\\`$]+/y;
const QUOTED = /[^"\\`$]+/y;
const NOWHERE = /^\/dev\/(?:null|stdout|stderr|tty)$/;
const KEYWORDS = new Set(['!', '{', '}', 'if', 'then', 'else', 'elif', 'fi', 'while', 'until', 'do', 'done']);

/**
 * Takes a command line apart, those in substitutions included.
 * @returns `null` where it holds what is not understood here: functions, `case`, odd redirections, open quotes
 */
export function parseShell(text: string, depth = 0): ShellCommand[] | null {
  if (depth > MAX_DEPTH) return null;
  const reader = new ShellReader(text, depth);
  return reader.read() ? reader.commands : null;
}

interface Draft {
  readonly words: string[];
  readonly outputs: ShellOutput[];
  input: string | null;
}

class ShellReader {
  readonly commands: ShellCommand[] = [];
  readonly #text: string;
  readonly #depth: number;
  #at = 0;
  #command: Draft = { words: [], outputs: [], input: null };
  /** The word that is being read; `null` between words. */
  #word: string | null = null;
  #quoted = false;
  #redirection: 'from' | 'to' | 'append' | 'here' | null = null;
  readonly #heredocs: { command: Draft; end: string; literal: boolean; tabs: boolean }[] = [];

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  /** @returns whether all of it was understood */
  read(): boolean {
    while (this.#at < this.#text.length) if (!this.#step(this.#text[this.#at]!)) return false;
    return this.#endCommand() && this.#heredocs.length === 0;
  }

  #step(char: string): boolean {
    if (char === ' ' || char === '\t' || char === '\r') return this.#pass(1) && this.#endWord();
    if (OPERATORS.test(char)) return this.#operator(char);
    if (char === '(' || char === ')') return this.#group(char);
    if (char === '<' || char === '>') return this.#redirect(char);
    if (char === '#' && this.#word === null) return this.#comment();
    if (char === "'") return this.#single(this.#at + 1);
    if (char === '"') return this.#double();
    if (char === '\\') return this.#escape();
    if (char === '`') return this.#backquoted();
    if (char === '$') return this.#dollar();
    return this.#plain(PLAIN, char);
  }

  /** Characters that mean nothing but themselves, many at once. */
  #plain(pattern: RegExp, char: string): boolean {
    pattern.lastIndex = this.#at;
    const run = pattern.exec(this.#text)?.[0] ?? char;
    return this.#add(run, run.length);
  }

  #operator(char: string): boolean {
    const two = this.#text.slice(this.#at, this.#at + 2);
    if (two === '&>') return this.#pass(1) && this.#endWord() && this.#redirect('>');
    this.#at += two === '&&' || two === '||' || two === ';;' || two === '|&' ? 2 : 1;
    // The end of a branch of `case`, whose patterns are not read here.
    if (two === ';;') return false;
    return this.#endCommand() && (char !== '\n' || this.#bodies());
  }

  /** Parentheses group commands; after a word they make a function, a pattern or an array. */
  #group(char: string): boolean {
    if (char === '(' && (this.#word !== null || this.#command.words.length > 0)) return false;
    return this.#pass(1) && this.#endCommand();
  }

  #redirect(char: string): boolean {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    const number = this.#word !== null && /^\d$/.test(this.#word) && !this.#quoted;
    if (number) this.#word = null;
    if (!this.#endWord()) return false;
    if (rest.startsWith('<(')) return this.#nested(this.#at + 2);
    if (rest.startsWith('>(') || rest.startsWith('<>')) return false;
    if (rest === '<<<') return this.#target('from', 3);
    if (rest.startsWith('<<')) return this.#target('here', rest === '<<-' ? 3 : 2, rest === '<<-');
    if (rest.startsWith('>&') || rest.startsWith('<&')) {
      const to = /^[\d-]/.test(this.#text.slice(this.#at + 2));
      return to ? this.#pass(3) : this.#target('to', 2);
    }
    const width = rest.startsWith('>>') || rest.startsWith('>|') ? 2 : 1;
    return this.#target(rest.startsWith('>>') ? 'append' : char === '>' ? 'to' : 'from', width);
  }

  #target(redirection: 'from' | 'to' | 'append' | 'here', width: number, tabs = false): boolean {
    if (redirection === 'here')
      this.#heredocs.push({ command: this.#command, end: '', literal: false, tabs });
    this.#redirection = redirection;
    return this.#pass(width);
  }

  #comment(): boolean {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
    return true;
  }

  #single(from: number): boolean {
    const close = this.#text.indexOf("'", from);
    if (close < 0) return false;
    this.#quoted = true;
    return this.#add(this.#text.slice(from, close), close + 1 - this.#at);
  }

  #double(): boolean {
    this.#quoted = true;
    this.#add('', 1);
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') return this.#pass(1);
      const understood =
        char === '\\'
          ? this.#escape()
          : char === '`'
            ? this.#backquoted()
            : char === '$'
              ? this.#dollar()
              : this.#plain(QUOTED, char);
      if (!understood) return false;
    }
    return false;
  }

  #escape(): boolean {
    const next = this.#text[this.#at + 1] ?? '';
    if (next === '\n') return this.#pass(2);
    this.#quoted = true;
    return this.#add(next, 2);
  }

  #backquoted(): boolean {
    const close = this.#text.indexOf('`', this.#at + 1);
    if (close < 0) return false;
    const inner = this.#text.slice(this.#at + 1, close);
    if (inner.includes('\\') || !this.#substituted(inner)) return false;
    return this.#add(DYNAMIC, close + 1 - this.#at);
  }

  #dollar(): boolean {
    const next = this.#text[this.#at + 1] ?? '';
    if (next === "'")
      return this.#pass(1) && !this.#text.slice(this.#at).includes('\\') && this.#single(this.#at + 1);
    if (next === '(') {
      this.#word = (this.#word ?? '') + DYNAMIC;
      return this.#nested(this.#at + 2);
    }
    if (next === '{') {
      const close = this.#text.indexOf('}', this.#at);
      const inner = this.#text.slice(this.#at, close);
      // A value within the braces may hold a command itself.
      if (close < 0 || /[`]|\$\(/.test(inner)) return false;
      return this.#add(DYNAMIC, close + 1 - this.#at);
    }
    const name = /^\$(?:\w+|[@*#?$!-])/.exec(this.#text.slice(this.#at, this.#at + 100));
    return name === null ? this.#add('$', 1) : this.#add(DYNAMIC, name[0].length);
  }

  /** What stands between `from` and its closing parenthesis. */
  #nested(from: number): boolean {
    const close = closingParenthesis(this.#text, from);
    if (close < 0) return false;
    const inner = this.#text.slice(from, close);
    this.#at = close + 1;
    // `$((…))` is arithmetic.
    if (inner.startsWith('(') && inner.endsWith(')')) return !/[`$]\(|`/.test(inner);
    this.#word ??= DYNAMIC;
    return this.#substituted(inner);
  }

  #substituted(inner: string): boolean {
    const commands = parseShell(inner, this.#depth + 1);
    if (commands === null) return false;
    this.commands.push(...commands);
    return true;
  }

  #add(text: string, width: number): boolean {
    this.#word = (this.#word ?? '') + text;
    return this.#pass(width);
  }

  #pass(width: number): true {
    this.#at += width;
    return true;
  }

  #endWord(): boolean {
    const word = this.#word;
    if (word === null) return true;
    const quoted = this.#quoted;
    this.#word = null;
    this.#quoted = false;
    const redirection = this.#redirection;
    this.#redirection = null;
    if (redirection === 'to' || redirection === 'append') {
      if (!NOWHERE.test(word)) this.#command.outputs.push({ path: word, appends: redirection === 'append' });
    } else if (redirection === 'here') Object.assign(this.#heredocs.at(-1)!, { end: word, literal: quoted });
    else if (redirection === null && !this.#isKeyword(word, quoted)) this.#command.words.push(word);
    return true;
  }

  #isKeyword(word: string, quoted: boolean): boolean {
    return !quoted && this.#command.words.length === 0 && KEYWORDS.has(word);
  }

  #endCommand(): boolean {
    if (!this.#endWord() || this.#redirection !== null) return false;
    const command = this.#command;
    if (command.words.length > 0 || command.outputs.length > 0) this.commands.push(command);
    this.#command = { words: [], outputs: [], input: null };
    return true;
  }

  /** The texts that follow a line with `<<`. */
  #bodies(): boolean {
    for (const { command, end, literal, tabs } of this.#heredocs.splice(0)) {
      let text = '';
      for (;;) {
        if (this.#at >= this.#text.length) return false;
        const newline = this.#text.indexOf('\n', this.#at);
        const line = this.#text.slice(this.#at, newline < 0 ? this.#text.length : newline);
        this.#at = newline < 0 ? this.#text.length : newline + 1;
        const kept = tabs ? line.replace(/^\t+/, '') : line;
        if (kept === end) break;
        if (!literal && /`|\$\(/.test(line)) return false;
        text += `${kept}\n`;
      }
      // Where the end is not quoted the shell puts values in, and takes backslashes out.
      command.input = literal || !/[$\\]/.test(text) ? text : null;
    }
    return true;
  }
}

function closingParenthesis(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') i++;
    else if (char === "'" || char === '"') {
      const close = text.indexOf(char, i + 1);
      if (close < 0) return -1;
      i = close;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return i;
  }
  return -1;
}
