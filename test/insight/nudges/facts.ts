import type { LiveFacts, PieceFacts } from '../../../src/insight/nudges/facts.ts';
import { DAY } from '../../../src/insight/nudges/facts.ts';

/** Wednesday noon. */
export const NOW = Date.UTC(2026, 10, 25, 12);

export const ago = (days: number) => NOW - days * DAY;

export function piece(given: Partial<PieceFacts> = {}): PieceFacts {
  return {
    id: 'p',
    repo: '/r',
    branch: 'feat/x',
    sessions: [{ agent: 'codex', id: 's' }],
    outcome: 'committed',
    confidence: 'solid',
    lastAt: ago(4),
    lines: 40,
    files: ['src/a.ts'],
    waiting: [],
    trees: [],
    reviewSince: null,
    shippedAt: null,
    mainCommit: null,
    standing: { shipped: 0, gone: 0 },
    living: 40,
    takenOut: null,
    lastHeard: NOW,
    ...given,
  };
}

export function live(given: Partial<LiveFacts> = {}): LiveFacts {
  return {
    agent: 'codex',
    id: 's',
    piece: 'p',
    repo: '/r',
    branch: 'feat/x',
    lastAt: NOW - 60_000,
    alone: null,
    edits: null,
    rereads: null,
    ...given,
  };
}
