import { type LogOutputChannel, l10n, window } from 'vscode';
import {
  LONGEST_WORDS,
  MOST_RULES,
  type OwnRule,
  type OwnRuleProblem,
  RULE_CONDITIONS,
  readOwnRules,
} from '../model/ownRule.ts';

const SETTING = 'aiImpact.plans';

/** The rules that can be followed; what is wrong with the others is told once, when the person has changed them. */
export class OwnRules {
  readonly #log: LogOutputChannel;
  #told: string | null = null;

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  read(setting: unknown): readonly OwnRule[] {
    const { rules, problems } = readOwnRules(setting);
    const text = problems.map(sayProblem).join(' ');
    if (text !== '' && text !== this.#told) {
      this.#log.warn(text);
      // At the start nobody has just changed anything.
      if (this.#told !== null) void window.showWarningMessage(text);
    }
    this.#told = text;
    return rules;
  }
}

function sayProblem({ index, code }: OwnRuleProblem): string {
  const number = index + 1;
  switch (code) {
    case 'not a list':
      return l10n.t('{0} is a list of rules.', SETTING);
    case 'too many':
      return l10n.t('Of {0} only the first {1} rules are followed.', SETTING, MOST_RULES);
    case 'not an object':
      return l10n.t('Rule {0} of {1} wants "if", "than" and "then".', number, SETTING);
    case 'if':
      return l10n.t('Rule {0} of {1}: "if" is one of {2}.', number, SETTING, RULE_CONDITIONS.join(', '));
    case 'than':
      return l10n.t('Rule {0} of {1}: "than" is a whole number from 1 to 1000000.', number, SETTING);
    case 'then':
      return l10n.t(
        'Rule {0} of {1}: "then" is what you plan to do, in at most {2} characters.',
        number,
        SETTING,
        LONGEST_WORDS,
      );
  }
}
