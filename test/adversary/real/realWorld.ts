import { cpSync, readFileSync, rmSync } from 'node:fs';
import { makeReport } from '../../../src/engine/reportCommand.ts';
import { OPEN } from '../../../src/model/outcome.ts';
import type { Report } from '../../../src/model/report.ts';
import { SUMMARY } from '../../badge/summary.ts';
import { Chance } from '../../bench/chance.ts';
import { ClaudeSession } from '../../support/claudeSession.ts';
import { FIRST_SECOND, type TestRepository, Workshop } from '../../support/repository.ts';
import type { Shown } from '../judge.ts';
import { textsOf } from '../texts.ts';
import { numbersIn } from '../told.ts';

const DAY = 86_400;
export const LAST_DAY = 108;

/** A person's machine with a hundred days of honest work in agents' logs and real git, and what is done to it then. */
export class RealWorld {
  readonly workshop = new Workshop();
  readonly chance: Chance;
  readonly repository: TestRepository;
  readonly #saved: string;
  #number = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.repository = this.workshop.published();
    this.#saved = `${this.workshop.root}-saved`;
    this.#work();
    cpSync(this.workshop.root, this.#saved, { recursive: true });
  }

  /** As it was before anybody played tricks. */
  restore(): void {
    rmSync(this.workshop.root, { recursive: true });
    cpSync(this.#saved, this.workshop.root, { recursive: true });
  }

  remove(): void {
    this.workshop.remove();
    rmSync(this.#saved, { recursive: true, force: true });
  }

  /** From here on things happen on that day. */
  on(day: number): this {
    this.workshop.second = FIRST_SECOND + day * DAY;
    return this;
  }

  /** A session in the repository; it thinks so long, in replies. */
  session(replies = this.chance.whole(6, 14), repository = this.repository): ClaudeSession {
    this.workshop.second += 60;
    const session = new ClaudeSession(this.workshop.home, repository.root, this.workshop.second * 1000);
    session.prompt(`Do task ${this.#number++}.`);
    for (let n = 0; n < replies; n++) session.reply();
    return session;
  }

  ship(message = 'More', repository = this.repository): string {
    this.workshop.second += 600;
    const commit = repository.commit(message);
    repository.run('push', '-q', 'origin', 'HEAD:main');
    return commit;
  }

  /** Lines of code that nobody wrote before. */
  code(lines: number): string {
    return Array.from(
      { length: lines },
      () =>
        `export const ${this.chance.id('v', 9)} = ${this.chance.pick(['add', 'pick', 'read'])}(${this.chance.id('x', 8)}, ${this.chance.whole(1, 99_999)});\n`,
    ).join('');
  }

  text(path: string, repository = this.repository): string {
    return readFileSync(`${repository.root}/${path}`, 'utf8');
  }

  async shown(ledger: string | null = null): Promise<Shown> {
    const now = (FIRST_SECOND + LAST_DAY * DAY) * 1000;
    const report = await makeReport(
      {
        home: this.workshop.home,
        otherHome: true,
        repositories: [],
        ledger,
        now,
        since: now - 28 * DAY * 1000,
        until: null,
        json: true,
        help: false,
      },
      () => {},
    );
    return shownOf(report);
  }

  #work(): void {
    this.on(0);
    const files = Array.from({ length: 6 }, (_, n) => [`src/base${n}.ts`, this.code(40)] as const);
    this.repository.commit('What was there', Object.fromEntries(files));
    this.repository.with(
      { GIT_AUTHOR_EMAIL: 'colleague@example.com', GIT_AUTHOR_NAME: 'Colleague' },
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'Mine',
    );
    this.repository.run('push', '-q', 'origin', 'main');
    for (let day = 3, n = 0; day < 87; day += 4, n++) {
      this.on(day);
      const session = this.session();
      if (n % 5 === 4) {
        // Tried, and given up.
        session.write(`src/tried${n}.ts`, this.code(30));
        this.repository.run('clean', '-qfd');
        continue;
      }
      session.write(`src/feature${n}.ts`, this.code(this.chance.whole(20, 70)));
      this.ship(`Feature ${n}`);
      if (n === 8) this.repository.run('tag', 'v1.0.0');
    }
  }
}

function shownOf(report: Report): Shown {
  const cost = (of: readonly string[]) =>
    Object.entries(report.outcomes)
      .filter(([outcome]) => of.includes(outcome))
      .reduce((sum, [, use]) => sum + (use.costUsd ?? 0), 0);
  const all = report.usage.total.costUsd ?? 0;
  const { figures, badge } = report;
  return {
    figures,
    sentence:
      all === 0
        ? null
        : {
            shipped: figures.window.inCode ?? 0,
            open: cost(OPEN) / all,
            explored: cost(['explored']) / all,
          },
    badge,
    // Rows tell which of them were nothing new.
    held: 0,
    told: numbersIn(
      textsOf(
        { ...SUMMARY, openPieces: badge.open, shippedLast7Days: badge.shipped, collectorAlive: null },
        new Map([[28, report]]),
        Date.parse(report.generatedAt),
      ),
    ),
  };
}
