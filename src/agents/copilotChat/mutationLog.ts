import { parsed } from '../json/looseJson.ts';

interface Entry {
  readonly kind?: unknown;
  /** Keys and indices that lead to the place. */
  readonly k?: unknown;
  readonly v?: unknown;
  /** Of a push: the length that the list is cut to first. */
  readonly i?: unknown;
}

const Kind = { whole: 0, set: 1, push: 2, remove: 3 } as const;
const NOT_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Tells what could not be applied. */
type Skip = (reason: 'malformed' | 'newer format') => void;

/**
 * Replays a log in which VS Code keeps a state: the whole of it first, then changes to parts. The file is replaced
 * now and then by one that begins with the whole as it is then.
 * @returns the state; `undefined` where no entry tells the whole
 */
export function replay(text: string, skip: Skip): unknown {
  let state: unknown;
  const lines = text.split('\n');
  for (const [n, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const entry = parsed(line) as Entry | null | undefined;
    if (typeof entry !== 'object' || entry === null) {
      // The last line may still be being written.
      if (n < lines.length - 1) skip('malformed');
    } else if (entry.kind === Kind.whole) state = entry.v;
    else if (!apply(state, entry)) skip('newer format');
  }
  return state;
}

function apply(state: unknown, { kind, k, v, i }: Entry): boolean {
  if (!Array.isArray(k) || k.length === 0) return false;
  const last = k[k.length - 1];
  let place = state;
  for (const key of k.slice(0, -1)) place = member(place, key);
  if (typeof place !== 'object' || place === null) return false;
  if (kind === Kind.set) return put(place, last, v);
  if (kind === Kind.remove) {
    if (Array.isArray(place)) {
      if (typeof last === 'number') place[last] = undefined;
    } else delete (place as Record<string, unknown>)[String(last)];
    return true;
  }
  if (kind !== Kind.push) return false;
  const known = member(place, last);
  const list = Array.isArray(known) ? known : [];
  if (list !== known && !put(place, last, list)) return false;
  // What comes after the length is taken away: `i` is no place to insert at.
  if (typeof i === 'number' && i >= 0 && i < list.length) list.length = Math.floor(i);
  if (Array.isArray(v)) for (const item of v) list.push(item);
  return true;
}

function member(place: unknown, key: unknown): unknown {
  if (typeof place !== 'object' || place === null) return undefined;
  const name = String(key);
  return Object.hasOwn(place, name) ? (place as Record<string, unknown>)[name] : undefined;
}

function put(place: object, key: unknown, value: unknown): boolean {
  if (Array.isArray(place)) {
    // A list has no holes, however large the number.
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > place.length) return false;
    place[key] = value;
    return true;
  }
  const name = String(key);
  if (NOT_KEYS.has(name)) return false;
  (place as Record<string, unknown>)[name] = value;
  return true;
}
