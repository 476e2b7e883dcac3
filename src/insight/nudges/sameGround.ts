import type { NudgeCandidate } from './candidate.ts';
import { aboutLive, type LiveFacts } from './facts.ts';

const SHARE = 0.5;
const JUST_NOW = 15 * 60_000;

/** Two conversations that edit at the same time, at least half of the files of one of them in common. */
export function sameGround(one: LiveFacts, other: LiveFacts, now: number): NudgeCandidate | null {
  const [mine, theirs] = [one.edits, other.edits];
  if (mine === null || theirs === null || now - Math.min(mine.last, theirs.last) > JUST_NOW) return null;
  // The one may have ended when the other began.
  if (mine.first > theirs.last || theirs.first > mine.last) return null;
  const known = new Set(theirs.files);
  const both = mine.files.filter(file => known.has(file));
  if (both.length === 0 || both.length < Math.min(mine.files.length, known.size) * SHARE) return null;
  return {
    kind: 'same ground',
    rule: 'half-of-the-files-in-common',
    subject: [one, other]
      .map(({ agent, id }) => `${agent} ${id}`)
      .sort()
      .join(' '),
    about: aboutLive(one, other),
    since: Math.max(mine.first, theirs.first),
    evidence: { counts: { files: both.length }, files: both, commits: [] },
    confidence: 'solid',
  };
}
