import type { Said } from '../../model/correction.ts';
import { OPEN, type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { PieceReport } from '../../model/report.ts';
import type { PageMessage, PanelReport } from '../protocol.ts';
import { keysOf } from './pieceKeys.ts';
import { shortCommit } from './why.ts';
import { fill, type Voice } from './words.ts';

/** What a person said of a piece, and what they may say. */
export interface Sayings {
  readonly said: readonly { readonly text: string; readonly takeBack: PageMessage }[];
  readonly offers: readonly { readonly text: string; readonly message: PageMessage }[];
}

/** What nobody would call research: it is used, or was never code. */
const NO_RESEARCH: readonly Outcome[] = [...SHIPPED, 'explored', 'outside git'];
const MOST_COMMITS = 3;

export function sayingsOf(piece: PieceReport, report: PanelReport, { strings }: Voice): Sayings {
  const { saying } = strings;
  const keys = new Set(piece.sessions.map(({ agent, id }) => `${agent} ${id}`));
  const own = report.corrections.filter(({ agent, session }) => keys.has(`${agent} ${session}`));
  // A piece may have many sessions, of all of which the same was said at once.
  const groups = Map.groupBy(own, ({ said, target }) => `${said} ${target}`);
  const say = (said: Said, target: string | null): PageMessage => ({
    type: 'say',
    sessions: keysOf(piece),
    said,
    target,
  });
  const isSaid = (wanted: Said, commit: string | null) =>
    own.some(({ said, target }) => said === wanted && target === commit);
  const offers: { text: string; message: PageMessage }[] = [];
  if (SHIPPED.includes(piece.outcome)) {
    for (const commit of piece.commits.slice(0, MOST_COMMITS)) {
      if (!isSaid('unlink', commit))
        offers.push({ text: fill(saying.unlink, shortCommit(commit)), message: say('unlink', commit) });
    }
  } else if (piece.repo !== null) {
    offers.push({ text: saying.link, message: { type: 'linkCommit', sessions: keysOf(piece) } });
  }
  if (!NO_RESEARCH.includes(piece.outcome))
    offers.push({ text: saying.research, message: say('research', null) });
  if (!OPEN.includes(piece.outcome) && !isSaid('not AI work', null))
    offers.push({ text: saying.notAi, message: say('not AI work', null) });
  return {
    said: [...groups.values()].map(group => {
      const { said, target } = group[0]!;
      const text = fill(saying.said[said], target === null ? '' : shortCommit(target));
      return { text, takeBack: { type: 'takeBack', corrections: group.map(({ id }) => id) } };
    }),
    offers,
  };
}
