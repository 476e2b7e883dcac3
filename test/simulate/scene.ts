import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk } from './desk.ts';
import type { Text } from './ink.ts';
import { Merging, sync } from './merging.ts';
import * as operations from './operations.ts';
import * as person from './personWork.ts';
import type { Feature, Plan } from './plan.ts';
import type { Session } from './session.ts';
import { insertAt, tweaked } from './spots.ts';
import type { Settle } from './threeWay.ts';
import { format, Work } from './work.ts';
import type { Person, World } from './world.ts';

const BOTH: Settle = (ours, theirs) => [...ours, ...theirs];

/** One seed's repository with the people and agents who work in it. */
export class Scene {
  readonly world: World;
  readonly plan: Plan;
  readonly sessions: Session[] = [];
  /** The developer's working trees that are there at the end. */
  readonly desks: Desk[] = [];
  /** What lies in the stash, as files before and after. */
  readonly stashed: { before: Desk['files']; after: Desk['files'] }[] = [];
  /** Commits of teammates and bots, which no agent had a hand in. */
  readonly others = new Set<string>();
  readonly #mate: Desk;
  readonly #forge: Desk;
  readonly #remote: string;
  readonly #merging: Merging;
  readonly dev: Desk;
  /** The bare repository that all push to. */
  readonly remote: Desk;

  constructor(world: World, plan: Plan) {
    this.world = world;
    this.plan = plan;
    this.#remote = world.path('origin.git');
    this.remote = new Desk(world, this.#remote, world.people.mate);
    this.#mate = new Desk(world, world.path('mate'), world.people.mate);
    this.#forge = new Desk(world, world.path('forge'), world.people.dev);
    this.dev = new Desk(world, world.path('work'), world.people.dev);
    this.#merging = new Merging({
      world,
      dev: this.dev,
      mate: this.#mate,
      forge: this.#forge,
      remote: this.#remote,
      mateWorks: () => this.mateWorks(),
      byOthers: commit => this.others.add(commit),
    });
  }

  async begin(): Promise<void> {
    const { world, plan } = this;
    const mate = this.#mate;
    new Desk(world, world.root, world.people.mate).git('init', '-q', '--bare', this.#remote);
    new Desk(world, world.root, world.people.mate).git('init', '-q', mate.folder);
    const base = world.people.base.author;
    for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
      for (const [folder, language] of [
        ['web', 'ts'],
        ['tool', 'py'],
      ] as const) {
        let text: Text = [];
        for (let n = 0; n < 4; n++)
          text = insertAt(text, text.length, world.block(language, base), world.ink, base);
        mate.put(`${folder}/${name}.${language}`, text);
      }
    }
    mate.put('package.json', world.ink.lines('{\n  "name": "simulated",\n  "version": "1.0.0"\n}', base));
    if (plan.formatting === 'on commit') await format(mate, plan, [...mate.files.keys()]);
    mate.commit('first');
    mate.git('remote', 'add', 'origin', this.#remote);
    mate.git('push', '-q', '-u', 'origin', 'main');
    for (let n = 0; n < 2; n++) await this.mateWorks();
    const depth = plan.shallow ? ['--depth', '2'] : [];
    for (const desk of [this.dev, this.#forge])
      new Desk(world, world.root, desk.person).git(
        'clone',
        '-q',
        ...(desk === this.dev ? depth : []),
        `file://${this.#remote}`,
        desk.folder,
      );
    for (const desk of [this.dev, this.#forge]) {
      desk.head = desk.git('rev-parse', 'HEAD');
      desk.files = desk.headTree();
    }
    appendFileSync(join(this.dev.folder, '.git', 'info', 'exclude'), '.claude/\n');
    this.desks.push(this.dev);
    world.pass(3 * 24 * 60);
  }

  async run(): Promise<void> {
    for (const feature of this.plan.features) {
      this.world.tell(`feature ${feature.number}: ${feature.operation}`);
      await this.#feature(feature);
      this.world.pass(60 * this.world.chance.between(2, 30));
      if (this.plan.formatting === 'restyle apart' && feature.number === 2) await this.#restyle();
    }
    this.dev.git('fetch', '-q', '--prune', 'origin');
    this.dev.switchTo('main');
    if (this.plan.collected) {
      this.dev.git('reflog', 'expire', '--expire=all', '--all');
      this.dev.git('gc', '-q', '--prune=now');
      this.world.tell('reflogs expired, garbage collected');
    }
    this.world.pass(this.plan.daysAfter * 24 * 60);
  }

  /** A teammate, or a bot, commits to main and pushes. */
  async mateWorks(who: Person = this.world.people.mate, path?: string): Promise<void> {
    const desk = new Desk(this.world, this.#mate.folder, who);
    const { chance } = this.world;
    desk.files = this.#mate.files;
    desk.head = this.#mate.head;
    if (desk.ask(['fetch', '-q', 'origin']).ok) sync(desk);
    if (who === this.world.people.bot) {
      const text = desk.text('package.json');
      desk.put(
        'package.json',
        text.map((line, at) => (at === 2 ? tweaked(line, 0.3, chance, this.world.ink, who.author) : line)),
      );
    } else {
      const all = [...desk.files.keys()].filter(each => /^(?:web|tool)\/[a-z]+\.(?:ts|py)$/.test(each));
      person.typeOwn(desk, path ?? chance.pick(all), 1);
      if (this.plan.formatting === 'on commit') await format(desk, this.plan, desk.changed());
    }
    this.others.add(desk.commit(`${who.name} works ${this.world.now}`));
    desk.git('push', '-q', 'origin', 'main');
    this.#mate.files = desk.files;
    this.#mate.head = desk.head;
    this.world.tell(`${who.name} pushes ${desk.head.slice(0, 8)}`);
  }

  async #feature(feature: Feature): Promise<void> {
    const { world, plan, dev } = this;
    const { chance } = world;
    this.#pull();
    const trunk = feature.operation === 'trunk';
    const branch = trunk ? 'main' : `feature-${feature.number}`;
    const apart = !trunk && (feature.operation === 'working tree' || feature.parallel);
    let desk = dev;
    if (apart) desk = this.#worktree(branch, feature, 0);
    else if (!trunk) dev.switchTo('-b', branch);
    const onto = desk.head;
    const meanwhile = async () => {
      world.pass(chance.between(1, 15));
      if (chance.next() < 0.25) await this.mateWorks(chance.pick([world.people.mate, world.people.bot]));
    };
    const work = new Work(desk, plan, feature, meanwhile);
    if (feature.parallel && !trunk && feature.agents.length > 1) await this.#parallel(work, branch, onto);
    else {
      for (const index of feature.agents.keys()) {
        await work.session(index);
        if (feature.commits === 'one each' && index + 1 < feature.agents.length) {
          await work.hook();
          desk.commit(`feature ${feature.number}, session ${index}`);
        }
      }
    }
    this.sessions.push(...work.sessions);
    if (feature.operation !== 'working tree' || chance.next() < 0.5) work.hand();
    if (feature.operation === 'working tree') return;
    if (feature.operation === 'stash') {
      this.#stash(desk);
      return;
    }
    world.pass(chance.pick([1, 10, 100, 900]));
    await work.commit(`feature ${feature.number}`, onto);
    if (feature.operation === 'thrown away') return this.#throwAway(desk, branch, apart);
    await this.#merging.integrate(feature, work.desk, branch, onto, work.sessions);
    if (apart) this.#removeWorktree(desk);
  }

  /** Where the agent makes its worktrees, or beside the repository where the person does. */
  #worktree(branch: string, { number, agents, operation }: Feature, index: number): Desk {
    const { world, dev } = this;
    const name = `${number}-${world.chance.hex(3)}`;
    const byAgent = agents[index] === 'claude-code' && operation !== 'working tree';
    const folder = byAgent ? join(dev.folder, '.claude', 'worktrees', name) : world.path(`work-${name}`);
    const desk = new Desk(world, folder, dev.person);
    dev.git('worktree', 'add', '-q', '-b', branch, desk.folder, dev.head);
    desk.head = dev.head;
    desk.files = desk.headTree();
    this.desks.push(desk);
    return desk;
  }

  #removeWorktree(desk: Desk): void {
    desk.git('checkout', '-q', '--detach');
    this.dev.git('worktree', 'remove', '--force', desk.folder);
    this.desks.splice(this.desks.indexOf(desk), 1);
  }

  /** Two sessions in two worktrees at once; the second one's branch is merged into the first. */
  async #parallel(work: Work, branch: string, onto: string): Promise<void> {
    const { feature, plan } = work;
    const other = this.#worktree(`${branch}-too`, feature, 1);
    const twin = new Work(other, plan, feature, work.meanwhile);
    const pair = [
      { at: work, index: 0, session: work.start(0) },
      { at: twin, index: 1, session: twin.start(1) },
    ];
    const turns = pair.map(({ at, index, session }) => at.turns(session, feature.edits[index]!, index));
    for (let open = turns; open.length > 0; ) {
      open = open.filter(turn => !turn.next().done);
      await work.meanwhile();
    }
    for (const { at, session } of pair) at.finish(session);
    await twin.hook();
    const commit = other.commit(`feature ${feature.number}, in parallel`);
    this.#removeWorktree(other);
    await work.hook();
    work.desk.commit(`feature ${feature.number}, first`);
    operations.merge(work.desk, commit, 'commit', BOTH, `merge of the parallel branch ${feature.number}`);
    this.dev.git('branch', '-q', '-D', `${branch}-too`);
    work.sessions.push(...twin.sessions);
    this.world.tell(`  both worktrees merged onto ${onto.slice(0, 8)}`);
  }

  #stash(desk: Desk): void {
    const { world } = this;
    for (const path of desk.files.keys()) if (!desk.headTree().has(path)) desk.git('add', '-N', path);
    desk.git('add', '-A');
    desk.git('stash', 'push', '-q');
    this.stashed.push({ before: desk.headTree(), after: desk.files });
    desk.files = desk.headTree();
    world.tell('  stashed');
  }

  #throwAway(desk: Desk, branch: string, apart: boolean): void {
    if (apart) this.#removeWorktree(desk);
    else this.dev.switchTo('main');
    this.dev.git('branch', '-q', '-D', branch);
    this.world.tell('  thrown away');
  }

  #pull(): void {
    const { dev } = this;
    dev.git('fetch', '-q', '--prune', 'origin');
    dev.switchTo('main');
    dev.git('merge', '-q', '--ff-only', 'origin/main');
    dev.head = dev.git('rev-parse', 'HEAD');
    dev.files = dev.headTree();
  }

  async #restyle(): Promise<void> {
    const desk = this.#forge;
    desk.git('fetch', '-q', 'origin');
    sync(desk);
    await format(desk, this.plan, [...desk.files.keys()]);
    desk.commit('restyle the whole repository');
    desk.git('push', '-q', 'origin', 'main');
    this.world.tell('the whole repository is restyled');
  }
}
