import { nudgeText } from '../../model/nudgeText.ts';
import type { NudgeReport } from '../../model/report.ts';
import type { PageMessage, PanelReport, PanelState } from '../protocol.ts';
import { day, instant } from './ages.ts';
import type { PieceList } from './rows.ts';
import { visible } from './visible.ts';
import { shortCommit } from './why.ts';
import { capital, fill, type Voice } from './words.ts';

/** One line: what is so, why it is said, and what may be answered. */
export interface NudgeLine {
  readonly id: number;
  readonly text: string;
  /** The rule, in words. */
  readonly because: string;
  /** Files and commits by which it holds. */
  readonly evidence: readonly string[];
  readonly answers: readonly { readonly text: string; readonly message: PageMessage }[];
}

export interface QuietLine {
  readonly text: string;
  readonly lift: PageMessage;
  readonly liftOf: string;
}

export interface NudgeLines {
  /** By id of the piece in whose row it stands. */
  readonly ofRows: ReadonlyMap<string, NudgeLine>;
  /** What is about no row that is on the page. */
  readonly others: readonly NudgeLine[];
  readonly quiet: readonly QuietLine[];
}

export const NO_NUDGES: NudgeLines = { ofRows: new Map(), others: [], quiet: [] };

const MOST_FILES = 6;

/** @param shown how many rows of a list are on the page without being asked for */
export function nudgeLines(
  report: PanelReport,
  { rules }: Pick<PanelState, 'rules'>,
  lists: readonly PieceList[],
  shown: number,
  voice: Voice,
): NudgeLines {
  const rows = new Set(lists.flatMap(({ pieces }) => pieces.slice(0, shown).map(({ id }) => id)));
  const ofRows = new Map<string, NudgeLine>();
  const others: NudgeLine[] = [];
  for (const nudge of report.nudges) {
    const line = lineOf(nudge, rules, voice);
    if (line === null) continue;
    const { piece } = nudge.about;
    if (piece !== null && rows.has(piece) && !ofRows.has(piece)) ofRows.set(piece, line);
    else others.push(line);
  }
  return { ofRows, others, quiet: quietLines(report, voice) };
}

function lineOf(nudge: NudgeReport, rules: PanelState['rules'], voice: Voice): NudgeLine | null {
  const { id, state, kind, evidence } = nudge;
  const words = voice.strings.nudge;
  const text = nudgeText(nudge, words.say, voice.locale, rules);
  if (id === null || state !== 'shown' || text === null) return null;
  const answers = (['not useful', 'snooze', 'never'] as const).map(answer => ({
    text: words.answers[answer],
    message: { type: 'answerNudge', nudge: id, answer } as const,
  }));
  const files = evidence.files.slice(0, MOST_FILES);
  return {
    id,
    text: visible(capital(text, voice.locale)),
    because: words.because[kind],
    evidence: [...evidence.commits.slice(0, MOST_FILES).map(shortCommit), ...files.map(visible)],
    answers,
  };
}

function quietLines({ quietNudges }: PanelReport, voice: Voice): QuietLine[] {
  const { quiet } = voice.strings.nudge;
  return quietNudges.map(({ kind, why, until, id }) => {
    const date = instant(until);
    const of = quiet.kinds[kind];
    return {
      text:
        date === null
          ? fill(quiet.forGood, of, quiet.why[why])
          : fill(quiet.until, of, day(date, voice), quiet.why[why]),
      lift: { type: 'answerNudge', nudge: id, answer: 'lift' },
      liftOf: fill(quiet.liftOf, of),
    };
  });
}
