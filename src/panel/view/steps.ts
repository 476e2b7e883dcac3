import { nextStep, type Step } from '../../model/nextStep.ts';
import type { PieceReport } from '../../model/report.ts';
import { waits } from '../../model/waiting.ts';
import type { PanelState } from '../protocol.ts';
import type { PieceList } from './rows.ts';

/** In a window that is not trusted nothing is done, and nothing opened that a repository or a log names. */
export function stepOf(piece: PieceReport, { trusted }: Pick<PanelState, 'trusted'>): Step | null {
  return trusted ? nextStep(piece) : null;
}

/** Whether the one thing to do is about reading, and stands under the sentence. */
function isAboutReading({ phase, problem }: Pick<PanelState, 'phase' | 'problem'>): boolean {
  return problem !== null || ['paused', 'restricted', 'unreadable', 'off'].includes(phase);
}

/**
 * The piece whose next step matters most: the one that waits longest for the person, of those on the page.
 * @returns its id; `null` where none does, or something about reading matters more
 */
export function firstStep(
  state: PanelState,
  lists: readonly PieceList[],
  shown: number,
  now: Date,
): string | null {
  if (isAboutReading(state)) return null;
  const open = lists.find(({ id }) => id === 'open')?.pieces.slice(0, shown) ?? [];
  return open.find(piece => waits(piece, now) && stepOf(piece, state) !== null)?.id ?? null;
}
