import type { PackedLines } from '../model/editedLines.ts';
import { OPEN, PAID } from './changedLines.ts';
import { type FileEdit, TELLING_TOKENS } from './net.ts';
import { isOpen, type OpenLine, type OpenSide, type Span } from './openLines.ts';

interface Paid {
  readonly open: OpenLine;
  readonly side: OpenSide;
}

/**
 * Pays for lines of sessions with equal lines of a change, one for one: first those that only one session's
 * edit can have, then their neighbours in the same order, then all others, the newest edit first. A short line
 * that is all that the change has of an edit is equal by chance, unless it is most of what the edit left.
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
  if (state.length === 0 || sides.every(side => side.lines.length === 0)) return;
  const { fingerprints, tokens } = changed;
  const matched: (Paid | undefined)[] = new Array(state.length);
  const pay = (index: number, found: Paid) => {
    found.open.taken = true;
    state[index] = PAID;
    matched[index] = found;
  };
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== OPEN || tokens[i]! < TELLING_TOKENS) continue;
    const only = onlyOne(sides, fingerprints[i]!, span);
    if (only !== null) pay(i, only);
  }
  const extend = (i: number, step: 1 | -1) => {
    const before = matched[i - step];
    if (before === undefined || state[i] !== OPEN) return;
    const open = before.side.beside(before.open, step);
    if (open !== undefined && open.fingerprint === fingerprints[i] && isOpen(open, span))
      pay(i, { open, side: before.side });
  };
  for (let i = 1; i < state.length; i++) extend(i, 1);
  for (let i = state.length - 2; i >= 0; i--) extend(i, -1);
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== OPEN) continue;
    for (const side of sides) {
      const open = newest(side.same(fingerprints[i]!), span);
      if (open === undefined) continue;
      pay(i, { open, side });
      break;
    }
  }
  for (const index of byChance(matched, changed)) {
    matched[index]!.open.taken = false;
    matched[index] = undefined;
    state[index] = OPEN;
  }
  for (let i = 0; i < matched.length; i++) if (matched[i] !== undefined) paid(i, matched[i]!.open);
}

/** The newest edit's; one that may have stood there before only where nobody is known to have written it. */
function newest(same: readonly OpenLine[], span: Span): OpenLine | undefined {
  // No callbacks: nearly every line of every change asks.
  let uncertain: OpenLine | undefined;
  for (let at = same.length - 1; at >= 0; at--) {
    const each = same[at]!;
    if (!isOpen(each, span)) continue;
    if (!each.uncertain) return each;
    uncertain ??= each;
  }
  return uncertain;
}

function onlyOne(sides: readonly OpenSide[], fingerprint: number, span: Span): Paid | null {
  for (const side of sides) {
    let only: OpenLine | null = null;
    let certain = 0;
    for (const each of side.same(fingerprint)) {
      if (!isOpen(each, span)) continue;
      if (!each.uncertain) certain++;
      if (certain > 1) return null;
      if (only === null || only.uncertain) {
        if (only !== null && each.uncertain) return null;
        only = each;
      }
    }
    if (only !== null) return { open: only, side };
  }
  return null;
}

/** Places in the change of lines that say too little. */
function byChance(matched: readonly (Paid | undefined)[], { tokens }: PackedLines): number[] {
  const byEdit = new Map<FileEdit, { side: OpenSide; indices: number[]; strong: boolean }>();
  for (let index = 0; index < matched.length; index++) {
    const found = matched[index];
    if (found === undefined) continue;
    const { edit, index: place } = found.open;
    const group = byEdit.get(edit) ?? { side: found.side, indices: [], strong: false };
    byEdit.set(edit, group);
    const before = matched[index - 1]?.open;
    const goesOn = before?.edit === edit && before.index === place - 1;
    if (goesOn || tokens[index]! >= TELLING_TOKENS) group.strong = true;
    group.indices.push(index);
  }
  return [...byEdit].flatMap(([edit, { side, indices, strong }]) => {
    const isMost = strong || indices.length >= side.openOf(edit);
    return isMost ? [] : indices;
  });
}
