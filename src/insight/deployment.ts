import { isSameSign, type ProductionSaid, type ProductionSign } from '../model/production.ts';

/**
 * Which refs tell of production as long as the person has said nothing of them: branches and tags that are named so,
 * and tags of released versions; a version that is only tried out (`-rc.1`, `-beta`) is none.
 */
const DEPLOY_BRANCH =
  /^(?:(?:deploy(?:ed|ments?)?|env(?:ironments?)?)[/-])?(?:prod(?:uction)?|live)(?:[-/][a-z]{2}(?:-[a-z]+)?(?:-?\d+)?)?$|^deploy(?:ed|ments?)?$/i;
const DEPLOY_TAG = /^(?:deploy(?:ed|ment)?|prod(?:uction)?|live)(?:[-/_@.].*)?$/i;
const VERSION_TAG = /^(?:[\w@.+/-]*[/@_-])?v?\d+\.\d+(?:\.\d+)*(?:\+[\w.]+)?$/i;

/**
 * @param ref full name
 * @param remote the remote that the shipping ref belongs to
 * @returns by what it tells; `null` where it tells nothing
 */
export function signOfProduction(ref: string, remote: string): ProductionSign | null {
  if (ref.startsWith('refs/tags/')) {
    const tag = ref.slice('refs/tags/'.length);
    if (DEPLOY_TAG.test(tag)) return { kind: 'deploy tags', branch: null };
    return VERSION_TAG.test(tag) ? { kind: 'release tags', branch: null } : null;
  }
  const own = `refs/remotes/${remote}/`;
  if (!ref.startsWith(own)) return null;
  const branch = ref.slice(own.length);
  return DEPLOY_BRANCH.test(branch) ? { kind: 'deploy branch', branch } : null;
}

/** What the person said of refs of one kind, and did not take back. */
export interface ProductionWord extends ProductionSign {
  readonly said: ProductionSaid;
}

/** @param words oldest first; of two of one kind the last holds */
export function wordOf<T extends ProductionWord>(sign: ProductionSign, words: readonly T[]): T | null {
  return words.findLast(word => isSameSign(word, sign)) ?? null;
}

/** By what shipped lines are known to be in production, the surest first. */
export const DEPLOYED_BY = ['confirmed', 'deploy refs', 'release tags'] as const;

export type DeployedBy = (typeof DEPLOYED_BY)[number];

/** `null`: the person said that such refs are not production. */
export function deployedBy(sign: ProductionSign, words: readonly ProductionWord[]): DeployedBy | null {
  const said = wordOf(sign, words)?.said ?? null;
  if (said === 'not production') return null;
  if (said === 'production') return 'confirmed';
  return sign.kind === 'release tags' ? 'release tags' : 'deploy refs';
}

/** How many shipped lines are in production, each by the surest that tells of it. */
export type DeployedLines = Readonly<Record<DeployedBy, number>>;

export const NOTHING_DEPLOYED: DeployedLines = { confirmed: 0, 'deploy refs': 0, 'release tags': 0 };
