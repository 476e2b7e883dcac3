import type { ColumnsOfFinding, FindingTexts } from '../ledger/parsedFindings.ts';
import { OUTCOMES, type Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { RestatedFinding, SessionFinding } from './findingTypes.ts';

const WORDS: ReadonlyMap<Outcome, Outcome> = new Map(OUTCOMES.map(outcome => [outcome, outcome]));

type Finding = SessionFinding & RestatedFinding;

/**
 * What was found of a session, most of it read only when asked for: of years of sessions figures need little, and rows
 * show few.
 */
export class LateSession implements Finding {
  readonly #texts: FindingTexts;
  readonly #name: string;
  readonly session: number;
  readonly repository: number | null;
  readonly outcome: Outcome;
  readonly counted: Outcome;
  readonly lastEditAt: Instant | null;
  #living: string | Finding['living'];
  #whole: Finding | null = null;

  constructor(row: ColumnsOfFinding, texts: FindingTexts) {
    this.#texts = texts;
    this.#name = row[0];
    this.session = row[1] as number;
    this.repository = row[2] as number | null;
    this.outcome = wordOf(row[3] as Outcome);
    this.counted = wordOf(row[4] as Outcome);
    this.#living = row[5] as string;
    this.lastEditAt = row[6] as Instant | null;
  }

  get living(): Finding['living'] {
    if (typeof this.#living === 'string') this.#living = JSON.parse(this.#living) as Finding['living'];
    return this.#living;
  }

  get said(): Finding['said'] {
    return this.#all.said;
  }

  get confidence(): Finding['confidence'] {
    return this.#all.confidence;
  }

  get chip(): Finding['chip'] {
    return this.#all.chip;
  }

  get shipped(): Finding['shipped'] {
    return this.#all.shipped;
  }

  get evidence(): Finding['evidence'] {
    return this.#all.evidence;
  }

  get files(): Finding['files'] {
    return this.#all.files;
  }

  get linesAdded(): number {
    return this.#all.linesAdded;
  }

  get linesRemoved(): number {
    return this.#all.linesRemoved;
  }

  get restated(): Finding['restated'] {
    return this.#all.restated;
  }

  get #all(): Finding {
    this.#whole ??= this.#texts.parse<Finding>('session', this.#name);
    return this.#whole;
  }
}

/** The one word for each outcome: of tens of thousands that were read each would be kept. */
export function wordOf(outcome: Outcome): Outcome {
  return WORDS.get(outcome) ?? outcome;
}
