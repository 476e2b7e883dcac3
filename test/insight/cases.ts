import type { Attribution, Stage, StageCounts } from '../../src/insight/attribution.ts';
import { NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import type { SessionCase } from '../../src/insight/outcome.ts';
import { noCounts } from '../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { NOTHING_UNSEEN } from '../../src/insight/unseen.ts';

/** A session of which nothing is known but what is given. */
export function sessionCase(more: Partial<SessionCase> = {}): SessionCase {
  return {
    lastEditAt: null,
    edits: { inGit: 0, outsideGit: 0, unplaced: 0 },
    peak: 0,
    shellChanges: 0,
    links: [],
    attribution: null,
    standing: NOTHING_SHIPPED,
    deployed: NOTHING_DEPLOYED,
    files: { total: 0, reached: 0 },
    repetition: 0,
    resolved: false,
    diagnosed: false,
    unread: false,
    unseen: NOTHING_UNSEEN,
    logCut: false,
    ...more,
  };
}

type Counted = Partial<Record<Stage, number>> & { readonly uncertain?: number };

export function stageCounts(total: number, { uncertain = 0, ...at }: Counted = {}): StageCounts {
  const counts = noCounts();
  Object.assign(counts, { total, uncertain });
  Object.assign(counts.at, at);
  Object.assign(counts.exact, at);
  return counts;
}

/** Of so many lines that count so many were found at each stage; all lines count, unless others are given. */
export function attributed(total: number, at: Counted = {}, all: StageCounts | null = null): Attribution {
  const weighing = stageCounts(total, at);
  return { session: 1, weighing, all: all ?? weighing, found: [] };
}
