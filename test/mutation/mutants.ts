import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, parse } from 'acorn';
import { type Swap, swapsOf, withoutCall } from './mutators.ts';

/** A file with one thing changed in it. */
export interface Mutant extends Swap {
  /** From the project's root. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly original: string;
}

/** The file as it runs: types are blanked out, so that every place in it is where it was. */
export function runnable(text: string): string {
  return stripTypeScriptTypes(text);
}

/** All that can be changed in a file; what is no program any more is left out. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const code = runnable(text);
  return [...nodesIn(programOf(code))].flatMap(node => {
    const without = withoutCall(node);
    return [...swapsOf(node, code), ...(without === null ? [] : [without])].flatMap(swap => {
      if (!isProgram(code.slice(0, swap.from) + swap.text + code.slice(swap.to))) return [];
      const line = code.slice(0, swap.from).split('\n').length;
      return { ...swap, path, line, original: text.slice(swap.from, swap.to) };
    });
  });
}

/** More turns than any loop takes in one test. */
const MOST_TURNS = 20_000_000;

/**
 * The code with a mutant in it, or without any. Its loops count their turns in `globalThis.turnsLeft` and end
 * where none is left, so that one that would never end costs little time.
 */
export function codeOf(text: string, mutant: Swap | null): string {
  const code = runnable(text);
  const swaps = [...nodesIn(programOf(code))].flatMap(turnCounters);
  if (mutant !== null) {
    const isInside = ({ from }: Swap) => from > mutant.from && from < mutant.to;
    swaps.splice(0, swaps.length, ...swaps.filter(swap => !isInside(swap)), mutant);
  }
  // At one place a counter that opens comes before what is swapped there.
  swaps.sort((a, b) => b.from - a.from || b.to - a.to);
  return swaps.reduce((done, { from, to, text: by }) => done.slice(0, from) + by + done.slice(to), code);
}

/** To be called before each test. */
export function refillTurns(): void {
  Object.assign(globalThis, { turnsLeft: MOST_TURNS });
}

const LOOPS: readonly string[] = ['ForStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'];

function turnCounters(node: AnyNode): Swap[] {
  if (!LOOPS.includes(node.type) || !('body' in node)) return [];
  const { start, end } = node.body as AnyNode;
  const count = "{ if (--globalThis.turnsLeft < 0) throw new Error('does not end'); ";
  return [
    { from: start, to: start, text: count },
    { from: end, to: end, text: ' }' },
  ];
}

function programOf(code: string): AnyNode {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
}

function isProgram(code: string): boolean {
  try {
    programOf(code);
    return true;
  } catch {
    return false;
  }
}

/** Nodes in which something can be changed: neither imports and exports nor the names of properties. */
function* nodesIn(node: AnyNode): Generator<AnyNode> {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return;
  yield node;
  for (const [key, child] of Object.entries(node)) {
    if (key === 'key' && 'computed' in node && !node.computed) continue;
    for (const each of Array.isArray(child) ? child : [child]) {
      if (typeof each?.type === 'string' && typeof each.start === 'number') yield* nodesIn(each);
    }
  }
}
