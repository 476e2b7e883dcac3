/** What a person's own rule may be about; each with a number from which on it fires. */
export const RULE_CONDITIONS = [
  'agent turns without me',
  'unpushed days',
  'open pieces',
  'changed lines in one piece',
] as const;
export type RuleCondition = (typeof RULE_CONDITIONS)[number];

/** As much of a rule as is needed to know whether it fires. */
export interface RuleTrigger {
  readonly if: RuleCondition;
  readonly than: number;
}

/** If this, then that. */
export interface OwnRule extends RuleTrigger {
  /** What the setting has as `then`: the person's own words, which are shown and never kept. */
  readonly words: string;
}

export const MOST_RULES = 10;
export const LONGEST_WORDS = 200;
const MOST = 1_000_000;

/** What is wrong with an entry of the setting, which is the `index`th: a code. */
export interface OwnRuleProblem {
  readonly index: number;
  readonly code: 'not a list' | 'too many' | 'not an object' | 'if' | 'than' | 'then';
}

/** Takes what is right of the setting, and tells of each entry that is not. */
export function readOwnRules(value: unknown): {
  readonly rules: readonly OwnRule[];
  readonly problems: readonly OwnRuleProblem[];
} {
  if (!Array.isArray(value)) return { rules: [], problems: [{ index: 0, code: 'not a list' }] };
  const rules: OwnRule[] = [];
  const problems: OwnRuleProblem[] = [];
  for (const [index, entry] of value.slice(0, MOST_RULES).entries()) {
    const code = problemOf(entry);
    if (code !== null) problems.push({ index, code });
    else {
      const { if: condition, than, then: words } = entry as RuleTrigger & { then: string };
      rules.push({ if: condition, than, words: words.trim() });
    }
  }
  if (value.length > MOST_RULES) problems.push({ index: MOST_RULES, code: 'too many' });
  return { rules, problems };
}

function problemOf(entry: unknown): OwnRuleProblem['code'] | null {
  if (typeof entry !== 'object' || entry === null) return 'not an object';
  const { if: condition, than, then: words } = entry as Record<string, unknown>;
  if (!RULE_CONDITIONS.some(known => known === condition)) return 'if';
  if (typeof than !== 'number' || !Number.isInteger(than) || than < 1 || than > MOST) return 'than';
  if (typeof words !== 'string' || words.trim() === '' || words.length > LONGEST_WORDS) return 'then';
  return null;
}

/** By which a nudge names the rule that fired. */
export function ruleId({ if: condition, than }: RuleTrigger): string {
  return `rule: ${condition} ${than}`;
}
