import type { Figures } from '../../model/figures.ts';
import { capOf } from './cap.ts';
import { changeCost } from './changeCost.ts';
import type { FigureFacts } from './facts.ts';
import { finishedPieces } from './finished.ts';
import { livingUse } from './livingUse.ts';
import { countedAsShipped } from './shippedCounts.ts';
import { rework, stillThere } from './stillThere.ts';

const WEEK = 7 * 86_400_000;

/** All figures beside the ledger of use by outcome. Each is `null` where too little is known to say anything. */
export function figuresOf(facts: FigureFacts): Figures {
  const { pieces, mature, now, since, until } = facts;
  const finished = finishedPieces(facts, now);
  const cap = capOf(facts);
  const shipped = countedAsShipped(pieces, mature, since, until);
  const deployed = shipped.filter(({ counted }) => counted === 'in production').length;
  const tellsOfProduction = pieces.some(({ counted }) => counted === 'in production');
  return {
    shippedAndStillThere: livingUse(finished, cap),
    shippedChangeTook: changeCost(finished),
    shipped: {
      window: shipped.length,
      lastSevenDays: countedAsShipped(pieces, mature, now - WEEK, now + 1).length,
    },
    stillThere14: stillThere(pieces, now),
    rework14: rework(pieces, now),
    inProduction: tellsOfProduction ? { pieces: deployed } : null,
    finished: {
      pieces: finished.length,
      shipped: finished.filter(({ isChange }) => isChange).length,
    },
    cap:
      cap === null
        ? null
        : { usd: cap.micros / 1_000_000, since: new Date(cap.since).toISOString(), because: cap.because },
  };
}
