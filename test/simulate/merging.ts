import { Desk } from './desk.ts';
import * as operations from './operations.ts';
import * as person from './personWork.ts';
import type { Feature } from './plan.ts';
import type { Session } from './session.ts';
import { tweaked } from './spots.ts';
import { hunks, type Settle } from './threeWay.ts';
import { movement } from './truth.ts';
import type { World } from './world.ts';

const OURS: Settle = ours => ours;
const THEIRS: Settle = (_, theirs) => theirs;
const BOTH: Settle = (ours, theirs) => [...ours, ...theirs];

export interface Team {
  readonly world: World;
  readonly dev: Desk;
  readonly mate: Desk;
  /** The forge's own clone, where it merges. */
  readonly forge: Desk;
  /** Path of the bare repository. */
  readonly remote: string;
  /** A teammate commits to main and pushes. */
  mateWorks(): Promise<void>;
  /** Told of commits in which no agent had a hand. */
  byOthers(commit: string): void;
}

/** How a branch gets to main: all ways that people and forges have. */
export class Merging {
  readonly #team: Team;

  constructor(team: Team) {
    this.#team = team;
  }

  async integrate(
    feature: Feature,
    desk: Desk,
    branch: string,
    onto: string,
    sessions: readonly Session[],
  ): Promise<void> {
    const { world, forge, remote, mateWorks } = this.#team;
    const { operation } = feature;
    const tip = () => desk.head;
    if (operation === 'committed') return;
    if (operation === 'trunk') {
      if (!desk.ask(['push', '-q', 'origin', 'main']).ok) {
        desk.git('fetch', '-q', 'origin');
        operations.rebase(desk, desk.git('rev-parse', 'origin/main'), BOTH);
        desk.git('push', '-q', 'origin', 'main');
      }
      return;
    }
    if (operation === 'push by URL') {
      desk.git('push', '-q', `file://${remote}`, `HEAD:refs/heads/${branch}`);
    } else desk.git('push', '-q', '-u', 'origin', branch);
    world.tell(`  pushed ${tip().slice(0, 8)}`);
    if (operation === 'pushed') return;
    world.pass(world.chance.pick([30, 300, 3000]));

    if (operation === 'force push') {
      person.typeOwn(desk, [...desk.files.keys()].find(path => path.endsWith(`.${feature.language}`))!, 1);
      desk.commit(`feature ${feature.number}, rewritten`, '--amend');
      desk.git('push', '-q', '--force', 'origin', branch);
    }
    const conflict = operation.includes('conflict');
    if (conflict) await this.#collide(desk, onto);
    else if (/moved|queue|^rebase/.test(operation)) await mateWorks();
    if (operation.startsWith('rebase')) {
      desk.git('fetch', '-q', 'origin');
      const settle = operation.endsWith('ours')
        ? OURS
        : operation.endsWith('theirs')
          ? THEIRS
          : this.#rewrite();
      operations.rebase(desk, desk.git('rev-parse', 'origin/main'), conflict ? settle : BOTH);
      desk.git('push', '-q', '--force', 'origin', branch);
    }
    forge.git('fetch', '-q', '--prune', 'origin');
    sync(forge);
    // Of two branches a forge sees only what was pushed.
    const pushed = forge.git('rev-parse', `origin/${branch}`);
    if (pushed !== tip()) throw new Error(`${branch} was pushed as ${pushed}, not ${tip()}`);
    const message = `feature ${feature.number} (#${feature.number + 10})`;
    let merged: string;
    if (operation === 'fast-forward' && forge.git('merge-base', 'HEAD', pushed) === forge.head)
      merged = operations.merge(forge, pushed, 'fast-forward', BOTH, message);
    else if (operation === 'merge commit') merged = operations.merge(forge, pushed, 'commit', BOTH, message);
    else if (operation.startsWith('rebase'))
      merged = operations.merge(forge, pushed, 'fast-forward', BOTH, message);
    else if (operation === 'fast-forward' || operation === 'merge queue') {
      const queue = new Desk(world, forge.folder, world.people.bot);
      queue.switchTo('-q', '--detach', pushed);
      merged = operations.rebase(queue, forge.git('rev-parse', 'origin/main'), BOTH);
      forge.git('checkout', '-q', '-B', 'main', merged);
      forge.head = merged;
      forge.files = queue.files;
    } else {
      const settle = operation === 'squash, conflict' ? this.#rewrite() : BOTH;
      merged = operations.merge(forge, pushed, 'squash', settle, message);
    }
    forge.git('push', '-q', 'origin', 'main');
    world.tell(`  merged as ${merged.slice(0, 8)}`);
    if (operation === 'cherry-pick to release') await this.#release(feature, merged);
    if (operation.startsWith('revert')) this.#revert(merged, operation === 'revert of revert', sessions);
    if (feature.pruned) this.#prune(desk, branch);
  }

  /** Somebody else writes where the branch wrote. */
  async #collide(desk: Desk, onto: string): Promise<void> {
    const mate = this.#team.mate;
    mate.git('fetch', '-q', 'origin');
    sync(mate);
    const before = desk.tree(onto);
    for (const [path, text] of desk.files) {
      const was = before.get(path);
      const is = mate.files.get(path);
      if (was === undefined || is === undefined || was === text) continue;
      const [first] = hunks(was, text);
      const anchor = first === undefined ? -1 : is.indexOf(was[Math.max(0, first.from - 1)]!);
      if (anchor < 0) continue;
      const block = this.#team.world.block(path.endsWith('.ts') ? 'ts' : 'py', mate.person.author);
      const blank = this.#team.world.ink.write('', mate.person.author);
      mate.put(path, [...is.slice(0, anchor + 1), ...block, blank, ...is.slice(anchor + 1)]);
      break;
    }
    this.#team.byOthers(mate.commit(`Mate collides ${this.#team.world.now}`));
    mate.git('push', '-q', 'origin', 'main');
    this.#team.world.tell('  Mate writes to the same place');
  }

  /** The person takes both sides and goes over them. */
  #rewrite(): Settle {
    const { chance, ink, people } = this.#team.world;
    return (ours, theirs) => [
      ...ours,
      ...theirs.map(line =>
        chance.next() < 0.15 ? tweaked(line, 0.3, chance, ink, people.dev.author) : line,
      ),
    ];
  }

  async #release(feature: Feature, merged: string): Promise<void> {
    const forge = this.#team.forge;
    const branch = `release/${feature.number}`;
    forge.switchTo('-q', '-b', branch, 'HEAD~1');
    operations.cherryPick(forge, merged, BOTH, '-x');
    forge.git('push', '-q', 'origin', branch);
    forge.switchTo('main');
  }

  #revert(merged: string, again: boolean, sessions: readonly Session[]): void {
    const forge = this.#team.forge;
    const [parent = ''] = this.#team.world.commits.get(merged)!.parents;
    const change = movement(forge.tree(parent), forge.tree(merged));
    if (change.fresh.size + change.gone.size === 0) return;
    this.#team.world.pass(600);
    const undone = operations.revert(forge, merged, OURS);
    if (again) {
      this.#team.world.pass(300);
      operations.revert(forge, undone, OURS);
    } else for (const session of sessions) session.rolledBack = true;
    forge.git('push', '-q', 'origin', 'main');
    this.#team.world.tell(`  reverted${again ? ', and put back' : ''}`);
  }

  #prune(desk: Desk, branch: string): void {
    if (desk === this.#team.dev) this.#team.dev.switchTo('main');
    else desk.git('checkout', '-q', '--detach');
    this.#team.dev.git('branch', '-q', '-D', branch);
    this.#team.forge.git('push', '-q', 'origin', '--delete', branch);
    this.#team.dev.git('fetch', '-q', '--prune', 'origin');
    this.#team.world.tell(`  ${branch} deleted and pruned`);
  }
}

export function sync(desk: Desk): void {
  desk.git('checkout', '-q', '-B', 'main', 'origin/main');
  desk.head = desk.git('rev-parse', 'HEAD');
  desk.files = desk.headTree();
}
