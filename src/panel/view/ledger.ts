import { type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { OutcomeUse } from '../../model/report.ts';
import type { PanelReport } from '../protocol.ts';
import { percentages, tokensOf } from './numbers.ts';

/** Left to right in the bar, top to bottom in its table. */
export const LEDGER_ORDER: readonly Outcome[] = [
  'in production',
  'shipped',
  'in review',
  'pushed',
  'committed',
  'in progress',
  'explored',
  'outside git',
  'set aside',
  'rolled back',
  'repeated itself',
  'unclear',
];

/** Use of shipped work that is in no code which is there: dearer than usual, or for lines that are gone again. */
export type LedgerPart = Outcome | 'beyond';

export interface LedgerLine {
  readonly outcome: LedgerPart;
  readonly sessions: number;
  readonly tokens: number | null;
  /** In the ledger's basis; `null` where this outcome's use is unknown in it. */
  readonly weight: number | null;
  /** Whole percent; all lines with a weight add up to 100. `null` with the weight. */
  readonly percent: number | null;
}

export interface Ledger {
  /** What shares are made of: list price, tokens where nothing is priced, or nothing known. */
  readonly basis: 'price' | 'tokens' | 'none';
  /** False where a share is an estimate: use unpriced, estimated or a lower bound. */
  readonly exact: boolean;
  /** Outcomes that occurred, in fixed order. */
  readonly lines: readonly LedgerLine[];
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly unpricedCalls: number;
  /** Unit → amount, of what counts credits. */
  readonly credits: readonly (readonly [unit: string, amount: number])[];
}

/** 100 % of the use in the window by outcome. */
export function ledgerOf(report: Pick<PanelReport, 'outcomes' | 'usage' | 'figures'>): Ledger {
  const { total } = report.usage;
  const found = LEDGER_ORDER.flatMap(outcome => {
    const use = report.outcomes[outcome];
    return use === undefined ? [] : [{ outcome, use, tokens: tokensOf(use) }];
  });
  const priced = found.map(({ use }) => known(use.costUsd));
  const counted = found.map(({ tokens }) => known(tokens));
  const basis = somePositive(priced) ? 'price' : somePositive(counted) ? 'tokens' : 'none';
  const weights = basis === 'price' ? priced : basis === 'tokens' ? counted : found.map(() => null);
  const drafts = found.map(({ outcome, use, tokens }, i) => {
    return { outcome, sessions: use.sessions, tokens, weight: weights[i]! };
  });
  const parts = basis === 'price' ? withBeyond(drafts, report.figures.window.inCode) : drafts;
  const shares = percentages(parts.map(({ weight }) => weight ?? 0));
  const lines = parts.map((part, i) => ({ ...part, percent: part.weight === null ? null : shares[i]! }));
  return {
    basis,
    exact:
      total.quality === 'exact' &&
      (basis !== 'price' || total.unpricedCalls === 0) &&
      found.every(({ use }, i) => weights[i] !== null || use.calls === 0),
    lines,
    tokens: tokensOf(total),
    costUsd: total.costUsd,
    unpricedCalls: total.unpricedCalls,
    credits: creditsOf(total),
  };
}

/** A smaller part of the whole would only make the page longer. */
const WORTH_PARTING = 0.005;

/** Parts what shipped into what is in code that is there and the rest. */
function withBeyond(
  drafts: readonly Omit<LedgerLine, 'percent'>[],
  inCode: number | null,
): Omit<LedgerLine, 'percent'>[] {
  const isShipped = ({ outcome }: Pick<LedgerLine, 'outcome'>) => (SHIPPED as LedgerPart[]).includes(outcome);
  const sum = (of: readonly Omit<LedgerLine, 'percent'>[]) =>
    of.reduce((total, { weight }) => total + (weight ?? 0), 0);
  const [all, shipped] = [sum(drafts), sum(drafts.filter(isShipped))];
  const beyond = inCode === null ? 0 : shipped - inCode * all;
  if (shipped === 0 || beyond < all * WORTH_PARTING) return [...drafts];
  const kept = drafts.map(line =>
    isShipped(line) && line.weight !== null
      ? { ...line, weight: line.weight * (1 - beyond / shipped) }
      : line,
  );
  const after = kept.findLastIndex(isShipped) + 1;
  const part = { outcome: 'beyond' as const, sessions: 0, tokens: null, weight: beyond };
  return [...kept.slice(0, after), part, ...kept.slice(after)];
}

/** Below this share of the bar's width nothing is seen, so a smaller part is drawn this wide. */
const THINNEST = 1.6;

export interface Segment {
  readonly outcome: LedgerPart;
  /** Both in percent of the bar. */
  readonly from: number;
  readonly width: number;
}

/** Where the bar's parts lie: by weight, but none too thin to be seen. */
export function segments(ledger: Ledger): Segment[] {
  const parts = ledger.lines.filter(line => (line.weight ?? 0) > 0);
  const sum = parts.reduce((total, line) => total + line.weight!, 0);
  const drawn = parts.map(line => Math.max(THINNEST, (line.weight! / sum) * 100));
  const scale = 100 / drawn.reduce((a, b) => a + b, 0);
  let from = 0;
  return parts.map(({ outcome }, i) => {
    const width = drawn[i]! * scale;
    from += width;
    return { outcome, from: from - width, width };
  });
}

/** Of several outcomes together; `null` where none of them has a part. */
export function shareOf(ledger: Ledger, outcomes: readonly LedgerPart[]): number | null {
  const lines = ledger.lines.filter(line => outcomes.includes(line.outcome) && (line.weight ?? 0) > 0);
  return lines.length === 0 ? null : lines.reduce((sum, line) => sum + line.percent!, 0);
}

export function creditsOf(use: Pick<OutcomeUse, 'credits'>): [unit: string, amount: number][] {
  return Object.entries(use.credits).filter(([, amount]) => amount > 0);
}

function known(value: number | null): number | null {
  return value === null ? null : Math.max(0, value);
}

function somePositive(values: readonly (number | null)[]): boolean {
  return values.some(value => value !== null && value > 0);
}
