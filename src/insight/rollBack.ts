import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { changeSignature } from './changeSignature.ts';
import { weighs } from './net.ts';
import { Reflows } from './reflow.ts';
import type { ShippedLine } from './shippedLines.ts';
import { mostCommon, netOf, sign, type Unit, type WayOut } from './shippedUnit.ts';

/** One step of the shipping ref. */
export interface HistoryStep {
  readonly commit: string;
  /** When it arrived there. */
  readonly at: Instant;
  readonly files: readonly FileChange[];
  /** Steps that it takes out again by its own word. */
  readonly reverts: readonly string[];
  /** It says that it takes something out again, whether or not that is a step. */
  readonly saysRevert: boolean;
}

export interface Standing {
  /** Lines that reached the shipping ref. */
  readonly shipped: number;
  /** Of them, how many a roll-back took out and nothing put back. */
  readonly rolledBack: number;
  /** Of them, how many left otherwise: edited, replaced piece by piece. */
  readonly lost: number;
  /** What took most of those out that were rolled back. */
  readonly by: { readonly commit: string | null; readonly at: Instant; readonly way: WayOut } | null;
}

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
  /** By path: the steps that changed it. */
  readonly #touching = new Map<string, number[]>();
  readonly #reverting: readonly number[];
  readonly #reflows = new Reflows();

  /** @param steps oldest first */
  constructor(steps: readonly HistoryStep[], { steps: dropped }: Dropped) {
    this.#steps = steps;
    this.#dropped = dropped;
    this.#place = new Map(steps.map(({ commit }, at) => [commit, at]));
    this.#reverting = steps.flatMap(({ saysRevert }, at) => (saysRevert ? [at] : []));
    for (const [at, { files }] of steps.entries()) {
      for (const { path, oldPath } of files) {
        for (const name of oldPath === null ? [path] : [path, oldPath]) {
          const places = this.#touching.get(name);
          if (places === undefined) this.#touching.set(name, [at]);
          else if (places.at(-1) !== at) places.push(at);
        }
      }
    }
  }

  /** @param lines of one session or piece */
  standingOf(lines: readonly ShippedLine[]): Standing {
    const units = lines.map(line => this.#unit(line));
    const own = new Set(lines.map(({ commit }) => commit));
    const wanted = new Set(units.map(({ fingerprint }) => fingerprint));
    const first = Math.min(...[...own].map(commit => this.#place.get(commit) ?? this.#steps.length));
    for (let at = this.#next(first, units); at < this.#steps.length; at = this.#next(at, units)) {
      this.#step(at, units, own, wanted);
    }
    const rolledBack = units.filter(({ state }) => state === 'rolled back');
    return {
      shipped: units.length,
      rolledBack: rolledBack.length,
      lost: units.filter(({ state }) => state === 'lost').length,
      by: mostCommon(rolledBack),
    };
  }

  #unit(line: ShippedLine): Unit {
    const droppedAt = this.#dropped.get(line.commit);
    const place = this.#place.get(line.commit);
    const shippedAt = place === undefined ? 0 : this.#steps[place]!.at;
    const change = this.#steps[place ?? -1]?.files.find(({ path }) => path === line.path);
    const unit: Unit = {
      line,
      place: place ?? Number.POSITIVE_INFINITY,
      shippedAt,
      path: line.path,
      fingerprint: line.fingerprint,
      text: line.side === 'added' && change !== undefined ? { change, index: line.index } : null,
      state: 'standing',
      by: null,
    };
    if (droppedAt !== undefined) {
      unit.state = 'rolled back';
      unit.by = { commit: null, at: droppedAt, way: 'dropped' };
    }
    return unit;
  }

  /** The next step that may concern these lines: of many thousands it is few. */
  #next(at: number, units: readonly Unit[]): number {
    // Where it decides, what was rolled back is looked for in every file: it may be put back in another.
    const rolledBack = units.filter(({ state }) => state === 'rolled back').length;
    if (rolledBack > 0 && rolledBack * 2 >= units.length) return at + 1;
    let next = following(this.#reverting, at) ?? this.#steps.length;
    // What was lost piece by piece is not looked for any more.
    for (const path of new Set(units.flatMap(unit => (unit.state === 'lost' ? [] : [unit.path])))) {
      next = Math.min(next, following(this.#touching.get(path) ?? [], at) ?? next);
    }
    return next;
  }

  #step(at: number, units: readonly Unit[], own: ReadonlySet<string>, wanted: Set<number>): void {
    const step = this.#steps[at]!;
    const here = units.filter(({ place }) => place < at);
    if (here.length === 0) return;
    this.#undoRoll(step, here);
    const named = new Set(step.reverts);
    for (const unit of here) {
      if (unit.state !== 'standing' || !named.has(unit.line.commit)) continue;
      unit.state = 'rolled back';
      unit.by = { commit: step.commit, at: step.at, way: 'reverted' };
    }
    const net = netOf(step.files, wanted);
    this.#putBack(net, here);
    const gone = this.#takenOut(step, net, here).filter(unit => !this.#isReflowed(unit, step, wanted));
    for (const { path, oldPath } of step.files) {
      if (oldPath !== null) for (const unit of here) if (unit.path === oldPath) unit.path = path;
    }
    if (gone.length === 0) return;
    const way = this.#wayOut(step, gone, here, own);
    for (const unit of gone) {
      unit.state = way === null ? 'lost' : 'rolled back';
      unit.by = way === null ? null : { commit: step.commit, at: step.at, way };
    }
  }

  /** A step that reverts a revert brings back what that one had taken out. */
  #undoRoll({ reverts }: HistoryStep, units: readonly Unit[]): void {
    for (const unit of units) {
      const by = unit.by?.commit ?? null;
      if (unit.state !== 'rolled back' || by === null || !reverts.includes(by)) continue;
      unit.state = 'standing';
      unit.by = null;
    }
  }

  #putBack(left: Map<number, number>, units: readonly Unit[]): void {
    if (left.size === 0) return;
    for (const unit of units) {
      if (unit.state === 'standing') continue;
      const { fingerprint } = unit;
      const { side } = unit.line;
      const net = (left.get(fingerprint) ?? 0) * sign(side);
      if (net <= 0) continue;
      left.set(fingerprint, (left.get(fingerprint) ?? 0) - sign(side));
      unit.state = 'standing';
      unit.by = null;
    }
  }

  /** Those that this step takes out of their file and puts nowhere else. */
  #takenOut(step: HistoryStep, everywhere: Map<number, number>, units: readonly Unit[]): Unit[] {
    const left = new Map<string, Map<number, number>>();
    const gone: Unit[] = [];
    if (everywhere.size === 0) return gone;
    const wanted = new Set(everywhere.keys());
    for (const unit of units) {
      if (unit.state !== 'standing') continue;
      let file = left.get(unit.path);
      if (file === undefined) {
        file = netOf(
          step.files.filter(({ path, oldPath }) => path === unit.path || oldPath === unit.path),
          wanted,
        );
        left.set(unit.path, file);
      }
      const { fingerprint } = unit;
      const lose = sign(unit.line.side);
      const inFile = file.get(fingerprint) ?? 0;
      if (inFile * lose >= 0) continue;
      const inAll = everywhere.get(fingerprint) ?? 0;
      file.set(fingerprint, inFile + lose);
      if (inAll * lose >= 0) {
        unit.path = movedTo(step, unit) ?? unit.path;
        continue;
      }
      everywhere.set(fingerprint, inAll + lose);
      gone.push(unit);
    }
    return gone;
  }

  /** Whether a step only set the line anew; it is then looked for as what it became. */
  #isReflowed(unit: Unit, { files }: HistoryStep, wanted: Set<number>): boolean {
    const later = files.find(({ path, oldPath }) => path === unit.path || oldPath === unit.path);
    const into = unit.text === null || later === undefined ? null : this.#reflows.into(unit.text, later);
    if (into === null) return false;
    unit.text = into;
    unit.fingerprint = into.change.added.fingerprints[into.index]!;
    wanted.add(unit.fingerprint);
    return true;
  }

  #wayOut(
    step: HistoryStep,
    gone: readonly Unit[],
    here: readonly Unit[],
    own: ReadonlySet<string>,
  ): WayOut | null {
    if (step.saysRevert) return 'reverted';
    const before = [...own].filter(commit => this.#place.get(commit)! < this.#place.get(step.commit)!);
    if (this.#isOpposite(step, before)) return 'inverse';
    // Work that goes on replaces its own lines.
    if (own.has(step.commit)) return null;
    const soon = gone.filter(({ shippedAt }) => step.at - shippedAt <= AT_ONCE_WITHIN).length;
    if (soon < here.length * ALMOST_ALL) return null;
    if (here.length >= TELLING_LINES) return 'removed';
    return addedTo(step, new Set(gone.map(({ path }) => path))) * 2 < gone.length ? 'removed' : null;
  }

  /** Whether a step is exactly the opposite of one of these, or of all of them together. */
  #isOpposite({ files }: HistoryStep, commits: readonly string[]): boolean {
    const changes = commits.flatMap(commit => this.#steps[this.#place.get(commit) ?? -1]?.files ?? []);
    const each = commits.map(commit => this.#steps[this.#place.get(commit) ?? -1]?.files ?? []);
    const paths = pathsOf(files);
    const alike = [...each, changes].filter(candidate => pathsOf(candidate) === paths);
    if (alike.length === 0) return false;
    const opposite = changeSignature(files, -1);
    return opposite !== '' && alike.some(candidate => changeSignature(candidate) === opposite);
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
function movedTo({ files }: HistoryStep, { line, fingerprint, path }: Unit): string | null {
  const wanted = new Set([fingerprint]);
  const gained = files.find(
    file => file.path !== path && (netOf([file], wanted).get(fingerprint) ?? 0) * sign(line.side) > 0,
  );
  return gained?.path ?? null;
}

function pathsOf(files: readonly FileChange[]): string {
  return [...new Set(files.map(({ path }) => path))].sort().join('\n');
}

/** The first of these numbers, in rising order, that is greater. */
function following(places: readonly number[], than: number): number | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! > than) high = middle;
    else low = middle + 1;
  }
  return places[low];
}
