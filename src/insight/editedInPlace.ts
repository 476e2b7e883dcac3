import { OPEN } from './changedLines.ts';
import { isOpen, type OpenLine, type Span } from './openLines.ts';

/** Lines of a change and lines of a session that stand between the same two neighbours. */
export interface Gap {
  /** Places in the change of lines that nothing accounts for. */
  readonly indices: readonly number[];
  /** Lines of one edit that are missing there. */
  readonly missing: readonly OpenLine[];
}

/**
 * Where lines of a session are missing between two that were found, and the change has others in that place.
 * @param paidBy by place in the change: the session's line that it is
 * @param next the line that follows another in the same edit
 */
export function gapsIn(
  state: Uint8Array,
  paidBy: ReadonlyMap<number, OpenLine>,
  next: (line: OpenLine) => OpenLine | undefined,
  span: Span,
): Gap[] {
  // In most changes nothing is a session's: no places are noted there.
  if (paidBy.size < 2) return [];
  const gaps: Gap[] = [];
  let before: OpenLine | undefined;
  let indices: number[] = [];
  for (let index = 0; index < state.length; index++) {
    const line = paidBy.get(index);
    if (line === undefined) {
      if (state[index] === OPEN) indices.push(index);
      continue;
    }
    const missing = before === undefined || indices.length === 0 ? [] : between(before, line, next, span);
    if (missing.length > 0) gaps.push({ indices, missing });
    before = line;
    indices = [];
  }
  return gaps;
}

/** Empty where the two are not of one edit, or where something between them is found elsewhere. */
function between(
  from: OpenLine,
  to: OpenLine,
  next: (line: OpenLine) => OpenLine | undefined,
  span: Span,
): OpenLine[] {
  if (from.edit !== to.edit || from.index >= to.index) return [];
  const lines: OpenLine[] = [];
  for (let line = next(from); line !== undefined && line !== to; line = next(line)) {
    if (!isOpen(line, span)) return [];
    lines.push(line);
  }
  return lines;
}
