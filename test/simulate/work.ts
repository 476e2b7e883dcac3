import type { Chance } from '../../scripts/demo/chance.ts';
import * as agent from './agentWork.ts';
import type { Desk } from './desk.ts';
import { autosquash } from './operations.ts';
import * as person from './personWork.ts';
import type { Edits, Feature, Plan } from './plan.ts';
import { Session } from './session.ts';
import { languageOf } from './spots.ts';

/** What happens on one branch before it is merged: sessions, a person's hand, formatter and commits. */
export class Work {
  readonly desk: Desk;
  readonly plan: Plan;
  readonly feature: Feature;
  readonly sessions: Session[] = [];
  /** Happens while agents are at work: others' commits. */
  readonly meanwhile: () => Promise<void>;
  readonly #chance: Chance;

  constructor(desk: Desk, plan: Plan, feature: Feature, meanwhile: () => Promise<void>) {
    this.desk = desk;
    this.plan = plan;
    this.feature = feature;
    this.meanwhile = meanwhile;
    this.#chance = desk.world.chance;
  }

  start(index: number): Session {
    const { feature, desk, plan } = this;
    const session = new Session(desk, feature.agents[index]!);
    this.sessions.push(session);
    for (const mark of [
      feature.operation,
      `commits: ${feature.commits}`,
      `hand: ${feature.hand}`,
      `format: ${plan.formatting}`,
      `edits: ${feature.edits[index]}`,
      feature.language,
      session.agent,
      ...(feature.parallel ? ['parallel'] : []),
      ...(plan.shallow ? ['shallow'] : []),
    ])
      session.marks.add(mark);
    if (plan.formatting !== 'none')
      session.marks.add(feature.language === 'py' ? 'ruff' : plan.style.typescript);
    desk.world.tell(`  ${session.agent} ${session.name} begins (${feature.edits[index]})`);
    return session;
  }

  async session(index: number): Promise<void> {
    const session = this.start(index);
    for (const _ of this.turns(session, this.feature.edits[index]!, index)) await this.meanwhile();
    this.finish(session);
  }

  finish(session: Session): void {
    session.end();
    session.desk.world.tell(`  ${session.name} ends with ${session.own.length} lines`);
  }

  /** One thing after another, so that two sessions can go on at once. */
  *turns(session: Session, edits: Edits, index: number): Generator<void> {
    const chance = this.#chance;
    const { language, number } = this.feature;
    const fresh = `${language === 'ts' ? 'web' : 'tool'}/feature_${this.plan.seed % 100}_${number}_${index}.${language}`;
    const [first = '', second = ''] = this.#files();
    if (edits === 'nothing') {
      session.log.read(`${session.desk.folder}/${first}`);
      yield;
      return;
    }
    if (edits === 'excluded') {
      agent.writeExcluded(session, `stem${number}${index}`);
      yield;
      return;
    }
    if (edits === 'new file') agent.writeNew(session, fresh, chance.between(2, 4));
    else if (edits === 'overwrite') agent.overwrite(session, first, chance.next() < 0.85);
    else agent.insertBlocks(session, first, chance.between(1, 3));
    yield;
    agent.insertBlocks(session, edits === 'new file' ? fresh : second, chance.between(1, 2));
    yield;
    if (edits === 'shell') {
      agent.appendByShell(session, second);
      agent.renameByShell(session, first);
    }
    if (chance.next() < 0.5) agent.changeInPlace(session, first, 0.3);
    if (chance.next() < 0.3) agent.deleteBlock(session, second);
    if (chance.next() < 0.3) agent.moveBlock(session, first, second);
    if (chance.next() < 0.5) agent.revise(session, second);
    yield;
  }

  #files(): string[] {
    const { language } = this.feature;
    const all = [...this.desk.files.keys()].filter(
      path => languageOf(path) === language && !/feature_/.test(path),
    );
    return this.#chance.shuffled(all.filter(path => /^(?:web|tool)\/[a-z]+\.(?:ts|py)$/.test(path)));
  }

  /** The person goes over what the agents left. */
  hand(): void {
    const { desk, feature } = this;
    const chance = this.#chance;
    const [target = ''] = this.#files();
    // Where agents only answered questions, the work of that hour is the person's.
    if (feature.edits.includes('nothing')) person.typeOwn(desk, target, 2);
    for (const { author } of this.sessions) {
      switch (feature.hand) {
        case 'types own':
          person.typeOwn(desk, target, 1);
          break;
        case 'tweaks 5 %':
          person.tweakLines(desk, author, 0.05, 0.3);
          break;
        case 'tweaks 20 %':
          person.tweakLines(desk, author, 0.2, 0.3);
          break;
        case 'tweaks 50 %':
          person.tweakLines(desk, author, 0.5, 0.2);
          break;
        case 'deletes':
          person.deleteLines(desk, author);
          break;
        case 'moves':
          person.moveBlock(desk, author, target);
          break;
        case 'pastes agent text':
          person.copyBlock(desk, author, target);
          break;
        case 'copies old code':
          person.copyBlock(desk, desk.world.people.base.author, target);
          break;
        default:
      }
    }
    desk.world.pass(chance.between(2, 40));
    desk.world.tell(`  ${desk.person.name}: ${feature.hand}`);
  }

  /** A hook that formats what is about to be committed. */
  async hook(): Promise<void> {
    if (this.plan.formatting === 'on commit') await format(this.desk, this.plan, this.desk.changed());
    if (this.plan.formatting === 'restyle within' && this.feature.number === 1) {
      this.desk.world.tell('  the whole repository is restyled within this commit');
      await format(this.desk, this.plan, [...this.desk.files.keys()]);
    }
  }

  async commit(subject: string, onto: string): Promise<void> {
    const { desk, feature } = this;
    const { world } = desk;
    const chance = this.#chance;
    await this.hook();
    switch (feature.commits) {
      case 'partial':
      case 'partial, rest dropped': {
        desk.commitPart(`${subject}, a part`, () => chance.next() < 0.6);
        world.pass(20);
        if (feature.commits === 'partial') desk.commit(`${subject}, the rest`);
        else {
          desk.git('reset', '-q', '--hard');
          desk.git('clean', '-fdq');
          desk.files = desk.headTree();
        }
        break;
      }
      case 'amend':
        desk.commit(subject);
        this.#mend();
        await this.hook();
        desk.commit(subject, '--amend');
        break;
      case 'fixup': {
        const mended = desk.commit(subject);
        const [target = ''] = this.#files();
        person.typeOwn(desk, target, 1);
        desk.commit(`${subject}, further`);
        this.#mend();
        const fixup = desk.commit(`fixup! ${subject}`);
        autosquash(desk, onto, mended, fixup);
        break;
      }
      default:
        desk.commit(subject);
    }
    world.tell(`  committed (${feature.commits})`);
  }

  #mend(): void {
    this.desk.world.pass(this.#chance.between(5, 90));
    for (const { author } of this.sessions) person.tweakLines(this.desk, author, 0.1, 0.05);
  }
}

export async function format(desk: Desk, plan: Plan, paths: readonly string[]): Promise<void> {
  const { formatters, ink, people } = desk.world;
  for (const path of paths) {
    const before = desk.files.get(path);
    if (before === undefined || !/^(?:web|tool)\/[^/]+\.(?:ts|py)$/.test(path)) continue;
    const after = await formatters.format(path, before, plan.style, ink, people.formatter.author);
    if (after !== before) desk.put(path, after);
  }
}
