import type { Chip, Confidence, Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { type Attribution, STAGES, type Stage, type StageCounts } from './attribution.ts';
import { DEPLOYED_BY, type DeployedBy, type DeployedLines } from './deployment.ts';
import type { WayOut } from './shippedUnit.ts';
import { shareShipped } from './stageCounts.ts';
import type { Standing } from './standing.ts';
import { type Unseen, withUnseen } from './unseen.ts';

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
  readonly links: readonly CaseLink[];
  readonly attribution: Attribution | null;
  /** What became of its lines after they had shipped. */
  readonly standing: Standing;
  /** Of its shipped lines: how many a deployment or a release holds, each by the surest that tells of it. */
  readonly deployed: DeployedLines;
  /** Of the files that it left changed: how many there are, and how many shipped with a tenth of its lines. */
  readonly files: { readonly total: number; readonly reached: number };
  /** See `ActStory`. */
  readonly repetition: number;
  readonly resolved: boolean;
  /** It found out what was wrong, or looked at several files, before it changed anything. */
  readonly diagnosed: boolean;
  /** Git could not be asked about a repository that it edited. */
  readonly unread: boolean;
  /** What it left there, of which the rest of these tells nothing. */
  readonly unseen: Unseen;
  /** Lines of its log that could not be read, a log that ended before its records were whole, or none of what was done. */
  readonly logCut: boolean;
}

export interface CaseLink {
  readonly commit: string | null;
  readonly stage: Stage | null;
  /** A pull request stands at its address. */
  readonly review: boolean;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly chip: Chip | null;
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
const REPEATED_TIMES = 5;
/** Who tries no more than so many lines until a failing command passes has been looking for a fault. */
const TRIED_LINES = 20;

const HALF = 0.5;

const RULE_OF: Readonly<Record<WayOut, string>> = {
  reverted: 'rolled-back-by-revert',
  inverse: 'rolled-back-by-inverse',
  removed: 'rolled-back-by-removal',
  dropped: 'rolled-back-by-force',
};

const DEPLOYED_RULE: Readonly<Record<DeployedBy, string>> = {
  confirmed: 'in-production-confirmed',
  'deploy refs': 'in-production-by-ref',
  'release tags': 'in-production-by-tag',
};

const NOTHING_SHIPPED = { low: 0, mid: 0, high: 0 };

/** The first rule of the product's table that holds; of work of which a part was not seen, that holds of the whole. */
export function decide(facts: SessionCase, now: Instant): Decision {
  const whole = withUnseen(facts);
  const decision = firstRule(whole, now);
  if (whole === facts || firstRule(facts, now).outcome === decision.outcome) return decision;
  return { ...decision, outcome: 'unclear', confidence: 'thin', rule: 'repository-unread', chip: null };
}

function firstRule(facts: SessionCase, now: Instant): Decision {
  const shipped = facts.attribution === null ? NOTHING_SHIPPED : sharesShipped(facts.attribution);
  const say = (
    outcome: Outcome,
    confidence: Confidence,
    rule: string,
    chip: Chip | null = null,
  ): Decision => ({ outcome, confidence, rule, shipped, chip });
  const counts = facts.attribution === null ? null : decidingCounts(facts.attribution);
  const arrival = arrivalOf(facts, counts);
  if (arrival !== null) {
    const { rolledBack, by, shipped: lines } = facts.standing;
    if (by !== null && lines > 0 && rolledBack >= lines * HALF) {
      return say('rolled back', by.way === 'removed' ? 'fair' : 'solid', RULE_OF[by.way], arrival.chip);
    }
    const told = deployedEnough(facts.deployed, lines * ENOUGH);
    if (told !== null) {
      const sure = told === 'confirmed' && arrival.confidence === 'solid';
      return say('in production', sure ? 'solid' : 'fair', DEPLOYED_RULE[told], arrival.chip);
    }
    return say('shipped', arrival.confidence, arrival.rule, arrival.chip);
  }
  const linked = furthestLink(facts);
  const review = facts.links.some(link => link.review);

  if (counts !== null) {
    const reached = furthestStage(counts);
    if (reached === 'pushed') {
      const confidence = confidenceOf(counts, reached);
      return review
        ? say('in review', confidence, 'pull-request-seen')
        : say('pushed', confidence, 'pushed-by-lines');
    }
    if (reached === 'committed') return say('committed', confidenceOf(counts, reached), 'committed-by-lines');
    if (reached === 'working') return say('in progress', confidenceOf(counts, reached), 'in-working-tree');
    if (now - (facts.lastEditAt ?? now) < GONE_AFTER) return say('in progress', 'thin', 'not-found-yet');
    if (facts.unread) return say('unclear', 'thin', 'repository-unread');
    if (Math.max(counts.total, facts.peak) >= WORTH_SETTING_ASIDE)
      return say('set aside', 'fair', 'found-nowhere');
    return say('unclear', 'thin', 'too-few-lines');
  }
  if (review) return say('in review', 'fair', 'pull-request-seen');
  if (linked === 'pushed') return say('pushed', 'fair', 'pushed-by-link');
  if (linked === 'committed') return say('committed', 'fair', 'committed-by-link');
  if (hasDebugged(facts)) return say('explored', 'solid', 'debugged');
  const { inGit, outsideGit, unplaced } = facts.edits;
  // All of it was taken back: each line was counted coming and going.
  const tried = facts.peak / 2;
  const nothingToShow = facts.links.length === 0 && tried < WORTH_SETTING_ASIDE;
  if (nothingToShow && outsideGit + unplaced === 0 && facts.repetition >= REPEATED_TIMES) {
    return say('repeated itself', 'fair', inGit === 0 ? 'repeated' : 'repeated-no-lines');
  }
  // Work that was taken back stays that, whatever note beside it lies outside.
  const tookBack = inGit > 0 && tried >= WORTH_SETTING_ASIDE && !facts.unread;
  if (tookBack && unplaced === 0) {
    const young = now - (facts.lastEditAt ?? now) < GONE_AFTER;
    return young ? say('in progress', 'thin', 'not-found-yet') : say('set aside', 'solid', 'taken-back');
  }
  if (outsideGit > 0) return say('outside git', 'solid', 'outside-git');
  if (unplaced > 0) return say('unclear', 'thin', 'repository-unknown');
  if (facts.unread) return say('unclear', 'thin', 'repository-unread');
  if (inGit > 0) return say('unclear', 'thin', 'nothing-left');
  if (facts.links.length > 0) return say('unclear', 'thin', 'link-not-found');
  if (facts.shellChanges > 0) return say('unclear', 'thin', 'changed-by-shell');
  if (facts.logCut) return say('unclear', 'thin', 'log-cut');
  return say('explored', 'solid', 'no-edits');
}

/** Nothing is left of the few lines that it tried, and the command that had failed passes. */
function hasDebugged({ resolved, edits, peak, links }: SessionCase): boolean {
  return (
    resolved &&
    edits.inGit > 0 &&
    edits.outsideGit + edits.unplaced === 0 &&
    peak / 2 <= TRIED_LINES &&
    links.length === 0
  );
}

/** The surest that holds so many lines, together with what is surer; `null` where all of them hold fewer. */
function deployedEnough(deployed: DeployedLines, lines: number): DeployedBy | null {
  let held = 0;
  for (const by of DEPLOYED_BY) {
    held += deployed[by];
    if (held > 0 && held >= lines) return by;
  }
  return null;
}

interface Arrival {
  readonly confidence: Confidence;
  readonly rule: string;
  readonly chip: Chip | null;
}

/** Whether and by what rule it reached the shipping ref, whatever happened there since. */
function arrivalOf(facts: SessionCase, counts: StageCounts | null): Arrival | null {
  const reached = counts === null ? null : furthestStage(counts);
  if (counts !== null && reached === 'shipped') {
    return { confidence: confidenceOf(counts, reached), rule: 'shipped-by-lines', chip: null };
  }
  // With no line of its own to compare, nothing says that somebody rewrote it.
  const chip = counts === null ? null : 'mostly yours';
  if (furthestLink(facts) === 'shipped') return { confidence: 'fair', rule: 'shipped-by-link', chip };
  const { total, reached: files } = facts.files;
  // What waits elsewhere was not rewritten: it has yet to come.
  if (reached === null && files > 0 && files >= total * HALF) {
    return { confidence: 'fair', rule: 'shipped-in-part', chip };
  }
  return null;
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
  return counts === null ? NOTHING_SHIPPED : shareShipped(counts);
}

function furthestLink({ links }: SessionCase): Stage | null {
  for (const stage of STAGES) if (links.some(link => link.stage === stage)) return stage;
  return null;
}
