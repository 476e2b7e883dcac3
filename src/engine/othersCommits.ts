import { cloudAgentOf } from '../insight/cloudAgents.ts';
import type { CommitChange, RefMove } from '../model/git.ts';

/** An address that a forge gives out for a person tells nobody which. */
const NAMELESS = /@users\.noreply\.|\bnoreply@/;
const BOT = /\[bot\]@/;

/**
 * Whether commits are somebody else's by their author. In doubt they are the person's own: who merges on a forge
 * has another address there than here.
 * @param own the person's address in this repository
 * @param moves of its remote refs, which tell under which addresses the person has pushed
 */
export function othersCommits(
  own: string | null,
  moves: readonly RefMove[],
): (change: CommitChange | undefined) => boolean {
  const pushed = moves.flatMap(({ kind, actor }) => (kind === 'push' ? (actor ?? []) : []));
  const mine = new Set([...(own === null ? [] : [own]), ...pushed].map(address => address.toLowerCase()));
  return change => {
    // Who the person is must be known to tell who is not.
    if (change === undefined || mine.size === 0) return false;
    const authorEmail = change.authorEmail.toLowerCase();
    const marks = { authorEmail, coAuthors: [], own: false, branches: [] };
    if (BOT.test(authorEmail) || cloudAgentOf(marks) !== null) return true;
    if (NAMELESS.test(authorEmail) || mine.has(authorEmail)) return false;
    return !change.mentions.coAuthors.some(address => mine.has(address));
  };
}
