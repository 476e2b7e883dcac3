import type { NudgeCandidate } from './candidate.ts';
import { aboutLive, type LiveFacts } from './facts.ts';

const SHARE = 0.5;

/** Two conversations that go on at the same time, with at least half of the files of one of them in common. */
export function sameGround(one: LiveFacts, other: LiveFacts): NudgeCandidate | null {
  const theirs = new Set(other.files);
  const both = one.files.filter(file => theirs.has(file));
  const fewest = Math.min(one.files.length, theirs.size);
  if (both.length === 0 || both.length < fewest * SHARE) return null;
  return {
    kind: 'same ground',
    rule: 'half-of-the-files-in-common',
    subject: [one, other]
      .map(({ agent, id }) => `${agent} ${id}`)
      .sort()
      .join(' '),
    about: aboutLive(one, other),
    since: Math.min(one.lastAt, other.lastAt),
    evidence: { counts: { files: both.length }, files: both, commits: [] },
    confidence: 'solid',
  };
}
