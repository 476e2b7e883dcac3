import { LineFlag } from '../model/editedLines.ts';
import type { FileChange } from '../model/git.ts';
import { inOneGo } from '../model/inOneGo.ts';
import { type Attribution, type Holding, STAGES, type Work } from './attribution.ts';
import { type ChangeState, PAID, StateRoom, statesOf } from './changedLines.ts';
import { gapsIn } from './editedInPlace.ts';
import { matchExactly } from './exactMatch.ts';
import { FileNames } from './fileNames.ts';
import { InOtherWords } from './inOtherWords.ts';
import { MovedLines } from './movedLines.ts';
import { type OpenFile, type OpenLine, openFiles, SIDES, type Span } from './openLines.ts';
import { Overwritten } from './overwritten.ts';
import { RunPool } from './runPool.ts';
import { RunRoom } from './runRoom.ts';
import { Tally } from './tally.ts';

/** A commit's clock may run behind the agent's by this much. */
const CLOCK_TOLERANCE = 10 * 60_000;
/** What ships later than this is somebody's who wrote the same. */
const LONGEST_WAY = 120 * 86_400_000;

/** So many lines of a session must a change of somebody else have before one of them is taken for the session's. */
const TOLD_BY = 2;

/**
 * Follows lines by content. An occurrence pays for an occurrence: one line of one session for one line of one
 * change, at the furthest stage and there in the oldest change that holds it; never for a change that was made
 * before the edit. First word for word in the same file; then by token runs, for what was set anew or lightly
 * edited; then in other files, where enough lines of one go together.
 * @param holdings those of a stage in the order in which they may be spent: oldest first
 */
export function attribute(works: readonly Work[], holdings: readonly Holding[]): Attribution[] {
  return inOneGo(attributing(works, holdings));
}

/** The same in short steps, between which the caller may do something else. */
export function* attributing(
  works: readonly Work[],
  holdings: readonly Holding[],
): Generator<void, Attribution[]> {
  const matching = yield* Matching.of(works, holdings);
  for (const stage of STAGES) {
    const there = holdings.filter(holding => holding.stage === stage);
    const byFile: Touched = new Map();
    for (const [index, holding] of there.entries()) {
      matching.touch(index, holding, byFile);
      if (index % STEP === STEP - 1) yield;
    }
    for (const [file, touched] of byFile) {
      matching.matchFile(file, there, touched);
      byFile.delete(file);
      yield;
    }
    let searched = 0;
    for (const [index, holding] of there.entries()) {
      if (matching.matchMoved(holding) && ++searched % UNTIL_REST === 0) matching.rest();
      if (index % STEP === STEP - 1) yield;
    }
    matching.endStage();
  }
  return yield* matching.result();
}

/** Changes that are searched for moved lines in one step. */
const STEP = 100;
/** Each may ask for all lines of several files: after so many these are let go, while they are still young garbage. */
const UNTIL_REST = 10;

/** By file: its changes, two numbers for each, as they are very many: of the holding, and of the change in it. */
type Touched = Map<string, number[]>;

interface Matched {
  readonly holding: Holding;
  readonly change: FileChange;
  readonly state: ChangeState;
  readonly span: Span;
  /** By place among its added lines: the line of a session that it is. */
  readonly paidBy: Map<number, OpenLine>;
}

class Matching {
  readonly #works: readonly Work[];
  readonly #tallies: ReadonlyMap<number, Tally>;
  readonly #names: FileNames;
  /** By the one name of a file: what sessions left under each of its names. */
  readonly #files = new Map<string, OpenFile[]>();
  readonly #moved: MovedLines;
  readonly #inOtherWords: InOtherWords;
  readonly #overwritten = new Overwritten();
  readonly #runs = new RunRoom();
  readonly #states = new Map<Holding, readonly ChangeState[]>();
  #stateRoom = new StateRoom();
  /** Of those of this stage that are somebody else's: sessions of which they can hold anything. */
  readonly #told = new Map<Holding, ReadonlySet<number>>();
  /** Holdings of this stage with lines that may come from other files. */
  readonly #mayHoldMoved = new Set<Holding>();

  private constructor(works: readonly Work[], names: FileNames, moved: MovedLines) {
    this.#works = works;
    this.#tallies = new Map(works.map(({ session }) => [session, new Tally(session)]));
    this.#names = names;
    this.#moved = moved;
    this.#inOtherWords = new InOtherWords(works);
  }

  static *of(works: readonly Work[], holdings: readonly Holding[]): Generator<void, Matching> {
    const names = new FileNames(holdings);
    yield;
    const files = yield* openFiles(works);
    const matching = new Matching(works, names, yield* MovedLines.of(files.values()));
    for (const file of files.values()) {
      const name = names.fileOf(file.path);
      matching.#files.set(name, [...(matching.#files.get(name) ?? []), file]);
    }
    return matching;
  }

  /** Adds, by file, the changes of those that sessions edited. */
  touch(number: number, holding: Holding, byFile: Touched): void {
    if (this.#moved.mayHold(holding)) this.#mayHoldMoved.add(holding);
    for (const [index, change] of holding.files.entries()) {
      const file = this.#names.fileOf(change.path);
      if (!this.#files.has(file)) continue;
      const changes = byFile.get(file);
      if (changes === undefined) byFile.set(file, [number, index]);
      else changes.push(number, index);
      // Made now, in short steps: a file that all changes touch would ask for all of them at once.
      this.#statesOf(holding);
    }
  }

  /** @param touched as of one file in `Touched` */
  matchFile(name: string, holdings: readonly Holding[], touched: readonly number[]): void {
    const files = this.#files.get(name) ?? [];
    const changes: Matched[] = [];
    for (let at = 0; at < touched.length; at += 2) {
      const holding = holdings[touched[at]!]!;
      const index = touched[at + 1]!;
      const state = this.#statesOf(holding)[index]!;
      const span = this.#spanOf(holding);
      changes.push({ holding, change: holding.files[index]!, state, span, paidBy: new Map() });
    }
    for (const { holding, change, state, span, paidBy } of changes) {
      const named = inOrder(files, change);
      for (const side of SIDES) {
        const sides = named.map(file => file[side]);
        matchExactly(change[side], state[side], sides, span, (index, line) => {
          if (side === 'added') paidBy.set(index, line);
          this.#reached(holding, change, line);
          this.#moved.found(holding, line.session);
        });
      }
    }
    this.#matchRuns(files, changes);
    this.#matchInPlace(files, changes);
    for (const { holding, change, state, span, paidBy } of changes) {
      for (const line of this.#overwritten.lost(change, state.removed, paidBy.values(), span)) {
        this.#tally(line.session).reached(holding, change.path, line, 'reflowed');
        this.#tally(line.session).holds(holding, change.path, line.weighs);
      }
      if (holding.stage === 'shipped')
        this.#inOtherWords.shipped(name, holding.at, change, state, paidBy.values());
    }
    restAll(files);
  }

  #matchRuns(files: readonly OpenFile[], changes: readonly Matched[]): void {
    const sides = files.map(({ added }) => added);
    const pool = new RunPool(sides, this.#runs);
    if (pool.isEmpty) return;
    for (const [number, { holding, change, state, span, paidBy }] of changes.entries()) {
      for (const { index, line } of pool.match(number, change, state.added, span)) {
        const weighs = line.counts && (change.added.flags[index]! & LineFlag.trivial) === 0;
        paidBy.set(index, line);
        this.#tally(line.session).holds(holding, change.path, weighs);
        this.#moved.found(holding, line.session);
      }
    }
    for (const { line, match, change: number } of pool.settle()) {
      const { holding, change } = changes[number]!;
      this.#tally(line.session).reached(holding, change.path, line, match);
    }
  }

  /** A line that stands in the place of another was made of it, as far as we can tell. */
  #matchInPlace(files: readonly OpenFile[], changes: readonly Matched[]): void {
    const next = (line: OpenLine) => {
      for (const { added } of files) {
        const beside = added.beside(line, 1);
        if (beside !== undefined) return beside;
      }
    };
    for (const { holding, change, state, span, paidBy } of changes) {
      const { added } = state;
      for (const { indices, missing } of gapsIn(added, paidBy, next, span)) {
        if (indices.length !== missing.length) continue;
        for (const [at, line] of missing.entries()) {
          line.taken = true;
          added[indices[at]!] = PAID;
          this.#tally(line.session).reached(holding, change.path, line, 'mixed');
          this.#tally(line.session).holds(holding, change.path, false);
        }
      }
    }
  }

  /** @returns whether there was anything to search */
  matchMoved(holding: Holding): boolean {
    if (!this.#mayHoldMoved.has(holding)) return false;
    const states = this.#statesOf(holding);
    const span = this.#spanOf(holding);
    for (const [index, change] of holding.files.entries()) {
      for (const line of this.#moved.take(holding, change, states[index]!, span)) {
        this.#reached(holding, change, line);
      }
    }
    return true;
  }

  endStage(): void {
    this.#states.clear();
    this.#told.clear();
    this.#stateRoom = new StateRoom();
    this.#mayHoldMoved.clear();
    this.rest();
  }

  /** Gives back the memory of lines that were looked at. */
  rest(): void {
    for (const files of this.#files.values()) restAll(files);
  }

  *result(): Generator<void, Attribution[]> {
    for (const [name, files] of this.#files) {
      for (const { added, removed } of files) {
        const missing = added.open;
        for (const line of missing) this.#tally(line.session).missed(line, line.uncertain);
        // What was taken out and is in no commit may never have been in one: it tells nothing either way.
        for (const line of removed.open) this.#tally(line.session).missed(line, true);
        for (const [session, lines] of this.#inOtherWords.perhaps(name, missing))
          this.#tally(session).perhaps(lines.weighing, lines.all);
      }
      restAll(files);
      yield;
    }
    return this.#works.map(({ session }) => this.#tally(session).result());
  }

  /** Word for word. */
  #reached(holding: Holding, { path }: FileChange, line: OpenLine): void {
    const tally = this.#tally(line.session);
    tally.reached(holding, path, line, 'exact');
    tally.holds(holding, path, line.weighs);
  }

  #tally(session: number): Tally {
    return this.#tallies.get(session)!;
  }

  #spanOf(holding: Holding): Span {
    const { at, others } = holding;
    const sessions = others === true ? this.#toldBy(holding) : null;
    return { from: at - LONGEST_WAY, to: at + CLOCK_TOLERANCE, sessions };
  }

  #toldBy(holding: Holding): ReadonlySet<number> {
    const sessions = this.#told.get(holding) ?? this.#moved.toldBy(holding, TOLD_BY);
    this.#told.set(holding, sessions);
    return sessions;
  }

  #statesOf(holding: Holding): readonly ChangeState[] {
    const states = this.#states.get(holding) ?? statesOf(holding.files, this.#stateRoom);
    this.#states.set(holding, states);
    return states;
  }
}

function restAll(files: readonly OpenFile[]): void {
  for (const file of files) for (const side of SIDES) file[side].rest();
}

/** The name that the change gives first, then the one before it, then all others that the file has had. */
function inOrder(files: readonly OpenFile[], { path, oldPath }: FileChange): OpenFile[] {
  const rank = (file: OpenFile) => (file.path === path ? 0 : file.path === oldPath ? 1 : 2);
  return files.length < 2 ? [...files] : [...files].sort((a, b) => rank(a) - rank(b));
}
