import assert from 'node:assert/strict';
import { workCounts } from '../../src/engine/badgeCounts.ts';
import type { PieceFinding } from '../../src/engine/findingTypes.ts';

const NOW = Date.parse('2025-11-24T12:00:00Z');
const HOUR = 3_600_000;

function piece(living: number, hoursAgo: number): PieceFinding {
  return {
    id: `${hoursAgo}`,
    repository: 1,
    branch: null,
    sessions: [],
    outcome: 'shipped',
    counted: 'shipped',
    confidence: 'solid',
    chip: null,
    startedAt: null,
    lastAt: NOW - hoursAgo * HOUR,
    shippedAt: NOW - hoursAgo * HOUR,
    commits: [],
    mainCommit: null,
    files: [],
    lines: { counting: 10, shipped: 10 },
    fresh: living,
    living,
    diagnosed: false,
    still: { oldEnough: 0, kept: 0 },
  };
}

describe('engine/workCounts', () => {
  const shippedAt = (...pieces: readonly PieceFinding[]) => workCounts(pieces, [], NOW, new Set()).shippedAt;

  it('tells when something new shipped last', () => {
    assert.equal(shippedAt(piece(3, 5), piece(1, 2)), '2025-11-24T10:00:00.000Z');
    assert.equal(shippedAt(piece(3, 5), piece(0, 2)), '2025-11-24T07:00:00.000Z');
    assert.equal(shippedAt(piece(0, 2)), null);
  });
});
