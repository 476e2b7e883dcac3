/**
 * Which refs tell of production as long as the person has confirmed none: branches and tags that are named so,
 * and tags of released versions; a version that is only tried out (`-rc.1`, `-beta`) is none.
 */
const DEPLOY_BRANCH =
  /^(?:(?:deploy(?:ed|ments?)?|env(?:ironments?)?)[/-])?(?:prod(?:uction)?|live)(?:[-/][a-z]{2}(?:-[a-z]+)?(?:-?\d+)?)?$|^deploy(?:ed|ments?)?$/i;
const DEPLOY_TAG = /^(?:deploy(?:ed|ment)?|prod(?:uction)?|live)(?:[-/_@.].*)?$/i;
const VERSION_TAG = /^(?:[\w@.+/-]*[/@_-])?v?\d+\.\d+(?:\.\d+)*(?:\+[\w.]+)?$/i;

/** @param ref full name @param remote the remote that the shipping ref belongs to */
export function tellsOfProduction(ref: string, remote: string): boolean {
  if (ref.startsWith('refs/tags/')) {
    const tag = ref.slice('refs/tags/'.length);
    return VERSION_TAG.test(tag) || DEPLOY_TAG.test(tag);
  }
  const own = `refs/remotes/${remote}/`;
  return ref.startsWith(own) && DEPLOY_BRANCH.test(ref.slice(own.length));
}
