import type { Chance } from './chance.ts';
import { ClaudeCodeLog } from './claudeCodeLog.ts';
import type { Clock } from './clock.ts';
import { type Author, anchorOf } from './code.ts';
import { CodexLog } from './codexLog.ts';
import type { AgentLog, LogOptions, Spent } from './log.ts';
import type { AsidePlan, SessionPlan } from './plan.ts';
import type { Repository } from './repository.ts';

export interface SessionSetting {
  readonly home: string;
  readonly repository: Repository;
  readonly branch: string;
  readonly chance: Chance;
  readonly author: Author;
  readonly clock: Clock;
  /** Files that may be read. */
  readonly known: readonly string[];
  readonly spent: (tokens: Spent) => void;
}

const GENERATOR = 'npm run generate';

/** One session of an agent, as it goes: it writes its log, and its edits into the working tree. */
export class Session {
  readonly log: AgentLog;
  readonly #setting: SessionSetting;
  readonly #plan: SessionPlan;

  constructor(setting: SessionSetting, plan: SessionPlan) {
    const { home, repository, branch, chance, clock, spent } = setting;
    this.#setting = setting;
    this.#plan = plan;
    const options: LogOptions = {
      home,
      cwd: repository.root,
      branch,
      commit: repository.git(clock.at, 'rev-parse', 'HEAD'),
      remote: repository.git(clock.at, 'remote', 'get-url', 'origin'),
      model: plan.model,
      chance,
      clock,
      spent,
    };
    const claude = plan.model.startsWith('claude');
    this.log = claude ? new ClaudeCodeLog(options) : new CodexLog(options);
    this.log.prompt(plan.title);
  }

  /** Reads, writes the planned files, and runs the tests. */
  change(): void {
    const { chance, clock } = this.#setting;
    const { files = [], lock, generated } = this.#plan;
    this.#lookAround();
    for (const file of files) {
      this.#edit(file, chance.between(3, 4));
      this.log.shell(this.#testCommand(), '1 failing');
      this.log.read(this.#path(file));
      this.#edit(file, chance.between(1, 2));
      this.log.shell(this.#testCommand(), 'all tests passed');
    }
    if (lock) this.#bringDependency();
    if (generated) this.#generate(generated);
    this.log.say('The change is in place and the tests pass.');
    clock.pass(chance.between(90, 400));
    this.log.prompt('Good. One more case, please, and keep the names short.');
    for (const file of files.slice(0, 1)) this.#edit(file, 1);
    this.log.shell(this.#testCommand(), 'all tests passed');
  }

  /** Reads and answers. */
  explore({ followUp }: AsidePlan): void {
    const { chance, clock } = this.#setting;
    this.#lookAround();
    if (this.log instanceof CodexLog) this.log.web(this.#plan.title);
    this.log.say('In short: it depends on where the lease ends. Here is how it works.');
    if (followUp === undefined) return;
    clock.pass(chance.between(60, 300));
    this.log.prompt(followUp);
    this.#lookAround();
  }

  /** Writes a note that lies beside all repositories. */
  note(path: string, text: string): void {
    this.#lookAround();
    this.log.created(path, text);
  }

  /** Has the shell change files; nothing of it stays. */
  byShell(): void {
    this.#lookAround();
    const old = 'harbour_api_';
    this.log.shell(`grep -rl ${old} src | xargs sed -i 's/${old}/harbour_/g'`, '');
    this.log.shell('npm test', '3 failing');
    this.log.shell(`grep -rl harbour_ src | xargs sed -i 's/harbour_/${old}/g'`, '');
  }

  end(answer = 'Done. Nothing else is open from my side.'): void {
    this.log.end(answer);
  }

  #lookAround(): void {
    const { chance, known } = this.#setting;
    const { reads, helper, title } = this.#plan;
    this.log.search(title.split(' ').at(-1)!.replace(/\W/g, ''));
    const looked = reads ?? chance.shuffled(known).slice(0, chance.between(5, 8));
    for (const file of looked) this.log.read(this.#path(file));
    if (!helper) return;
    const child = this.log.spawn(`Find all that touches this and tell me where it is: ${title}`);
    for (const file of chance.shuffled(known).slice(0, 6)) {
      child.search(file.replace(/^.*\/|\..*$/g, ''));
      child.read(this.#path(file));
    }
    child.end('Six places; the list is below.');
  }

  #edit(file: string, blocks: number): void {
    const { repository, author } = this.#setting;
    if (!repository.has(file)) {
      const text = author.file(file, blocks);
      repository.write(file, text);
      this.log.created(this.#path(file), text);
      return;
    }
    for (let i = 0; i < blocks; i++) {
      const text = repository.read(file);
      const anchor = anchorOf(file);
      const added = `\n${author.block(file)}`;
      repository.write(
        file,
        text.replace(anchor, () => `${anchor}\n${added}`),
      );
      this.log.changed(this.#path(file), anchor, added);
    }
  }

  #bringDependency(): void {
    const { repository, chance } = this.#setting;
    const names = ['p-limit', 'yocto-queue', 'openapi-types', 'json-pointer', 'uri-template'];
    const packages = Object.fromEntries(
      names.flatMap(name =>
        ['', '/dist', '/types'].map(part => [
          `node_modules/${name}${part}`,
          {
            version: `${chance.between(1, 9)}.${chance.between(0, 20)}.0`,
            integrity: `sha512-${chance.hex(64)}`,
          },
        ]),
      ),
    );
    repository.write('package-lock.json', `${JSON.stringify({ lockfileVersion: 3, packages }, null, 2)}\n`);
    this.log.shell('npm install p-limit openapi-types', 'added 5 packages');
  }

  #generate(file: string): void {
    const { repository, author } = this.#setting;
    const text = `// Code generated by ${GENERATOR}. DO NOT EDIT.\n${author.file(file, 14)}`;
    repository.write(file, text);
    this.log.created(this.#path(file), text);
    this.log.shell(GENERATOR, 'wrote 1 file');
  }

  #testCommand(): string {
    const first = this.#plan.files?.[0] ?? '';
    if (first.endsWith('.go')) return 'go test ./...';
    return first.endsWith('.py') ? 'python -m pytest -q' : 'npm test';
  }

  #path(file: string): string {
    return this.#setting.repository.path(file);
  }
}
