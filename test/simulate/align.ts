import { diffArrays } from 'diff';
import { type Ink, isHard, type Line, type Text } from './ink.ts';

/**
 * Carries ids through a formatter, which keeps letters and their order: each telling character of the new text is
 * the one of the old text in its place. What a formatter adds belongs to the character before it, save where it
 * adds letters, which are its own.
 */
export function throughFormatter(before: Text, after: string, ink: Ink, formatter: number): Line[] {
  const old = flat(before);
  const fresh = flat(textLines(after).map(text => ({ text, ids: new Int32Array(text.length) })));
  const places = pair(old, fresh);
  const kept = new Map(before.map(line => [line.text, line]));
  const lines: Line[] = [];
  let at = 0;
  let last = -1;
  for (const text of textLines(after)) {
    const ids = new Int32Array(text.length);
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) <= 32) {
        ids[i] = last < 0 ? ink.write(' ', formatter).ids[0]! : last;
        continue;
      }
      const place = places[at++]!;
      if (place >= 0) last = old.ids[place]!;
      else if (isHard(text.charCodeAt(i)) || last < 0) last = ink.write(text[i]!, formatter).ids[0]!;
      ids[i] = last;
    }
    const same = kept.get(text);
    lines.push(same !== undefined && equalTelling(same, ids) ? same : { text, ids });
  }
  return lines;
}

interface Flat {
  readonly chars: string;
  readonly ids: readonly number[];
}

/** All characters but white space. */
function flat(lines: Text): Flat {
  let chars = '';
  const ids: number[] = [];
  for (const { text, ids: own } of lines) {
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) <= 32) continue;
      chars += text[i];
      ids.push(own[i]!);
    }
  }
  return { chars, ids };
}

/** For each character of `fresh` its place in `old`, or -1. */
function pair(old: Flat, fresh: Flat): Int32Array {
  const places = new Int32Array(fresh.chars.length).fill(-1);
  const hard = (text: string) => [...Array(text.length).keys()].filter(i => isHard(text.charCodeAt(i)));
  const from = hard(old.chars);
  const to = hard(fresh.chars);
  const anchors: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < from.length && j < to.length) {
    if (old.chars[from[i]!] === fresh.chars[to[j]!]) anchors.push([from[i++]!, to[j++]!]);
    else [i, j] = resync(old.chars, from, i, fresh.chars, to, j);
  }
  let [a, b] = [0, 0];
  for (const [x, y] of [...anchors, [old.chars.length, fresh.chars.length] as const]) {
    // Between two letters: quotes, brackets and commas, in order where they are the same.
    for (; b < y; b++) {
      let same = a;
      while (same < x && old.chars[same] !== fresh.chars[b]) same++;
      if (same < x) {
        places[b] = same;
        a = same + 1;
      }
    }
    if (y < fresh.chars.length) places[y] = x;
    a = x + 1;
    b = y + 1;
  }
  return places;
}

const WINDOW = 200;

/** Where both go on alike again, with as little left out as can be. */
function resync(
  old: string,
  from: readonly number[],
  i: number,
  fresh: string,
  to: readonly number[],
  j: number,
): [number, number] {
  const left = from.slice(i, i + WINDOW).map(at => old[at]!);
  const right = to.slice(j, j + WINDOW).map(at => fresh[at]!);
  for (let gap = 1; gap < WINDOW; gap++) {
    for (let more = 0; more <= gap; more++) {
      const [a, b] = [gap - more, more];
      let run = 0;
      while (run < 6 && left[a + run] !== undefined && left[a + run] === right[b + run]) run++;
      if (run === 6 || (run > 0 && a + run === left.length && b + run === right.length))
        return [i + a, j + b];
    }
  }
  return [i + 1, j + 1];
}

function equalTelling(line: Line, ids: Int32Array): boolean {
  for (let i = 0; i < ids.length; i++) {
    if (line.text.charCodeAt(i) > 32 && line.ids[i] !== ids[i]) return false;
  }
  return true;
}

export function textLines(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}

/**
 * Gives lines of a text that git made the ids of the texts that it was made from, earlier ones first. What none
 * of them has is nobody's.
 */
export function fromSources(text: string, sources: readonly Text[], ink: Ink, author: number): Line[] {
  const texts = textLines(text);
  const whole = sources.find(
    source => source.length === texts.length && source.every((line, at) => line.text === texts[at]),
  );
  if (whole !== undefined) return [...whole];
  const lines: (Line | null)[] = texts.map(() => null);
  for (const source of sources) {
    let old = 0;
    let fresh = 0;
    for (const part of diffArrays(
      source.map(line => line.text),
      texts,
    )) {
      if (part.added) fresh += part.value.length;
      else if (part.removed) old += part.value.length;
      else {
        for (const _ of part.value) {
          lines[fresh] ??= source[old]!;
          fresh++;
          old++;
        }
      }
    }
  }
  return lines.map((line, at) => line ?? ink.write(texts[at]!, author));
}
