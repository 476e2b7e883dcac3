import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Harbour } from './harbour.ts';
import type { ChangePlan, SessionPlan } from './plan.ts';
import type { Repository } from './repository.ts';
import type { Session } from './session.ts';
import { touched } from './touch.ts';

const MINUTE = 60_000;

/** Takes one change from its branch to where it ends. */
export class ChangeRun {
  readonly #harbour: Harbour;
  readonly #change: ChangePlan;

  constructor(harbour: Harbour, change: ChangePlan) {
    this.#harbour = harbour;
    this.#change = change;
  }

  get branch(): string {
    return this.#change.branch ?? 'main';
  }

  /** Gives the working tree for a session of the change. @param first whether it is the first of them */
  begin(at: number, first: boolean): Repository {
    const { own } = this.#harbour;
    const { way } = this.#change;
    if (way === 'worktree' || way === 'open worktree') {
      const root = this.#worktree();
      if (first) own.git(at, 'worktree', 'add', '-q', '-b', this.branch, root, 'main');
      return own.at(root);
    }
    if (first && this.branch !== 'main') own.git(at, 'checkout', '-q', '-b', this.branch, 'main');
    else own.git(at, 'checkout', '-q', this.branch);
    return own;
  }

  /** The agent is about to answer for the last time: it may commit itself. */
  finish(session: Session, plan: SessionPlan, clock: Clock, tree: Repository): void {
    if (!plan.commits) return;
    const subject = this.#subject(plan);
    const commit = tree.commit(clock.at, subject);
    const printed = `[${this.branch} ${commit.slice(0, 7)}] ${subject}\n 2 files changed`;
    session.log.shell(`git add -A && git commit -m '${subject}'`, printed);
  }

  /** The session has ended: the developer looks over it and keeps it, or does not. */
  keep(clock: Clock, plan: SessionPlan, tree: Repository): void {
    const { way } = this.#change;
    if (way === 'open worktree') return;
    clock.pass(4 * 60);
    if (way === 'discard') {
      tree.git(clock.at, 'checkout', '-q', '--', '.');
      tree.git(clock.at, 'clean', '-fdq');
      return;
    }
    if (plan.touch !== undefined) {
      for (const file of plan.files ?? []) tree.write(file, touched(tree.read(file), plan.touch));
    }
    if (!plan.commits) tree.commit(clock.at, this.#subject(plan));
    clock.pass(60);
    if (way === 'push') tree.git(clock.at, 'push', '-q', 'origin', 'main');
    if (way === 'squash' || way === 'merge' || way === 'branch') {
      tree.git(clock.at, 'push', '-q', '-u', 'origin', this.branch);
    }
    // The next session, of whatever change, begins from the main branch.
    if (tree.root === this.#harbour.own.root) tree.git(clock.at, 'checkout', '-q', 'main');
  }

  get lands(): boolean {
    return ['squash', 'merge', 'own merge', 'worktree'].includes(this.#change.way);
  }

  land(at: number): void {
    const { own } = this.#harbour;
    const { way, subject, request } = this.#change;
    if (way === 'squash' || way === 'merge') {
      if (request === undefined) throw new Error(`No number of a pull request for "${subject}".`);
      this.#harbour.land(at, this.branch, subject, request, way === 'squash');
      own.pull(at + 20 * MINUTE);
    } else {
      own.git(at, 'merge', '-q', '--no-ff', '-m', subject, this.branch);
      own.git(at, 'push', '-q', 'origin', 'main');
      if (way === 'worktree') own.git(at, 'worktree', 'remove', '--force', this.#worktree());
    }
    own.git(at + 20 * MINUTE, 'branch', '-q', '-D', this.branch);
  }

  #subject(plan: SessionPlan): string {
    return plan.subject ?? this.#change.subject;
  }

  #worktree(): string {
    return join(this.#harbour.own.root, '.claude', 'worktrees', this.branch.replace(/^.*\//, ''));
  }
}
