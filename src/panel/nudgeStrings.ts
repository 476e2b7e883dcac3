import type { NudgeAnswer, NudgeKind, QuietReason } from '../model/nudge.ts';
import type { NudgeWords } from '../model/nudgeText.ts';

/** Of branches, files and sessions, never of the person; with a neutral way out. */
export function nudgeStrings(t: (message: string) => string) {
  return {
    say: {
      day: t('1 day'),
      days: t('{0} days'),
      here: t('this branch'),
      more: t('{0} and {1} more'),
      rule: {
        'agent turns without me': t('You planned: if an agent runs {0} turns without me, then {1}. It has.'),
        'unpushed days': t('You planned: if commits wait {0} days to be pushed, then {1}. These have.'),
        'open pieces': t('You planned: if {0} changes are open, then {1}. They are.'),
        'changed lines in one piece': t('You planned: if one change has {0} lines, then {1}. It has.'),
      },
      ruleOfOne: {
        'agent turns without me': t('You planned: if an agent runs one turn without me, then {1}. It has.'),
        'unpushed days': t('You planned: if commits wait one day to be pushed, then {1}. These have.'),
        'open pieces': t('You planned: if one change is open, then {1}. It is.'),
        'changed lines in one piece': t('You planned: if one change has one line, then {1}. It has.'),
      },
      notPushedOne: t(
        'One commit on {0} with lines of an agent is {1} old and not pushed: push, keep or let go.',
      ),
      notPushedMany: t(
        '{0} commits on {1} with lines of an agent are not pushed, the oldest for {2}: push, keep or let go.',
      ),
      waitingInReview: t(
        'The pull request of {0} waits for {1} working days, as last heard: ask, change or let go.',
      ),
      parked: {
        worktree: t('The worktree {0} holds {1} changed lines, untouched for {2}: land, keep or let go.'),
        main: t('The working tree of {0} holds {1} changed lines, untouched for {2}: land, keep or let go.'),
        stash: t('A stash of {0} holds {1} changed lines, untouched for {2}: land, keep or let go.'),
      },
      sameGround: t('Two sessions are editing {0} at the same time.'),
      runningAlone: t(
        'This session has run {0} turns since the last prompt and changed no file; one call came {1} times.',
      ),
      bigForOneLook: t('This change has {0} lines in {1} files; reviewers see more in smaller pieces.'),
      contextGrew: t(
        'This session reads about {0} tokens again with each turn; a fresh one with a summary reads less.',
      ),
      itHeld: t('What shipped in {0} is intact after {1}.'),
      cameBack: t('What shipped in {0} is taken out again by {1}: land anew, keep or let go.'),
      cameBackByForce: t(
        'What shipped in {0} is taken out again by a forced push: land anew, keep or let go.',
      ),
    } satisfies NudgeWords,
    because: {
      'own rule': t('A rule of yours, set in settings, fires.'),
      'came back': t('It was taken out of the shipping branch within the last 14 days.'),
      'same ground': t('At least half of the files of one of them are edited by the other within the hour.'),
      'running alone': t('20 turns without a prompt and without a change, and one call at least 3 times.'),
      'not pushed': t('A commit is older than 3 days, and the remote was heard from since it was made.'),
      'waiting in review': t('It was in review for more than 5 working days when the remote was last heard.'),
      parked: t('Lines lie in a working tree or stash alone, and 7 days have gone by since the last edit.'),
      'big for one look': t('More than 600 lines count, and 19 of 20 of your pieces have fewer.'),
      'context grew': t(
        'At least half of its last 10 turns, by list price, was read again; 9 of 10 sessions read less.',
      ),
      'it held': t('30 days after it shipped, at least 9 in 10 of its lines are on the shipping branch.'),
    } satisfies Record<NudgeKind, string>,
    heading: t('Said because'),
    evidence: t('Show evidence'),
    answers: {
      'not useful': t('Not useful'),
      snooze: t('Snooze a week'),
      never: t('Never this kind'),
      lift: t('Say it again'),
    } satisfies Record<NudgeAnswer, string>,
    quiet: {
      heading: t('Nothing is said of'),
      until: t('{0}, until {1}: {2}'),
      forGood: t('{0}: {1}'),
      liftOf: t('Say it again: {0}'),
      kinds: {
        'own rule': t('rules of your own'),
        'came back': t('what is taken out again'),
        'same ground': t('sessions that edit the same files'),
        'running alone': t('sessions that run without a prompt'),
        'not pushed': t('commits that are not pushed'),
        'waiting in review': t('pull requests that wait'),
        parked: t('lines that lie uncommitted'),
        'big for one look': t('large changes'),
        'context grew': t('sessions that read much again'),
        'it held': t('what is intact after 30 days'),
      } satisfies Record<NudgeKind, string>,
      why: {
        snoozed: t('snoozed for a week'),
        'not useful': t('twice not useful'),
        ignored: t('three times without an answer'),
        never: t('never, you said'),
      } satisfies Record<QuietReason, string>,
    },
  };
}
