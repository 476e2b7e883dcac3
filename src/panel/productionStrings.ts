import type { ProductionSaid } from '../model/production.ts';

/** Of what is taken for production. `{0}` of a text of refs is the newest of them. */
export function productionStrings(t: (message: string) => string) {
  return {
    refs: {
      'release tags': { one: t('the release tag {0}'), many: t('release tags ({0} and {1} more)') },
      'deploy tags': { one: t('the deploy tag {0}'), many: t('deploy tags ({0} and {1} more)') },
    },
    taken: t('What is in production in {0} is taken from {1}; not confirmed.'),
    /** What a button is about: refs, and their repository. */
    about: t('{0} in {1}'),
    say: {
      production: t('That is production'),
      'not production': t('Not production'),
    } satisfies Record<ProductionSaid, string>,
    said: {
      production: t('You said: production of {0} is told by {1}.'),
      'not production': t('You said: production of {0} is not told by {1}.'),
    } satisfies Record<ProductionSaid, string>,
  };
}

/** Why work is in production. */
export function productionRules(t: (message: string) => string) {
  return {
    'in-production-by-ref': t('It is shipped, and in refs that are named like a deployment; not confirmed.'),
    'in-production-by-tag': t('It is shipped, and in tags that look like releases; not confirmed.'),
    'in-production-confirmed': t('It is shipped, and in refs that you confirmed as production.'),
  };
}
