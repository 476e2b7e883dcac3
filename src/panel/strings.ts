import type { Chip, Outcome } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { choosingStrings } from './choosingStrings.ts';
import { coverageStrings } from './coverageStrings.ts';
import { figureStrings } from './figureStrings.ts';
import { firstRunStrings, recapStrings } from './firstRunStrings.ts';
import { nudgeStrings } from './nudgeStrings.ts';
import { openLabels, outcomeNames, outcomeWords } from './outcomeStrings.ts';
import { productionRules, productionStrings } from './productionStrings.ts';
import { resumeStrings } from './resumeStrings.ts';
import { sayingStrings } from './sayingStrings.ts';
import { sentenceStrings } from './sentenceStrings.ts';
import { sourceStrings } from './sourceStrings.ts';
import { stepStrings } from './stepStrings.ts';
import { stillStrings } from './stillStrings.ts';
import { stripStrings } from './stripStrings.ts';
import { weekStrings } from './weekStrings.ts';

/** Looks a text up in the language of the window; `vscode.l10n.t` is one. Placeholders stay as they are. */
export type Translate = (message: string) => string;

/** Everything the page says. `{0}` is filled in by the page; `**` marks what is strong. */
export type PanelStrings = ReturnType<typeof panelStrings>;

export function panelStrings(t: Translate) {
  const outcomes = outcomeNames(t);
  return {
    outcomes,
    words: [
      t('none'),
      t('one'),
      t('two'),
      t('three'),
      t('four'),
      t('five'),
      t('six'),
      t('seven'),
      t('eight'),
      t('nine'),
      t('ten'),
      t('eleven'),
      t('twelve'),
    ],
    percent: t('{0}\u00a0%'),
    underOnePercent: t('under 1\u00a0%'),
    about: t('about {0}'),
    aboutAll: t('About'),
    atLeast: t('at least {0}'),
    unknown: t('unknown'),
    and: t('{0} and {1}'),
    more: t('{0}, {1}'),

    title: t('AI Impact'),
    period: t('Period'),
    periods: { 7: t('7 days'), 28: t('28 days'), 90: t('90 days'), all: t('All') },
    when: { days: t('in the last {0} days'), all: t('so far') },
    choosing: choosingStrings(t),

    say: sentenceStrings(t),
    problems: problemStrings(t),
    sub: {
      readFrom: t('Read from {0}, {1} to {2}.'),
      readFromOnly: t('Read from {0}.'),
      credits: t('{0} counts credits, not tokens.'),
      notRecorded: t('{0} keeps no token counts on disk.'),
      unreadable: t('{0} was found and could not be read.'),
      earlier: t('As it stood {0}.'),
      noGit: t('Git was not found: what became of the work is unknown until it is installed.'),
      heard: t('{0} last heard from its remote {1}.'),
      heardUnknown: t('When {0} last heard from its remote is unknown.'),
      stillReading: t('Still reading: {0} of {1} log files.'),
      stillReadingTo: t('Still reading: {0} of {1} log files, back to {2}.'),
      backTo: t('Read back to {0} so far. It happens once; this window can be used meanwhile.'),
      cannotSee: t("What this can't see"),
    },
    act: {
      resume: t('Resume reading'),
      pause: t('Pause reading'),
      refresh: t('Refresh'),
      tryAgain: t('Try again'),
      trust: t('Manage workspace trust…'),
      settings: t('Open settings'),
      sources: t('Choose what is read…'),
      fetch: t('Fetch'),
      fetchOf: t('Fetch {0}'),
      openCommit: t('Open commit {0}'),
      openFile: t('Open {0}'),
      openFirst: t('Open file'),
      asTable: t('Show as table'),
      asBar: t('Show as bar'),
      asChart: t('Show as chart'),
      of: t('{0}: {1}'),
      showMore: t('Show {0} more of {1}'),
      why: t('Why'),
      whyOf: t('Why: {0}'),
    },
    ledger: {
      heading: t('What became of it'),
      parts: { ...outcomes, beyond: t('Shipped, beyond the usual') },
      byPrice: t('{0} tokens, weighed by list price'),
      byTokens: t('{0} tokens; no price is known, so tokens are counted as they are'),
      nothing: t('how much was used is unknown'),
      paid: t('{0} at list price'),
      unpricedOne: t('One call has no known price and is not weighed.'),
      unpricedMany: t('{0} calls have no known price and are not weighed.'),
      credits: t('{0} credits are not weighed.'),
      creditOne: t('1 credit is not weighed.'),
      bar: t('Share of use by what became of it: {0}'),
      part: t('{0} {1}'),
      all: t('All'),
      columns: {
        outcome: t('Outcome'),
        share: t('Share'),
        shareAbout: t('Share, about'),
        sessions: t('Sessions'),
        tokens: t('Tokens'),
      },
    },
    weeks: weekStrings(t),
    figures: figureStrings(t),
    still: stillStrings(t),
    lists: {
      open: { heading: t('Open'), note: t('oldest first') },
      shipped: {
        heading: t('Shipped'),
        note: t('newest first'),
        some: t('{0} of {1} count as changes; newest first'),
      },
      explored: {
        heading: t('Explored'),
        note: t('questions, reviews, plans, dead ends found: not measured in code'),
      },
      outside: { heading: t('Outside git'), note: t('files that no repository keeps: not measured') },
      gone: { heading: t('Not in the code now'), note: t('set aside, rolled back or repeated') },
      'let go': { heading: t('Let go'), note: t('not listed as open until something happens to it') },
      unclear: { heading: t('Not matched to code yet'), note: t('evidence is missing') },
    },
    nudge: nudgeStrings(t),
    row: rowStrings(t),
    why: whyStrings(t),
    strip: stripStrings(t),
    saying: sayingStrings(t),
    production: productionStrings(t),
    resuming: resumeStrings(t),
    steps: stepStrings(t),
    sources: sourceStrings(t),
    coverage: coverageStrings(t),
    firstRun: firstRunStrings(t),
    recap: recapStrings(t),
    plan: {
      ask: t('How do you pay?'),
      flat: t('A flat plan'),
      perUse: t('Per use'),
      later: t('Not said'),
      note: t('Dollars are shown only where you pay per use.'),
      said: {
        flat: t('You pay a flat price, so no dollars are shown.'),
        'per use': t('You pay per use, so dollars are shown, at list price.'),
      },
      change: t('Change'),
    },
  };
}

/** What is wrong, and the one thing to do about it; the account from before stays below. */
function problemStrings(t: Translate): Record<Problem, string> {
  return {
    'ledger newer': t(
      '**The ledger was made by a newer version of AI Impact,** so it is only read. Update the extension to go on collecting.',
    ),
    'ledger read-only': t(
      '**The ledger may not be written,** so it is only read. Make its folder writable to go on collecting.',
    ),
    'ledger busy': t(
      '**Another program keeps the ledger locked.** Close that program, or wait: it is tried again every minute.',
    ),
    'ledger corrupt': t(
      '**The ledger is damaged.** Try again: it is moved aside, kept, and a new one is begun from the logs that are there.',
    ),
    'disk full': t(
      '**The disk is full,** so nothing new is kept. Make room: it is tried again every minute.',
    ),
    'no sqlite': t('**This version of VS Code is too old to keep a ledger.** Update it to collect.'),
    failed: t('**Collecting ended with an error.** Its log tells why: run “AI Impact: Show Log”.'),
  };
}

function rowStrings(t: Translate) {
  return {
    untitled: t('Session of {0}'),
    untitledUnknown: t('Session of an unknown day'),
    outcomes: outcomeWords(t),
    open: openLabels(t),
    tokens: t('tokens'),
    tokensPaid: t('tokens · list price'),
    credits: t('{0} credits'),
    creditOne: t('1 credit'),
    paid: t('{0} · {1}'),
    sessionsMany: t('{0}, {1} sessions'),
    shippedOn: t('reached {0} on {1}'),
    shippedSomewhere: t('reached the shipping branch on {0}'),
    readFiles: t('read {0} files'),
    readFile: t('read 1 file'),
    join: t('{0} · {1}'),
    chips: { 'mostly yours': t('mostly yours') } satisfies Record<Chip, string>,
  };
}

function whyStrings(t: Translate) {
  return {
    linked: t('Linked because'),
    here: t('Here because'),
    corrected: t('You said so.'),
    restated: t('Restated on {0}: it was {1} before.'),
    reasons: {
      'in production': t('It is shipped, and in a deployment, a release tag or a deploy ref.'),
      shipped: t('What it left is on the shipping branch.'),
      'in review': t('It is pushed and a pull request was seen.'),
      pushed: t('It is on a remote and not on the shipping branch.'),
      committed: t('It is in local commits only.'),
      'in progress': t('It is only in a working tree, a worktree or a stash.'),
      'set aside': t('14 days after its last edit, less than 30 % of it exists anywhere.'),
      'rolled back': t('It was shipped and then taken out again.'),
      'repeated itself': t(
        'The same call or the same scheduled prompt came again and again, with nothing else to show.',
      ),
      'outside git': t('Its files lie outside any repository, or are ignored by one.'),
      explored: t('Nothing was left in code: questions, reviews, plans or diagnosis.'),
      unclear: t('Evidence is missing.'),
    } satisfies Record<Outcome, string>,
    /** Where a rule knows more than its outcome tells. */
    byRule: {
      ...productionRules(t),
      'shipped-in-part': t('At least a tenth of its lines in at least half of its files has shipped.'),
      'rolled-back-by-revert': t('A later commit says that it reverts this.'),
      'rolled-back-by-inverse': t('A later commit does exactly the opposite.'),
      'rolled-back-by-removal': t('One commit took at least 80 % of it out again within 14 days.'),
      'rolled-back-by-force': t('A forced push took it off the shipping branch.'),
      'shipped-by-link': t('A commit or pull request that a session names has shipped.'),
      'pushed-by-link': t('A commit that a session names is on a remote and not on the shipping branch.'),
      'committed-by-link': t('A commit that a session names is in local commits only.'),
      'not-found-yet': t('What it left has not been found anywhere since its last edit.'),
      'taken-back': t('It took its own changes back.'),
      'too-few-lines': t('It left too few lines to tell.'),
      'nothing-left': t('It left too few lines to tell.'),
      'repository-unknown': t('The repository of its files is not known.'),
      'link-not-found': t('It names a commit that was not found.'),
      'changed-by-shell': t('Its shell commands may have changed files, and no commit tells which.'),
      'repository-unread': t('Git could not read the repository of its files.'),
      'log-cut': t('Its log ends early, has parts that were not understood, or tells only what was used.'),
    } as Readonly<Record<string, string>>,
    lines: t('{0} of the {1} lines that count are in the shipped code.'),
    linesOpen: t('{0} of its lines count.'),
    commits: t('Commits'),
    link: t('A session names {0} itself.'),
    command: t('A session ran the git command that made {0}.'),
    files: t('Files'),
    match: t('Match'),
    confidence: { solid: t('Solid.'), fair: t('Fair.'), thin: t('Thin.') },
    notSeen: t('Not seen'),
    shell: t('What its shell commands changed, if anything.'),
    missing: t('Part of the evidence.'),
    nothingMissing: t('Nothing that we know of.'),
  };
}
