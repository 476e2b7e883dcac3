import { OPEN, type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { ListId } from '../../model/pieceLists.ts';
import { waits } from '../../model/waiting.ts';
import type { PanelReport, PanelState } from '../protocol.ts';
import { shortDay, windowDates, windowDays } from './ages.ts';
import { type Ledger, shareOf } from './ledger.ts';
import { inWords, percent, whole } from './numbers.ts';
import { nothingFound } from './preface.ts';
import { capital, fill, list, type Part, parts, plain, type Voice } from './words.ts';

/** Percent: a smaller share of unknown outcome is in the ledger, and would only make the sentence longer. */
const WORTH_SAYING = 5;

/** What the page begins with. Outcome first; strong never falls on tokens or money. */
export function sentence(state: PanelState, ledger: Ledger | null, voice: Voice): Part[] {
  const { phase, report } = state;
  const { say } = voice.strings;
  if (phase === 'off') return parts(say.off);
  if (phase === 'paused' && report === null && state.problem === null) return parts(say.pausedWithNothing);
  const now = whatIsWrong(state, voice);
  if (nothingFound(state)) return parts(voice.strings.firstRun.none);
  if (report !== null && ledger !== null) {
    return parts([now, outcome(report, ledger, voice)].filter(Boolean).join(' '));
  }
  if (now !== null) return parts(now);
  return parts(phase === 'importing' ? importing(state, voice) : say.starting);
}

/** What keeps this window from collecting; what was read before is told after it. */
function whatIsWrong({ phase, problem }: PanelState, { strings }: Voice): string | null {
  if (problem !== null) return strings.problems[problem];
  return phase === 'paused' || phase === 'restricted' || phase === 'unreadable' ? strings.say[phase] : null;
}

function importing({ progress }: PanelState, { strings: { say }, locale }: Voice): string {
  if (progress === null || progress.filesTotal === 0) return say.importing;
  return fill(say.importingFiles, whole(progress.filesDone, locale), whole(progress.filesTotal, locale));
}

function outcome(report: PanelReport, ledger: Ledger, voice: Voice): string {
  const { strings, locale } = voice;
  const { say } = strings;
  // The report's own window, for another period may be chosen while its report is still being made.
  const when = whenOf(report, voice);
  const { pieces, rest } = report;
  const count = (list: ListId, of: readonly Outcome[]) =>
    pieces.filter(({ outcome, letGo }) => of.includes(outcome) && !letGo).length + (rest.lists[list] ?? 0);
  const shipped = pieces.filter(({ countsAsShipped }) => countsAsShipped).length + rest.counted;
  const explored = count('explored', ['explored']);
  const waiting = pieces.filter(piece => waits(piece, voice.now)).length + rest.waiting;
  const open = { all: count('open', OPEN), waiting };
  const all = pieces.length + Object.values(rest.lists).reduce((sum, each) => sum + each, 0);
  if (all === 0 && report.usage.total.calls === 0) return fill(say.nothing, when);
  if (explored > 0 && explored === all) {
    return explored === 1
      ? fill(say.onlyExploredOne, when)
      : fill(say.onlyExploredMany, when, capital(inWords(explored, voice), locale));
  }
  const first = shipped > 0 ? shippedFirst(shipped, open, when, voice) : openFirst(open, when, voice);
  return [first, shares(ledger, voice), unclear(count('unclear', ['unclear']), ledger, voice)]
    .filter(Boolean)
    .join(' ');
}

function whenOf(report: PanelReport, voice: Voice): string {
  const { when, choosing } = voice.strings;
  const days = windowDays(report);
  if (days === null) return when.all;
  const dates = report.window.until === null ? null : windowDates(report);
  if (dates === null) return fill(when.days, whole(days, voice.locale));
  const [from, to] = dates.map(date => shortDay(date, voice)) as [string, string];
  return from === to ? fill(choosing.when.day, from) : fill(choosing.when.dates, from, to);
}

/** Open work: all of it, and what of it waits for the person. */
interface Open {
  readonly all: number;
  readonly waiting: number;
}

function shippedFirst(shipped: number, open: Open, when: string, voice: Voice): string {
  const { say } = voice.strings;
  const words = (shipped === 1 ? say.shippedOne : say.shippedMany)[formOf(open)];
  const { locale } = voice;
  return fill(words, when, whole(shipped, locale), inWords(open.all, voice), inWords(open.waiting, voice));
}

function formOf({ all, waiting }: Open) {
  if (all === 0) return 'alone';
  if (waiting === 0) return all === 1 ? 'openOne' : 'openMany';
  if (waiting < all) return 'someWaiting';
  return all === 1 ? 'waitingOne' : 'waitingMany';
}

function openFirst(open: Open, when: string, voice: Voice): string {
  const { say } = voice.strings;
  const all = capital(inWords(open.all, voice), voice.locale);
  if (open.all === 0) return fill(say.neither, when);
  if (open.waiting === 0) return fill(open.all === 1 ? say.openOne : say.openMany, when, all);
  if (open.waiting < open.all) return fill(say.someWaiting, when, all, inWords(open.waiting, voice));
  return fill(open.all === 1 ? say.waitingOne : say.waitingMany, when, all);
}

function shares(ledger: Ledger, voice: Voice): string {
  const { say } = voice.strings;
  if (ledger.basis === 'none') return say.useUnknown;
  const clauses: string[] = [];
  const clause = (of: readonly Outcome[], first: string, later: string) => {
    const share = shareOf(ledger, of);
    if (share !== null) clauses.push(fill(clauses.length === 0 ? first : later, shown(share, ledger, voice)));
  };
  clause(SHIPPED, say.inShippedFirst, say.inShipped);
  clause(OPEN, say.inOpenFirst, say.inOpen);
  clause(['explored'], say.intoQuestions, say.intoQuestions);
  if (clauses.length === 0) return '';
  return fill(ledger.basis === 'price' ? say.use : say.useByTokens, list(clauses, voice));
}

function unclear(pieces: number, ledger: Ledger, voice: Voice): string {
  const { say } = voice.strings;
  const share = shareOf(ledger, ['unclear']);
  if (share !== null && share < WORTH_SAYING) return '';
  if (share !== null) return fill(say.unclearShare, shown(share, ledger, voice));
  if (pieces === 0) return '';
  return pieces === 1 ? say.unclearOne : capital(fill(say.unclearMany, inWords(pieces, voice)), voice.locale);
}

/** A share is "about" where it is an estimate; "under 1 %" says so itself. */
function shown(share: number, ledger: Ledger, voice: Voice): string {
  const text = percent(share, voice);
  return ledger.exact || share === 0 ? text : fill(voice.strings.about, text);
}

/** The sentence as a screen reader is told of it. */
export function spoken(state: PanelState, ledger: Ledger | null, voice: Voice): string {
  return plain(sentence(state, ledger, voice));
}
