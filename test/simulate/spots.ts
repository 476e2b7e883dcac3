import type { Chance } from '../../scripts/demo/chance.ts';
import { balanced, type Language } from './corpus.ts';
import type { Ink, Line, Text } from './ink.ts';

// Where in a file code can come or go so that it still parses: formatters refuse what does not.

export function languageOf(path: string): Language | null {
  return path.endsWith('.ts') ? 'ts' : path.endsWith('.py') ? 'py' : null;
}

/** Places between two things at the left margin; the end of the file is one. */
export function gaps(text: Text): number[] {
  const places = [text.length];
  let last = '';
  for (const [at, { text: line }] of text.entries()) {
    if (at > 0 && text[at - 1]!.text.trim() === '' && /^[A-Za-z@/_]/.test(line) && !/[,([{=:|&]$/.test(last))
      places.push(at);
    if (line.trim() !== '') last = line.trimEnd();
  }
  return places;
}

/** Puts a block with blank lines around it into a gap. */
export function insertAt(text: Text, gap: number, block: Text, ink: Ink, author: number): Text {
  const blank = () => ink.write('', author);
  if (gap >= text.length) return text.length === 0 ? block : [...text, blank(), ...block];
  return [...text.slice(0, gap), ...block, blank(), ...text.slice(gap)];
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The things between gaps, without the blank lines after them. */
export function ranges(text: Text): Range[] {
  const starts = gaps(text).sort((a, b) => a - b);
  let from = 0;
  const found: Range[] = [];
  for (const start of starts) {
    let to = start;
    while (to > from && text[to - 1]!.text.trim() === '') to--;
    if (to > from) found.push({ from, to });
    from = start;
  }
  return found;
}

/** Without these lines, nor the blank line that set them apart. */
export function without(text: Text, { from, to }: Range): Text {
  let end = to;
  while (end < text.length && text[end]!.text.trim() === '') end++;
  return [...text.slice(0, from), ...text.slice(end)];
}

const NO_STATEMENT =
  /^(?:return|else|case|default|break|continue|throw|raise|pass|elif|except|finally|[.})\]@?:|&*/])/;

/** Lines that are statements by themselves between two others: one may go, and another may come after it. */
export function statements(text: Text, language: Language): number[] {
  const found: number[] = [];
  for (let at = 1; at + 1 < text.length; at++) {
    const [before, line, after] = [text[at - 1]!.text, text[at]!.text, text[at + 1]!.text];
    const indent = indentOf(line);
    if (indent === 0 || indentOf(before) !== indent || indentOf(after) !== indent) continue;
    if (!isStatement(before, language) || !isStatement(line, language)) continue;
    if (NO_STATEMENT.test(line.trim()) || NO_STATEMENT.test(after.trim())) continue;
    found.push(at);
  }
  return found;
}

function isStatement(line: string, language: Language): boolean {
  const body = line.trim();
  if (body.length < 8 || !balanced(body)) return false;
  return language === 'ts' ? /[;]$/.test(body) : /^\w+(?:\.\w+|\[\S+\])* = |^\w[\w.]*\(.*\)$/.test(body);
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const KEYWORDS = new Set(
  'abstract and any as assert async await boolean break case catch class const constructor continue debugger declare def default del delete do elif else enum except export extends false finally for from function get global if implements import in infer instanceof interface is keyof lambda let namespace never new None nonlocal not null number object of or override pass print private protected public raise readonly return satisfies self set static string super switch symbol this throw True False true try type typeof undefined unique unknown var void while with yield'.split(
    ' ',
  ),
);
const WORDS =
  'amount account batch bucket buffer cache channel client cursor depth digest draft entry field frame gauge group handle index issue label ledger limit marker message number offset order owner parcel party phase price queue range record region report result route sample scope score segment shard signal slice source stage status stream ticket token total trace unit value vector version window'.split(
    ' ',
  );

/** Another name of the kind that people give. */
export function freshName(chance: Chance): string {
  const [first, second] = [chance.pick(WORDS), chance.pick(WORDS)];
  return `${first}${second[0]!.toUpperCase()}${second.slice(1)}`;
}

/** A line with that share of its names and numbers, at least one, changed by somebody; the rest stays whose it was. */
export function tweaked(line: Line, share: number, chance: Chance, ink: Ink, author: number): Line {
  const tokens = [...line.text.matchAll(/[A-Za-z_$][\w$]*|\d+/g)].filter(([word]) => !KEYWORDS.has(word));
  if (tokens.length === 0) return line;
  const count = Math.max(1, Math.round(tokens.length * share));
  const chosen = new Set(chance.shuffled(tokens).slice(0, count));
  let text = '';
  const ids: number[] = [];
  let at = 0;
  for (const token of tokens) {
    if (!chosen.has(token)) continue;
    const [old] = token;
    const fresh = /^\d/.test(old) ? String(chance.between(2, 900)) : freshName(chance);
    text += line.text.slice(at, token.index) + fresh;
    ids.push(...line.ids.subarray(at, token.index), ...ink.write(fresh, author).ids);
    at = token.index + old.length;
  }
  text += line.text.slice(at);
  ids.push(...line.ids.subarray(at));
  return { text, ids: Int32Array.from(ids) };
}
