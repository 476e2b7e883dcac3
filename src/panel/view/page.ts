import { SHOWN_AT_FIRST } from '../../model/pieceLists.ts';
import type { PanelState } from '../protocol.ts';
import { type FigureView, figureViews } from './figures.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { NO_NUDGES, type NudgeLines, nudgeLines } from './nudges.ts';
import { nothingFound, preface } from './preface.ts';
import { type Recap, recapOf } from './recap.ts';
import { type PieceList, pieceLists } from './rows.ts';
import { sentence, spoken } from './sentence.ts';
import { type Sources, sourcesOf } from './sources.ts';
import { type StageView, stageViews } from './stages.ts';
import { firstStep } from './steps.ts';
import { type StillWeeks, stillWeeksOf } from './stillWeeks.ts';
import { type Weeks, weeksOf } from './weeks.ts';
import type { Part, Voice } from './words.ts';

/** Everything on the page, worked out: what is left to do is drawing. */
export interface Page {
  readonly state: PanelState;
  readonly voice: Voice;
  readonly sentence: readonly Part[];
  readonly spoken: string;
  readonly preface: readonly string[];
  /** These are `null` or empty where there is no report to draw. */
  readonly ledger: Ledger | null;
  readonly weeks: Weeks | null;
  readonly stages: readonly StageView[];
  readonly figures: readonly FigureView[];
  readonly still: StillWeeks | null;
  readonly lists: readonly PieceList[];
  /** The piece whose next step is the one primary button; its id. */
  readonly firstStep: string | null;
  readonly nudges: NudgeLines;
  readonly sources: Sources | null;
  /** Of the week before; `null` on most days. */
  readonly recap: Recap | null;
  /** Nothing at all was found: there is nothing to show but how it would look. */
  readonly nothingFound: boolean;
}

export function pageOf(given: PanelState, voice: Voice): Page {
  // What others read may be shown in a window that is not trusted, but this window reads no repository.
  const state: PanelState =
    !given.trusted && !given.sample && given.phase === 'ready' ? { ...given, phase: 'restricted' } : given;
  const report = state.phase === 'off' ? null : state.report;
  const ledger = report === null ? null : ledgerOf(report);
  const lists = report === null ? [] : pieceLists(report, state.plan, voice);
  return {
    state,
    voice,
    sentence: sentence(state, ledger, voice),
    spoken: spoken(state, ledger, voice),
    preface: preface(state, voice),
    ledger,
    weeks: report === null || ledger === null ? null : weeksOf(report.weeks, ledger, voice),
    stages: report === null ? [] : stageViews(report.figures, voice),
    figures: report === null || lists.length === 0 ? [] : figureViews(report.figures, state.plan, voice),
    still: report === null ? null : stillWeeksOf(report.figures, voice),
    lists,
    firstStep: firstStep(state, lists, SHOWN_AT_FIRST, voice.now),
    nudges: report === null ? NO_NUDGES : nudgeLines(report, state, lists, SHOWN_AT_FIRST, voice),
    sources: report === null ? null : sourcesOf(report, voice),
    recap: recapOf(state, voice),
    nothingFound: nothingFound(state),
  };
}
