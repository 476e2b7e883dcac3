import type { NudgeCandidate } from './candidate.ts';
import { aboutLive, type LiveFacts } from './facts.ts';

const HALF = 0.5;

/**
 * At least half of what the last ten turns took went into reading again, more than in 9 of 10 conversations.
 * @param usual `null` where there are too few conversations to tell
 */
export function contextGrew(live: LiveFacts, usual: number | null): NudgeCandidate | null {
  const { rereads } = live;
  if (rereads === null || usual === null || rereads.share < HALF || rereads.tokens <= usual) return null;
  return {
    kind: 'context grew',
    rule: 'half-of-ten-turns-read-again',
    subject: `${live.agent} ${live.id}`,
    about: aboutLive(live),
    since: live.lastAt,
    evidence: { counts: { tokens: rereads.tokens, usual, turns: 10 }, files: [], commits: [] },
    confidence: 'fair',
  };
}
