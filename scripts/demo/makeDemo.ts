// demo: a made-up developer's weeks. A folder and a moment come in; logs of agents and repositories come out,
// the same for the same moment. It needs git and Node, imports nothing of src, and writes only below the folder.
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASIDES } from './asides.ts';
import { Chance } from './chance.ts';
import { ChangeRun } from './changeRun.ts';
import { CHANGES } from './changes.ts';
import { Clock, moments } from './clock.ts';
import { Author } from './code.ts';
import { Harbour, makeHome } from './harbour.ts';
import type { AsidePlan, ChangePlan, Meant, RepositoryName, SessionPlan } from './plan.ts';
import { Session } from './session.ts';

export interface Demo {
  readonly home: string;
  /** The folder to open. */
  readonly workspace: string;
  /** What was made, to hold a report against. */
  readonly truth: DemoTruth;
}

export interface DemoTruth {
  readonly sessions: readonly MadeSession[];
  readonly tokens: Record<'input' | 'cacheRead' | 'cacheWrite' | 'output', number>;
  readonly calls: number;
  /** Subjects of the changes meant to have shipped. */
  readonly shipped: readonly string[];
}

export interface MadeSession {
  readonly id: string;
  readonly agent: 'claude-code' | 'codex';
  readonly title: string;
  readonly repository: RepositoryName;
  readonly meant: Meant;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const BEGAN = 45;
const LANDS_AFTER = 2.5;
/** Minutes before the end at which each repository last heard from its remote. */
const HEARD: Readonly<Record<RepositoryName, number>> = { api: 25, uploader: 130, gateway: 26 * 60 };

/**
 * Makes a home with agents' logs and git repositories: six weeks of one made-up developer, ending at `now`.
 * Equal for equal `now`, but for the folder's own path. Takes some seconds.
 * @param folder is made; must be empty or not exist
 * @throws Error when git is missing or fails
 */
export async function makeDemo(folder: string, { now = new Date() }: { now?: Date } = {}): Promise<Demo> {
  mkdirSync(folder, { recursive: true });
  return new History(realpathSync(folder), now.getTime()).make();
}

interface Event {
  readonly at: number;
  run(at: number): void;
}

class History {
  readonly #now: number;
  readonly #home: string;
  readonly #chance = new Chance('harbour');
  readonly #author = new Author(new Chance('author'));
  readonly #harbours: Readonly<Record<RepositoryName, Harbour>>;
  readonly #sessions: MadeSession[] = [];
  readonly #tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  #calls = 0;

  constructor(folder: string, now: number) {
    this.#now = now;
    this.#home = join(folder, 'home');
    makeHome(this.#home);
    const make = (name: RepositoryName) =>
      Harbour.make(folder, this.#home, name, this.#author, now - BEGAN * DAY);
    this.#harbours = { api: make('api'), uploader: make('uploader'), gateway: make('gateway') };
  }

  make(): Demo {
    const events = [
      ...CHANGES.flatMap(change => this.#eventsOf(change)),
      ...ASIDES.map(plan => this.#aside(plan)),
    ];
    for (const { at, run } of events.sort((a, b) => a.at - b.at)) run(at);
    for (const name of ['gateway', 'uploader', 'api'] as const) {
      this.#harbours[name].own.fetch(this.#now - HEARD[name] * 60_000);
    }
    return {
      home: this.#home,
      workspace: this.#harbours.api.own.root,
      truth: {
        sessions: this.#sessions,
        tokens: this.#tokens,
        calls: this.#calls,
        shipped: CHANGES.filter(({ meant }) => meant === 'shipped').map(({ subject }) => subject),
      },
    };
  }

  #eventsOf(change: ChangePlan): Event[] {
    const run = new ChangeRun(this.#harbours[change.repository], change);
    const starts = moments(this.#now, change.sessions);
    const events = change.sessions.map((plan, index): Event => {
      return { at: starts[index]!, run: start => this.#session(change, plan, run, start, index === 0) };
    });
    const last = Math.max(...starts);
    if (!run.lands) return events;
    const at = last + (change.landsAfter ?? LANDS_AFTER) * HOUR;
    return [...events, { at, run: moment => run.land(moment) }];
  }

  #session(change: ChangePlan, plan: SessionPlan, run: ChangeRun, at: number, first: boolean): void {
    const clock = new Clock(at);
    const tree = run.begin(at, first);
    const session = this.#begin(change.repository, plan, change.meant, clock, run.branch, tree);
    session.change();
    run.finish(session, plan, clock, tree);
    session.end();
    run.keep(clock, plan, tree);
  }

  #aside(plan: AsidePlan): Event {
    const run = (at: number) => {
      const clock = new Clock(at);
      const session = this.#begin(plan.repository, plan, plan.meant, clock, 'main');
      if (plan.meant === 'explored') session.explore(plan);
      else if (plan.meant === 'unclear') session.byShell();
      else for (const file of plan.files ?? []) this.#note(session, file);
      session.end();
    };
    return { at: moments(this.#now, [plan])[0]!, run };
  }

  #note(session: Session, file: string): void {
    const path = join(this.#home, 'notes', file);
    const text = this.#author.file(path, 3);
    mkdirSync(join(this.#home, 'notes'), { recursive: true });
    writeFileSync(path, text);
    session.note(path, text);
  }

  #begin(
    repository: RepositoryName,
    plan: SessionPlan,
    meant: Meant,
    clock: Clock,
    branch: string,
    tree = this.#harbours[repository].own,
  ): Session {
    const session = new Session(
      {
        home: this.#home,
        repository: tree,
        branch,
        chance: this.#chance,
        author: this.#author,
        clock,
        known: this.#harbours[repository].files,
        spent: ({ input, cacheRead, cacheWrite, output }) => {
          this.#calls++;
          this.#tokens.input += input;
          this.#tokens.cacheRead += cacheRead;
          this.#tokens.cacheWrite += cacheWrite;
          this.#tokens.output += output;
        },
      },
      plan,
    );
    const agent = plan.model.startsWith('claude') ? 'claude-code' : 'codex';
    this.#sessions.push({ id: session.log.id, agent, title: plan.title, repository, meant });
    return session;
  }
}
