import type { Attribution } from './attribution.ts';
import type { SessionCase } from './outcome.ts';
import { sumCounts } from './stageCounts.ts';
import { sumUnseen } from './unseen.ts';

/** What decides of a piece: all that its sessions left, as if one had done it. */
export function sumCases(
  cases: readonly SessionCase[],
  after: Pick<SessionCase, 'standing' | 'deployed' | 'files'>,
): SessionCase {
  const attributions = cases.flatMap(({ attribution }) => attribution ?? []);
  const sum = (pick: (each: SessionCase) => number) => cases.reduce((total, each) => total + pick(each), 0);
  const edited = cases.flatMap(({ lastEditAt }) => lastEditAt ?? []);
  return {
    lastEditAt: edited.length === 0 ? null : Math.max(...edited),
    edits: {
      inGit: sum(({ edits }) => edits.inGit),
      outsideGit: sum(({ edits }) => edits.outsideGit),
      unplaced: sum(({ edits }) => edits.unplaced),
    },
    peak: sum(({ peak }) => peak),
    shellChanges: sum(({ shellChanges }) => shellChanges),
    links: cases.flatMap(({ links }) => links),
    attribution: attributions.length === 0 ? null : sumAttributions(-1, attributions),
    ...after,
    // What one of several did over and over is no story of the whole.
    repetition: cases.length === 1 ? cases[0]!.repetition : 0,
    resolved: cases.some(({ resolved }) => resolved),
    diagnosed: cases.some(({ diagnosed }) => diagnosed),
    unread: cases.some(({ unread }) => unread),
    unseen: sumUnseen(cases.map(({ unseen }) => unseen)),
    logCut: cases.some(({ logCut }) => logCut),
  };
}

/** Work in several repositories, or of several sessions, is judged by all its lines together. */
export function sumAttributions(session: number, parts: readonly Attribution[]): Attribution {
  return {
    session,
    weighing: sumCounts(parts.map(({ weighing }) => weighing)),
    all: sumCounts(parts.map(({ all }) => all)),
    found: parts.flatMap(({ found }) => found),
  };
}
