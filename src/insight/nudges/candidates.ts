import type { RuleTrigger } from '../../model/ownRule.ts';
import { bigForOneLook } from './bigForOneLook.ts';
import { cameBack } from './cameBack.ts';
import type { NudgeCandidate } from './candidate.ts';
import { contextGrew } from './contextGrew.ts';
import type { LiveFacts, PieceFacts, UsualFacts } from './facts.ts';
import { itHeld } from './itHeld.ts';
import { notPushed } from './notPushed.ts';
import { ownRule } from './ownRule.ts';
import { parked } from './parked.ts';
import { runningAlone } from './runningAlone.ts';
import { sameGround } from './sameGround.ts';
import { waitingInReview } from './waitingInReview.ts';

export interface NudgeFacts {
  readonly pieces: readonly PieceFacts[];
  readonly live: readonly LiveFacts[];
  readonly usual: UsualFacts;
  readonly rules: readonly RuleTrigger[];
  readonly now: number;
}

/** Everything that could be said now, whether or not it is time to say it. */
export function nudgeCandidates(facts: NudgeFacts): NudgeCandidate[] {
  const { pieces, live, usual, rules, now } = facts;
  const found = [
    ...rules.flatMap(rule => ownRule(rule, facts)),
    ...pieces.flatMap(piece => [
      cameBack(piece, now),
      notPushed(piece, now),
      waitingInReview(piece),
      parked(piece, now),
      bigForOneLook(piece, usual.lines, now),
      itHeld(piece, now),
    ]),
    ...live.flatMap((each, at) => [
      runningAlone(each),
      contextGrew(each, usual.rereads),
      ...live.slice(at + 1).map(other => sameGround(each, other, now)),
    ]),
  ];
  return found.filter(candidate => candidate !== null);
}
