import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import type { ChangedFile } from './changedFile.ts';
import { changeSignature } from './changeSignature.ts';
import { DueSteps, StepIndex } from './dueSteps.ts';
import { concerns, FollowedLines } from './followedLines.ts';
import type { HistoryStep } from './historyStep.ts';
import { weighs } from './net.ts';
import { StepCounts } from './netCounts.ts';
import type { Occurrences } from './occurrences.ts';
import { Reflows } from './reflow.ts';
import type { ShippedLine, Side } from './shippedLine.ts';
import { FollowedLine, sign, type Unit, type WayOut } from './shippedUnit.ts';
import { type Standing, standingOf } from './standing.ts';

export interface Dropped {
  /** Steps that a forced update took off the ref, and when that was seen. */
  readonly steps: ReadonlyMap<string, Instant>;
}

const ALMOST_ALL = 0.8;
const AT_ONCE_WITHIN = 14 * 86_400_000;
/** Fewer lines are as often replaced as taken back. */
const TELLING_LINES = 5;

/** What became of lines on a shipping ref after they had arrived there. */
export class ShippingHistory {
  readonly #steps: readonly HistoryStep[];
  readonly #place: ReadonlyMap<string, number>;
  readonly #dropped: ReadonlyMap<string, Instant>;
  readonly #index: StepIndex;
  readonly #paths = new Map<string, string>();
  readonly #reflows = new Reflows();
  /** Of one step at a time, whosever lines are followed. */
  readonly #counts = new StepCounts();
  readonly #now: Instant;

  /** @param steps oldest first */
  constructor(steps: readonly HistoryStep[], { steps: dropped }: Dropped, now: Instant) {
    this.#steps = steps;
    this.#now = now;
    this.#dropped = dropped;
    this.#place = new Map(steps.map(({ commit }, at) => [commit, at]));
    this.#index = new StepIndex(steps);
  }

  /** @param lines of one session or piece */
  standingOf(lines: readonly ShippedLine[], occurrences: Occurrences | null = null): Standing {
    const steps = this.following(lines, occurrences);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /**
   * The same in short steps, between which the caller may do something else.
   * @param occurrences of these lines and others: where they are known, far fewer steps are looked at
   */
  *following(lines: readonly ShippedLine[], occurrences: Occurrences | null): Generator<void, Standing> {
    const units = lines.map(line => this.#unit(line));
    const own = new Set<string>();
    for (const { commit } of lines) own.add(commit);
    const followed = new FollowedLines(units);
    const due = new DueSteps(this.#index, occurrences, units);
    const first = Math.min(...[...own].map(commit => this.#place.get(commit) ?? this.#steps.length));
    yield;
    for (let at = due.next(first, followed); at < this.#steps.length; at = due.next(at, followed)) {
      if (!concerns(this.#steps[at]!, due.filesOf(at), followed)) continue;
      this.#step(at, followed, due, own);
      yield;
    }
    return standingOf(units, this.#now);
  }

  #unit(line: ShippedLine): Unit {
    const droppedAt = this.#dropped.get(line.commit);
    // Beyond all steps where it is none of them.
    const place = this.#place.get(line.commit) ?? this.#steps.length;
    const unit = new FollowedLine(line, place, this.#steps[place] ?? null);
    if (droppedAt !== undefined) {
      unit.state = 'rolled back';
      unit.leftEarly = true;
      unit.by = { commit: null, at: droppedAt, way: 'dropped' };
    }
    return unit;
  }

  #step(at: number, followed: FollowedLines, due: DueSteps, own: ReadonlySet<string>): void {
    const counts = this.#counts;
    const step = this.#steps[at]!;
    const before = followed.countBefore(at);
    if (before === 0) return;
    if (step.reverts.length > 0) this.#byWord(step, followed, at);
    const files = due.filesOf(at);
    counts.begin(files, followed);
    this.#putBack(counts, followed, at);
    const gone = this.#takenOut(files, counts, followed, at, due);
    const lost = gone.filter(unit => !this.#isReflowed(unit, step, followed, due));
    this.#rename(step, followed, due, at);
    if (lost.length === 0) return;
    const way = this.#wayOut(step, lost, before, own);
    const by = way === null ? null : { commit: step.commit, at: step.at, way };
    for (const unit of lost) followed.turned(unit, by === null ? 'lost' : 'rolled back', by, step.at);
  }

  /** A step that names others takes out what they brought; where it names such a one, it brings that back. */
  #byWord({ commit, at, reverts }: HistoryStep, followed: FollowedLines, place: number): void {
    const named = new Set(reverts);
    for (const unit of followed.before(place)) {
      if (unit.state === 'rolled back' && named.has(unit.by?.commit ?? ''))
        followed.turned(unit, 'standing', null, at);
      else if (unit.state === 'standing' && named.has(unit.line.commit))
        followed.turned(unit, 'rolled back', { commit, at, way: 'reverted' }, at);
    }
  }

  #rename({ files }: HistoryStep, followed: FollowedLines, due: DueSteps, at: number): void {
    if (files.every(({ oldPath }) => oldPath === null)) return;
    const names = new Map(
      files.flatMap(({ path, oldPath }) => (oldPath === null ? [] : [[oldPath, path] as const])),
    );
    for (const unit of followed.before(at)) {
      const path = names.get(unit.path);
      if (path === undefined) continue;
      followed.moved(unit, path);
      due.follow(unit);
    }
  }

  #putBack({ everywhere }: StepCounts, followed: FollowedLines, at: number): void {
    const step = this.#steps[at]!;
    followed.each(everywhere.kinds, at, (unit, kind) => {
      if (unit.state === 'standing') return;
      const gain = sign(unit.line.side);
      if (everywhere.of(kind) * gain <= 0) return;
      everywhere.add(kind, gain === 1 ? -1 : 1);
      followed.turned(unit, 'standing', null, step.at);
    });
  }

  /** Those that this step takes out of their file and puts nowhere else. */
  #takenOut(
    files: readonly ChangedFile[],
    counts: StepCounts,
    followed: FollowedLines,
    at: number,
    due: DueSteps,
  ): Unit[] {
    const { everywhere } = counts;
    const gone: Unit[] = [];
    followed.each(everywhere.kinds, at, (unit, kind) => {
      if (unit.state !== 'standing') return;
      const file = counts.inFile(unit.path);
      if (file === null) return;
      const lose = sign(unit.line.side);
      if (file.of(kind) * lose >= 0) return;
      file.add(kind, lose);
      if (everywhere.of(kind) * lose >= 0) {
        followed.moved(unit, movedTo(files, unit) ?? unit.path);
        due.follow(unit);
        return;
      }
      everywhere.add(kind, lose);
      gone.push(unit);
    });
    return gone;
  }

  /** Whether a step only set the line anew; it is then looked for as what it became. */
  #isReflowed(unit: Unit, { files }: HistoryStep, followed: FollowedLines, due: DueSteps): boolean {
    const later = files.find(({ path, oldPath }) => path === unit.path || oldPath === unit.path);
    const into = unit.text === null || later === undefined ? null : this.#reflows.into(unit.text, later);
    if (into === null) return false;
    unit.text = into;
    followed.became(unit, into.change.added.fingerprints[into.index]!);
    due.follow(unit);
    return true;
  }

  #wayOut(step: HistoryStep, gone: readonly Unit[], here: number, own: ReadonlySet<string>): WayOut | null {
    if (step.saysRevert) return 'reverted';
    const before = [...own].filter(commit => this.#place.get(commit)! < this.#place.get(step.commit)!);
    if (this.#isOpposite(step, before)) return 'inverse';
    // Work that goes on replaces its own lines.
    if (own.has(step.commit)) return null;
    const soon = gone.filter(({ shippedAt }) => step.at - shippedAt <= AT_ONCE_WITHIN).length;
    if (soon < here * ALMOST_ALL) return null;
    if (here >= TELLING_LINES) return 'removed';
    return addedTo(step, new Set(gone.map(({ path }) => path))) * 2 < gone.length ? 'removed' : null;
  }

  /** Whether a step is exactly the opposite of one of these, or of all of them together. */
  #isOpposite(step: HistoryStep, commits: readonly string[]): boolean {
    const paths = this.#pathsOf(step);
    const steps = commits.flatMap(commit => this.#steps[this.#place.get(commit) ?? -1] ?? []);
    const alike = steps.filter(each => this.#pathsOf(each) === paths).map(({ files }) => files);
    const touched = new Set(step.files.map(({ path }) => path));
    // All together must touch what the step does, and nothing else.
    if (steps.length > 1 && steps.every(({ files }) => files.every(({ path }) => touched.has(path)))) {
      const together = steps.flatMap(({ files }) => files);
      if (pathsIn(together) === paths) alike.push(together);
    }
    if (alike.length === 0) return false;
    const opposite = changeSignature(step.files, -1);
    return opposite !== '' && alike.some(candidate => changeSignature(candidate) === opposite);
  }

  #pathsOf({ commit, files }: HistoryStep): string {
    const known = this.#paths.get(commit);
    if (known !== undefined) return known;
    const paths = pathsIn(files);
    this.#paths.set(commit, paths);
    return paths;
  }
}

function addedTo({ files }: HistoryStep, paths: ReadonlySet<string>): number {
  let added = 0;
  for (const file of files) {
    if (!paths.has(file.path)) continue;
    for (const flags of file.added.flags) if (weighs({ flags })) added++;
  }
  return added;
}

/** The file of the same step that gained what this line's file lost. */
function movedTo(files: readonly ChangedFile[], { line, fingerprint, path }: Unit): string | null {
  const gained = files.find(file => file.path !== path && gainOf(file, fingerprint) * sign(line.side) > 0);
  return gained?.path ?? null;
}

function gainOf(file: ChangedFile, fingerprint: number): number {
  const times = (side: Side) => {
    const lines = file.count(side);
    let count = 0;
    for (let at = 0; at < lines; at++) if (file.print(side, at) === fingerprint) count++;
    return count;
  };
  return times('added') - times('removed');
}

function pathsIn(files: readonly FileChange[]): string {
  return [...new Set(files.map(({ path }) => path))].sort().join('\n');
}
