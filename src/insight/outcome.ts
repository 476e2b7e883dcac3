import type { Confidence, Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { type Attribution, STAGES, type Stage, type StageCounts } from './attribution.ts';

/** Everything that decides what became of one session. */
export interface SessionCase {
  readonly lastEditAt: Instant | null;
  /** Edits that succeeded, by where their files lie. */
  readonly edits: { readonly inGit: number; readonly outsideGit: number; readonly unplaced: number };
  /** Lines that count which its edits added or removed, those that it took back itself included. */
  readonly peak: number;
  /** Shell commands that may have changed files. */
  readonly shellChanges: number;
  /** Commits and pull requests that the session made, as its log names them; how far each got, if known. */
  readonly links: readonly { readonly commit: string | null; readonly stage: Stage | null }[];
  readonly attribution: Attribution | null;
  /** Git could not be asked about a repository that it edited. */
  readonly unread: boolean;
  /** Lines of its log that could not be read, or a log that ended before its records were whole. */
  readonly logCut: boolean;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly confidence: Confidence;
  readonly rule: string;
  /** Share of its lines that count which reached the shipping ref. */
  readonly shipped: { readonly low: number; readonly mid: number; readonly high: number };
}

const ENOUGH = 0.3;
/** Share of all lines, the uncertain ones too, that fewer than five found lines must make up. */
const LEAST_SURE = 0.1;
const WORTH_SETTING_ASIDE = 5;
const GONE_AFTER = 14 * 86_400_000;

const NOTHING_SHIPPED = { low: 0, mid: 0, high: 0 };

/** The first rule of the product's table that holds. */
export function decide(facts: SessionCase, now: Instant): Decision {
  const shipped = facts.attribution === null ? NOTHING_SHIPPED : sharesShipped(facts.attribution);
  const say = (outcome: Outcome, confidence: Confidence, rule: string): Decision => ({
    outcome,
    confidence,
    rule,
    shipped,
  });
  const linked = furthestLink(facts);
  const counts = facts.attribution === null ? null : decidingCounts(facts.attribution);

  if (counts !== null) {
    const reached = furthestStage(counts);
    if (reached === 'shipped') return say('shipped', confidenceOf(counts, reached), 'shipped-by-lines');
    if (linked === 'shipped') return say('shipped', 'fair', 'shipped-by-link');
    if (reached === 'pushed') return say('pushed', confidenceOf(counts, reached), 'pushed-by-lines');
    if (reached === 'committed') return say('committed', confidenceOf(counts, reached), 'committed-by-lines');
    if (reached === 'working') return say('in progress', confidenceOf(counts, reached), 'in-working-tree');
    if (now - (facts.lastEditAt ?? now) < GONE_AFTER) return say('in progress', 'thin', 'not-found-yet');
    if (Math.max(counts.total, facts.peak) >= WORTH_SETTING_ASIDE)
      return say('set aside', 'fair', 'found-nowhere');
    return say('unclear', 'thin', 'too-few-lines');
  }
  if (linked === 'shipped') return say('shipped', 'fair', 'shipped-by-link');
  if (linked === 'pushed') return say('pushed', 'fair', 'pushed-by-link');
  if (linked === 'committed') return say('committed', 'fair', 'committed-by-link');
  if (facts.edits.outsideGit > 0) return say('outside git', 'solid', 'outside-git');
  if (facts.edits.unplaced > 0) return say('unclear', 'thin', 'repository-unknown');
  if (facts.unread) return say('unclear', 'thin', 'repository-unread');
  if (facts.edits.inGit > 0) {
    if (facts.peak < WORTH_SETTING_ASIDE) return say('unclear', 'thin', 'nothing-left');
    const young = now - (facts.lastEditAt ?? now) < GONE_AFTER;
    return young ? say('in progress', 'thin', 'not-found-yet') : say('set aside', 'solid', 'taken-back');
  }
  if (facts.links.length > 0) return say('unclear', 'thin', 'link-not-found');
  if (facts.shellChanges > 0) return say('unclear', 'thin', 'changed-by-shell');
  if (facts.logCut) return say('unclear', 'thin', 'log-cut');
  return say('explored', 'solid', 'no-edits');
}

/** Lines that count decide; where a session left none of them, all its lines do. */
function decidingCounts({ weighing, all }: Attribution): StageCounts | null {
  if (weighing.total > 0) return weighing;
  return all.total > 0 ? all : null;
}

/** The furthest stage that enough lines have reached or passed. */
function furthestStage(counts: StageCounts): Stage | null {
  // Lines that may have stood there before, and were found nowhere, tell nothing either way.
  const total = Math.max(1, counts.total - counts.uncertain);
  let reached = 0;
  for (const stage of STAGES) {
    reached += counts.at[stage];
    // One line that came to be there by chance does not speak for hundreds that are uncertain.
    const more = reached >= WORTH_SETTING_ASIDE || reached / counts.total >= LEAST_SURE;
    if (reached / total >= ENOUGH && more) return stage;
  }
  return null;
}

function confidenceOf(counts: StageCounts, stage: Stage): Confidence {
  if (counts.uncertain > counts.total / 2) return 'thin';
  let reached = 0;
  for (const each of STAGES.slice(0, STAGES.indexOf(stage) + 1)) reached += counts.at[each];
  return counts.total >= WORTH_SETTING_ASIDE && reached / counts.total >= 0.6 ? 'solid' : 'fair';
}

function sharesShipped(attribution: Attribution): Decision['shipped'] {
  const counts = decidingCounts(attribution);
  if (counts === null) return NOTHING_SHIPPED;
  const low = counts.at.shipped / counts.total;
  const high = counts.at.shipped / Math.max(1, counts.total - counts.uncertain);
  return { low, mid: (low + high) / 2, high };
}

function furthestLink({ links }: SessionCase): Stage | null {
  for (const stage of STAGES) if (links.some(link => link.stage === stage)) return stage;
  return null;
}
