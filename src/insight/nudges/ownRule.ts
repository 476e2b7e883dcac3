import { OPEN } from '../../model/outcome.ts';
import { type RuleTrigger, ruleId } from '../../model/ownRule.ts';
import type { NudgeCandidate } from './candidate.ts';
import { aboutLive, aboutPiece, type LiveFacts, type PieceFacts, wholeDays } from './facts.ts';

export interface RuleFacts {
  readonly pieces: readonly PieceFacts[];
  readonly live: readonly LiveFacts[];
  readonly now: number;
}

/** All that a person's own rule fires for. */
export function ownRule(own: RuleTrigger, { pieces, live, now }: RuleFacts): NudgeCandidate[] {
  const rule = ruleId(own);
  const { than } = own;
  const fired = (
    fires: Pick<NudgeCandidate, 'about' | 'since' | 'evidence' | 'confidence'>,
    what: string,
  ) => ({
    ...fires,
    kind: 'own rule' as const,
    rule,
    subject: `${rule} ${what}`,
    evidence: { ...fires.evidence, counts: { ...fires.evidence.counts, than } },
  });
  const nothing = { files: [], commits: [] };
  const open = pieces.filter(({ outcome }) => OPEN.includes(outcome));
  switch (own.if) {
    case 'agent turns without me':
      return live.flatMap(each => {
        const { alone, agent, id } = each;
        if (alone === null || alone.turns < than) return [];
        const evidence = { ...nothing, counts: { turns: alone.turns } };
        const about = aboutLive(each);
        return [fired({ about, since: alone.since, evidence, confidence: 'solid' }, `${agent} ${id}`)];
      });
    case 'unpushed days':
      return open.flatMap(piece => {
        const { lastHeard, files } = piece;
        const waiting = piece.waiting.filter(({ at }) => lastHeard !== null && at <= lastHeard);
        const since = Math.min(...waiting.map(({ at }) => at));
        const days = waiting.length === 0 ? 0 : wholeDays(now - since);
        if (days < than) return [];
        const commits = waiting.map(({ commit }) => commit);
        const evidence = { counts: { commits: commits.length, days }, files, commits };
        const about = aboutPiece(piece);
        return [fired({ about, since, evidence, confidence: piece.confidence }, piece.id)];
      });
    case 'open pieces': {
      if (open.length < than) return [];
      const about = { repo: null, branch: null, piece: null, sessions: [], tree: null };
      const evidence = { ...nothing, counts: { pieces: open.length } };
      const since = Math.max(...open.map(({ lastAt }) => lastAt ?? 0));
      return [fired({ about, since, evidence, confidence: 'solid' }, '')];
    }
    case 'changed lines in one piece':
      return open.flatMap(piece => {
        const { lines, files, lastAt, confidence } = piece;
        if (lines < than) return [];
        const evidence = { counts: { lines, files: files.length }, files, commits: [] };
        return [fired({ about: aboutPiece(piece), since: lastAt ?? now, evidence, confidence }, piece.id)];
      });
  }
}
