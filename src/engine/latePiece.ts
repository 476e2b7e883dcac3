import type { ColumnsOfFinding, FindingTexts } from '../ledger/parsedFindings.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { PieceFinding, RestatedFinding } from './findingTypes.ts';
import { wordOf } from './lateSession.ts';
import type { PieceLeft } from './pieceLeft.ts';

type Finding = PieceFinding & RestatedFinding;

/** What was found of a piece, most of it read only when asked for: see `LateSession`. */
export class LatePiece implements Finding {
  readonly #texts: FindingTexts;
  readonly #name: string;
  readonly id: string;
  readonly repository: number | null;
  readonly sessions: readonly number[];
  readonly outcome: Outcome;
  readonly counted: Outcome;
  readonly lastAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly fresh: number;
  readonly living: number;
  readonly diagnosed: boolean;
  readonly still: Finding['still'];
  #whole: Finding | null = null;

  constructor(row: ColumnsOfFinding, texts: FindingTexts) {
    this.#texts = texts;
    this.#name = row[0];
    this.id = row[1] as string;
    this.repository = row[2] as number | null;
    this.sessions = JSON.parse(row[3] as string) as number[];
    this.outcome = wordOf(row[4] as Outcome);
    this.counted = wordOf(row[5] as Outcome);
    this.lastAt = row[6] as Instant | null;
    this.shippedAt = row[7] as Instant | null;
    this.fresh = row[8] as number;
    this.living = row[9] as number;
    this.diagnosed = row[10] === 1;
    this.still = { oldEnough: row[11] as number, kept: row[12] as number };
  }

  get branch(): string | null {
    return this.#all.branch;
  }

  get confidence(): Finding['confidence'] {
    return this.#all.confidence;
  }

  get chip(): Finding['chip'] {
    return this.#all.chip;
  }

  get startedAt(): Instant | null {
    return this.#all.startedAt;
  }

  get commits(): Finding['commits'] {
    return this.#all.commits;
  }

  get mainCommit(): string | null {
    return this.#all.mainCommit;
  }

  get files(): Finding['files'] {
    return this.#all.files;
  }

  get lines(): Finding['lines'] {
    return this.#all.lines;
  }

  get left(): PieceLeft | null {
    return this.#all.left ?? null;
  }

  get restated(): Finding['restated'] {
    return this.#all.restated;
  }

  get #all(): Finding {
    this.#whole ??= this.#texts.parse<Finding>('piece', this.#name);
    return this.#whole;
  }
}
