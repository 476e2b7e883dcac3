import type { NudgeCandidate } from './candidate.ts';
import { aboutLive, type LiveFacts } from './facts.ts';

const TURNS = 20;
const ALIKE = 3;

/** Twenty turns since a person spoke, no file changed, and one same call made at least three times. */
export function runningAlone(live: LiveFacts): NudgeCandidate | null {
  const { alone } = live;
  if (alone === null || alone.turns < TURNS || alone.edits > 0 || alone.alike < ALIKE) return null;
  return {
    kind: 'running alone',
    rule: '20-turns-without-a-change',
    subject: `${live.agent} ${live.id}`,
    about: aboutLive(live),
    since: alone.since,
    evidence: { counts: { turns: alone.turns, alike: alone.alike }, files: [], commits: [] },
    confidence: 'solid',
  };
}
