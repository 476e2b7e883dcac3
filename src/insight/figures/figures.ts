import type { Figures } from '../../model/figures.ts';
import { changeCost } from './changeCost.ts';
import type { FigureFacts } from './facts.ts';
import { livingUse } from './livingUse.ts';
import { FigureMemory } from './memory.ts';
import { countedAsShipped } from './shippedCounts.ts';
import { oldEnough, rework, stillThere, stillThereWeeks } from './stillThere.ts';
import { sampleOf, usualOf } from './usual.ts';
import { windowUse } from './windowUse.ts';

const MICRO = 1_000_000;
const WEEK = 7 * 86_400_000;

/** All figures beside the ledger of use by outcome. Each is `null` where too little is known to say anything. */
export function figuresOf(facts: FigureFacts, memory: FigureMemory = new FigureMemory()): Figures {
  const { pieces, mature, now, since, until } = facts;
  const timeline = memory.timeline(facts);
  const finished = timeline.finishedPieces(now);
  const usual = usualOf(facts, timeline);
  const shipped = countedAsShipped(pieces, mature, since, until ?? now + 1);
  const old = oldEnough(pieces, mature, now);
  const deployed = shipped.filter(({ counted }) => counted === 'in production').length;
  return {
    shippedAndStillThere: livingUse(finished, usual, memory),
    shippedChangeTook: changeCost(finished, usual),
    shipped: {
      window: shipped.length,
      lastSevenDays: countedAsShipped(pieces, mature, now - WEEK, now + 1).length,
    },
    stillThere14: stillThere(old),
    stillThereWeeks: stillThereWeeks(old, now),
    rework14: rework(old, memory),
    inProduction: facts.deploying.size > 0 ? { pieces: deployed } : null,
    window: windowUse(facts, timeline, usual),
    finished: {
      pieces: finished.length,
      shipped: sampleOf(finished).length,
    },
    usual:
      usual === null
        ? null
        : { capUsd: usual.cap / MICRO, since: new Date(usual.since).toISOString(), because: usual.because },
  };
}
