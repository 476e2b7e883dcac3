import { Chance } from '../../scripts/demo/chance.ts';
import type { Language } from './corpus.ts';
import type { Style } from './formatters.ts';

/** How a branch's work ends. */
export const OPERATIONS = [
  'trunk',
  'merge commit',
  'fast-forward',
  'squash',
  'squash, base moved',
  'squash, conflict',
  'rebase',
  'rebase, conflict: ours',
  'rebase, conflict: theirs',
  'rebase, conflict: rewritten',
  'cherry-pick to release',
  'merge queue',
  'revert',
  'revert of revert',
  'force push',
  'push by URL',
  'thrown away',
  'pushed',
  'committed',
  'working tree',
  'stash',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** How the work becomes commits. */
export const COMMITS = ['one', 'one each', 'partial', 'partial, rest dropped', 'amend', 'fixup'] as const;
export type Commits = (typeof COMMITS)[number];

/** What a person does to the agent's work before it is committed. */
export const HANDS = [
  'untouched',
  'types own',
  'tweaks 5 %',
  'tweaks 20 %',
  'tweaks 50 %',
  'deletes',
  'moves',
  'pastes agent text',
  'copies old code',
] as const;
export type Hand = (typeof HANDS)[number];

export const FORMATTING = ['none', 'on commit', 'restyle apart', 'on commit', 'restyle within'] as const;
export type Formatting = (typeof FORMATTING)[number];

export const EDITS = ['edits', 'edits', 'new file', 'overwrite', 'shell', 'excluded', 'nothing'] as const;
export type Edits = (typeof EDITS)[number];

export interface Feature {
  readonly number: number;
  readonly operation: Operation;
  readonly commits: Commits;
  readonly hand: Hand;
  readonly language: Language;
  readonly agents: readonly ('claude-code' | 'codex')[];
  readonly edits: readonly Edits[];
  /** Two sessions at once, each in a worktree of its own. */
  readonly parallel: boolean;
  /** The branch is deleted on both sides when it is merged. */
  readonly pruned: boolean;
}

export interface Plan {
  readonly seed: number;
  readonly formatting: Formatting;
  readonly style: Style;
  readonly features: readonly Feature[];
  readonly shallow: boolean;
  /** Reflogs expire and loose objects go, at the end. */
  readonly collected: boolean;
  /** Between the last event and the report. */
  readonly daysAfter: number;
}

const FEATURES = 7;

/** Seeds that follow one another go through all there is in turn, so that each thing occurs in its share of them. */
export function planOf(seed: number): Plan {
  const chance = new Chance(`plan ${seed}`);
  const deal = <T>(items: readonly T[], at: number): T =>
    items[((at % items.length) + items.length) % items.length]!;
  const features = Array.from({ length: FEATURES }, (_, n): Feature => {
    const at = seed * FEATURES + n;
    const parallel = n === seed % 3;
    const count = parallel ? 2 : chance.next() < 0.3 ? 2 : 1;
    return {
      number: n,
      operation: deal(OPERATIONS, at),
      commits: deal(COMMITS, at + Math.floor(at / COMMITS.length)),
      hand: deal(HANDS, at * 2 + Math.floor(at / HANDS.length)),
      language: (seed + n) % 2 === 0 ? 'ts' : 'py',
      agents: Array.from({ length: count }, (_, k) => ((seed + n + k) % 3 === 0 ? 'codex' : 'claude-code')),
      edits: Array.from({ length: count }, (_, k) => deal(EDITS, at + 3 * k + Math.floor(at / EDITS.length))),
      parallel,
      pruned: (seed + n) % 2 === 0,
    };
  });
  return {
    seed,
    formatting: deal(FORMATTING, seed),
    style: {
      typescript: Math.floor(seed / FORMATTING.length + seed) % 2 === 0 ? 'prettier' : 'biome',
      width: chance.pick([80, 88, 100]),
      singleQuotes: seed % 3 === 0,
    },
    features,
    shallow: seed % 4 === 1,
    collected: seed % 3 === 1,
    daysAfter: chance.pick([1, 3, 20]),
  };
}
