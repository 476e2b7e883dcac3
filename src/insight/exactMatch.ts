import type { PackedLines } from '../model/editedLines.ts';
import { OPEN, PAID } from './changedLines.ts';
import { TELLING_TOKENS } from './net.ts';
import { isOpen, type OpenLine, type OpenSide, type Span } from './openLines.ts';

/**
 * Pays for lines of sessions with equal lines of a change, one for one: first those that only one session's
 * edit can have, then their neighbours in the same order, then all others, the newest edit first.
 * @param sides the file under its names, the one in the change first
 * @param state of each line of the change; paid ones are marked
 */
export function matchExactly(
  changed: PackedLines,
  state: Uint8Array,
  sides: readonly OpenSide[],
  span: Span,
  paid: (index: number, line: OpenLine) => void,
): void {
  const { fingerprints, tokens } = changed;
  const matched: (Paid | undefined)[] = new Array(state.length);
  const pay = (index: number, open: OpenLine, side: OpenSide) => {
    open.taken = true;
    state[index] = PAID;
    matched[index] = { open, side };
    paid(index, open);
  };
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== OPEN || tokens[i]! < TELLING_TOKENS) continue;
    const only = onlyOne(sides, fingerprints[i]!, span);
    if (only !== null) pay(i, only.open, only.side);
  }
  const extend = (i: number, step: 1 | -1) => {
    const before = matched[i - step];
    if (before === undefined || state[i] !== OPEN) return;
    const next = before.side.beside(before.open, step);
    if (next !== undefined && next.line.fingerprint === fingerprints[i] && isOpen(next, span))
      pay(i, next, before.side);
  };
  for (let i = 1; i < state.length; i++) extend(i, 1);
  for (let i = state.length - 2; i >= 0; i--) extend(i, -1);
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== OPEN) continue;
    for (const side of sides) {
      const open = newest(side.same(fingerprints[i]!), span);
      if (open === undefined) continue;
      pay(i, open, side);
      break;
    }
  }
}

interface Paid {
  readonly open: OpenLine;
  readonly side: OpenSide;
}

/** The newest edit's; one that may have stood there before only where nobody is known to have written it. */
function newest(same: readonly OpenLine[], span: Span): OpenLine | undefined {
  return (
    same.findLast(each => !each.line.uncertain && isOpen(each, span)) ??
    same.findLast(each => isOpen(each, span))
  );
}

function onlyOne(sides: readonly OpenSide[], fingerprint: number, span: Span): Paid | null {
  for (const side of sides) {
    let only: OpenLine | null = null;
    let certain = 0;
    for (const each of side.same(fingerprint)) {
      if (!isOpen(each, span)) continue;
      if (!each.line.uncertain) certain++;
      if (certain > 1) return null;
      if (only === null || only.line.uncertain) {
        if (only !== null && each.line.uncertain) return null;
        only = each;
      }
    }
    if (only !== null) return { open: only, side };
  }
  return null;
}
