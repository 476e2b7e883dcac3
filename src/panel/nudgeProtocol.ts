import * as v from 'valibot';
import { NUDGE_ANSWERS, NUDGE_COUNTS, NUDGE_KINDS, QUIET_REASONS } from '../model/nudge.ts';
import { RULE_CONDITIONS } from '../model/ownRule.ts';

// The part of the contract with the page that is about nudges: see protocol.ts.

const text = v.string();
const kind = v.picklist(NUDGE_KINDS);
const id = v.pipe(v.number(), v.integer());

export const answerNudge = v.object({
  type: v.literal('answerNudge'),
  nudge: id,
  answer: v.picklist(NUDGE_ANSWERS),
});

export const nudgesOfReport = {
  nudges: v.array(
    v.object({
      id: v.nullable(id),
      kind,
      state: v.picklist(['shown', 'due']),
      about: v.object({
        repo: v.nullable(text),
        branch: v.nullable(text),
        piece: v.nullable(text),
        sessions: v.array(v.object({ agent: text, id: text })),
        tree: v.nullable(text),
      }),
      rule: text,
      since: text,
      shownAt: v.nullable(text),
      evidence: v.object({
        counts: v.record(v.picklist(NUDGE_COUNTS), v.number()),
        files: v.array(text),
        commits: v.array(text),
      }),
      confidence: v.picklist(['solid', 'fair', 'thin']),
    }),
  ),
  quietNudges: v.array(v.object({ kind, why: v.picklist(QUIET_REASONS), until: v.nullable(text), id })),
};

export const ownRule = v.object({ if: v.picklist(RULE_CONDITIONS), than: v.number(), words: text });
