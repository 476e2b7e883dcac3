import { compactNumber } from './compactNumber.ts';
import { numberFormat } from './formats.ts';
import type { NudgeKind } from './nudge.ts';
import { type OwnRule, type RuleCondition, ruleId } from './ownRule.ts';
import type { NudgeReport } from './report.ts';

/** Sentences with places for values. */
export interface NudgeWords {
  /** `1 day`, `{0} days`. */
  readonly day: string;
  readonly days: string;
  readonly here: string;
  readonly more: string;
  readonly rule: Readonly<Record<RuleCondition, string>>;
  readonly ruleOfOne: Readonly<Record<RuleCondition, string>>;
  readonly notPushedOne: string;
  readonly notPushedMany: string;
  readonly waitingInReview: string;
  readonly parked: { readonly worktree: string; readonly main: string; readonly stash: string };
  readonly sameGround: string;
  readonly runningAlone: string;
  readonly bigForOneLook: string;
  readonly contextGrew: string;
  readonly itHeld: string;
  readonly cameBack: string;
  readonly cameBackByForce: string;
}

/** One sentence; `null` for a rule of the person's own that they have taken out of their settings. */
export function nudgeText(
  nudge: NudgeReport,
  words: NudgeWords,
  locale: string,
  rules: readonly OwnRule[],
): string | null {
  const { about, evidence } = nudge;
  const { counts, files, commits } = evidence;
  const number = (value = 0) => numberFormat(locale).format(value);
  const days = counts.days === 1 ? words.day : fill(words.days, number(counts.days));
  const branch = about.branch === null ? words.here : about.branch.replace(/^refs\/heads\//, '');
  const sentences: Readonly<Record<NudgeKind, () => string | null>> = {
    'own rule': () => {
      const own = rules.find(each => ruleId(each) === nudge.rule);
      if (own === undefined) return null;
      const { if: condition, than } = own;
      const said = than === 1 ? words.ruleOfOne : words.rule;
      return fill(said[condition], number(than), own.words.replace(/\.$/, ''));
    },
    'not pushed': () =>
      counts.commits === 1
        ? fill(words.notPushedOne, branch, days)
        : fill(words.notPushedMany, number(counts.commits), branch, days),
    'waiting in review': () => fill(words.waitingInReview, branch, number(counts.days)),
    parked: () => {
      const inStash = about.tree === 'refs/stash';
      const where = inStash ? 'stash' : about.tree === about.repo ? 'main' : 'worktree';
      return fill(
        words.parked[where],
        lastName((inStash ? about.repo : about.tree) ?? ''),
        number(counts.lines),
        days,
      );
    },
    'same ground': () => {
      const [first = ''] = files;
      const named = lastName(first);
      return fill(
        words.sameGround,
        files.length > 1 ? fill(words.more, named, number(files.length - 1)) : named,
      );
    },
    'running alone': () => fill(words.runningAlone, number(counts.turns), number(counts.alike)),
    'big for one look': () => fill(words.bigForOneLook, number(counts.lines), number(counts.files)),
    'context grew': () => fill(words.contextGrew, compactNumber(counts.tokens ?? 0, locale)),
    'it held': () => fill(words.itHeld, commits[0]?.slice(0, 7) ?? words.here, days),
    'came back': () => {
      const [shipped, by] = commits.map(commit => commit.slice(0, 7));
      return by === undefined
        ? fill(words.cameBackByForce, shipped ?? branch)
        : fill(words.cameBack, shipped ?? branch, by);
    },
  };
  return sentences[nudge.kind]();
}

function fill(template: string, ...values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index) => values[Number(index)] ?? place);
}

function lastName(path: string): string {
  return path.split(/[\\/]/).findLast(part => part !== '') ?? path;
}
