import type { ShellAct } from './shellPrograms.ts';

const LOOKS = new Set(
  'status log diff show blame annotate shortlog describe rev-parse rev-list ls-files ls-tree ls-remote cat-file name-rev merge-base for-each-ref show-ref whatchanged diff-tree diff-index diff-files range-diff cherry count-objects check-ignore check-attr var version help --version'.split(
    ' ',
  ),
);
/** A look by these writes a file, or runs a program that the repository names. */
const WRITES = /^(?:--output.*|--ext-diff|-O.*|--open-files-in-pager.*)$/;
const RISKY_SETTING = /alias|pager|editor|external|fsmonitor|hook|command|filter|textconv|helper/i;
const LISTS_BRANCHES =
  /^(?:-[avrl]+|--(?:list|all|remotes|show-current|contains|no-contains|merged|no-merged|points-at|format|sort|verbose|column|no-color|color).*)$/;
const LISTS_TAGS = /^(?:-l|-n\d*|--(?:list|contains|merged|no-merged|points-at|sort|format|column).*)$/;

/** @param words those after `git` */
export function kindOfGit(words: readonly string[]): ShellAct {
  let at = 0;
  for (; at < words.length && words[at]!.startsWith('-') && words[at] !== '--version'; at++) {
    const option = words[at]!;
    if (option === '-c' && RISKY_SETTING.test(words[at + 1] ?? '')) return 'shell';
    if (/^(?:-C|-c|--git-dir|--work-tree|--namespace)$/.test(option)) at++;
    else if (option.startsWith('--exec-path=') || option.startsWith('--config-env')) return 'shell';
  }
  const command = words[at] ?? 'help';
  const rest = words.slice(at + 1);
  if (rest.some(word => WRITES.test(word))) return 'shell';
  if (command === 'grep') return 'search';
  return LOOKS.has(command) || onlyLists(command, rest) ? 'read' : 'shell';
}

function onlyLists(command: string, rest: readonly string[]): boolean {
  const [first = '', second] = rest;
  switch (command) {
    case 'branch':
      return rest.length === 0 || (LISTS_BRANCHES.test(first) && onlyListing(rest));
    case 'tag':
      return rest.length === 0 || (LISTS_TAGS.test(first) && rest.every(word => !/^-[adsufm]/.test(word)));
    case 'remote':
      return /^(?:|-v|--verbose|show|get-url)$/.test(first);
    case 'stash':
      return /^(?:list|show)$/.test(first);
    case 'worktree':
    case 'notes':
      return first === 'list' || (command === 'notes' && first === 'show');
    case 'submodule':
      return first === 'status';
    case 'bisect':
      return first === 'log';
    case 'reflog':
      return !/^(?:expire|delete|drop|write)$/.test(first);
    case 'config':
      return (
        rest.some(word => /^(?:--get.*|--list|-l|get|list)$/.test(word)) &&
        !rest.some(word => /^--(?:unset|add|replace|rename|remove|edit)/.test(word))
      );
    // It moves remote-tracking refs and no file of the person's.
    case 'fetch':
      return !rest.some(word => word.includes(':') || /^(?:-u|--update-head-ok|--upload-pack.*)$/.test(word));
    default:
      return second === undefined && first === '--help';
  }
}

function onlyListing(rest: readonly string[]): boolean {
  return (
    !rest.some(word =>
      /^(?:-[dDmMcCfu]+|--(?:delete|move|copy|force|set-upstream|unset|edit|track).*)$/.test(word),
    ) &&
    // `git branch -v name` makes a branch.
    (rest.some(word => /^--(?:list|contains|no-contains|merged|no-merged|points-at)|^-[a-z]*l/.test(word)) ||
      rest.every(word => word.startsWith('-')))
  );
}
