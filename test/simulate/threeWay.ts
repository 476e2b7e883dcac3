import { diffArrays } from 'diff';
import type { Line, Text, Tree } from './ink.ts';

/** How the person settles lines that both sides changed. */
export type Settle = (ours: Text, theirs: Text) => Text;

interface Hunk {
  /** Lines `from` to `to` of the base, the second not included. */
  readonly from: number;
  readonly to: number;
  readonly lines: Text;
}

export interface Merged {
  readonly text: Text;
  readonly conflicts: number;
}

/** Merges line by line, as git does. */
export function mergeText(base: Text, ours: Text, theirs: Text, settle: Settle): Merged {
  if (ours === theirs || base === theirs) return { text: ours, conflicts: 0 };
  if (base === ours) return { text: theirs, conflicts: 0 };
  const left = hunks(base, ours);
  const right = hunks(base, theirs);
  const merged: Line[] = [];
  let conflicts = 0;
  let at = 0;
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const start = Math.min(left[i]?.from ?? Infinity, right[j]?.from ?? Infinity);
    merged.push(...base.slice(at, start));
    let end = start;
    const [a, b] = [i, j];
    // Changes that touch belong together.
    for (let grown = true; grown; ) {
      grown = false;
      if (i < left.length && left[i]!.from <= end) {
        end = Math.max(end, left[i++]!.to);
        grown = true;
      }
      if (j < right.length && right[j]!.from <= end) {
        end = Math.max(end, right[j++]!.to);
        grown = true;
      }
    }
    const mine = apply(base, left.slice(a, i), start, end);
    const other = apply(base, right.slice(b, j), start, end);
    if (a === i) merged.push(...other);
    else if (b === j || sameText(mine, other)) merged.push(...mine);
    else {
      conflicts++;
      merged.push(...settle(mine, other));
    }
    at = end;
  }
  merged.push(...base.slice(at));
  return { text: merged, conflicts };
}

export interface MergedTree {
  readonly tree: Tree;
  readonly conflicts: readonly string[];
}

export function mergeTrees(base: Tree, ours: Tree, theirs: Tree, settle: Settle): MergedTree {
  const tree = new Map<string, Text>();
  const conflicts: string[] = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [was, mine, other] = [base.get(path), ours.get(path), theirs.get(path)];
    if (mine === undefined || other === undefined) {
      // Here only one side has it: it is new there, or the other took it away.
      const there = mine ?? other!;
      if (was === undefined) tree.set(path, there);
      else if (!sameText(was, there)) {
        conflicts.push(path);
        tree.set(path, there);
      }
      continue;
    }
    const { text, conflicts: count } = mergeText(was ?? [], mine, other, settle);
    tree.set(path, text);
    if (count > 0) conflicts.push(path);
  }
  return { tree, conflicts };
}

export function sameText(a: Text, b: Text): boolean {
  return (
    a === b || (a.length === b.length && a.every((line, i) => line === b[i] || line.text === b[i]!.text))
  );
}

export function hunks(base: Text, changed: Text): Hunk[] {
  const found: Hunk[] = [];
  let [at, to] = [0, 0];
  let open: { from: number; to: number; lines: Line[] } | null = null;
  const parts = diffArrays(
    base.map(line => line.text),
    changed.map(line => line.text),
  );
  for (const part of parts) {
    const count = part.value.length;
    if (!part.added && !part.removed) {
      if (open !== null) found.push(open);
      open = null;
      at += count;
      to += count;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (part.removed) {
      at += count;
      open.to = at;
    } else {
      open.lines.push(...changed.slice(to, to + count));
      to += count;
    }
  }
  if (open !== null) found.push(open);
  return found;
}

/** Base lines `start` to `end` with these changes. */
export function apply(base: Text, changes: readonly Hunk[], start: number, end: number): Line[] {
  const lines: Line[] = [];
  let at = start;
  for (const { from, to, lines: fresh } of changes) {
    lines.push(...base.slice(at, from), ...fresh);
    at = to;
  }
  return [...lines, ...base.slice(at, end)];
}
