import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeReport } from '../../src/engine/reportCommand.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { PieceReport, Report, SessionReport } from '../../src/model/report.ts';
import { CodexRollout } from '../engine/codexRollout.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';
import { Colleague } from './colleague.ts';

/** A case in the developer's words, and how it goes. */
export function story(title: string, play: (scene: Scene) => Promise<void>): void {
  it(title, async () => {
    const scene = new Scene();
    try {
      await play(scene);
    } finally {
      scene.end();
    }
  });
}

/** Lines that count, told apart by a name; `from` makes later ones of the same name. */
export function code(name: string, lines = 10, from = 0): string {
  const line = (at: number) =>
    `export const ${name}_${at} = ${name}Of(${name}.part${at}, '${name}-${at}', { ${name}Tries: ${at} });`;
  return `${Array.from({ length: lines }, (_, at) => line(at + from)).join('\n')}\n`;
}

/** A developer's machine with one repository and its remote, agents that work there, and the report of it all. */
export class Scene {
  readonly workshop = new Workshop();
  readonly repository: TestRepository = this.workshop.published();
  #colleague: Colleague | null = null;
  #now = 0;

  /** Of whoever else changes the remote: a teammate, a bot, the forge's merge button. */
  get colleague(): Colleague {
    this.#colleague ??= new Colleague(this.workshop, this.remote);
    return this.#colleague;
  }

  get remote(): string {
    return this.workshop.path('work-remote.git');
  }

  get root(): string {
    return this.repository.root;
  }

  get now(): number {
    return Math.max(this.#now, this.workshop.second * 1000);
  }

  later({ days = 0, hours = 0, minutes = 0 }): this {
    this.workshop.second += ((days * 24 + hours) * 60 + minutes) * 60;
    return this;
  }

  /** A session of Claude Code. */
  agent(folder = this.root): ClaudeSession {
    this.workshop.second += 60;
    return new ClaudeSession(this.workshop.home, folder, this.now).prompt();
  }

  /** A session of Codex that puts one new file into the repository. */
  codex(path: string, text: string): CodexRollout {
    this.workshop.second += 60;
    const lines = text.replace(/\n$/, '').split('\n');
    const diff = `@@ -0,0 +1,${lines.length} @@\n${lines.map(line => `+${line}\n`).join('')}`;
    const session = new CodexRollout(this.workshop.home, this.root, this.now, randomUUID());
    this.write(path, text);
    return session.prompt('Go on.').change(path, diff).reply();
  }

  write(path: string, text: string | null): this {
    this.repository.write(path, text);
    return this;
  }

  /** Git as the developer types it; words are parted by spaces. */
  git(command: string, folder = this.root): string {
    return this.workshop.at(folder).run(...command.split(' '));
  }

  /** On a new branch that starts here. */
  branch(name: string): this {
    this.git(`checkout -q -b ${name}`);
    return this;
  }

  /** Commits all that differs; the commit's id. */
  commit(message = 'Work', folder = this.root): string {
    return this.workshop.at(folder).commit(message);
  }

  push(refspec = 'main', folder = this.root): this {
    this.git(`push -q -u origin ${refspec}`, folder);
    return this;
  }

  /** Hears from the remote, and leaves the branch as it is. */
  fetch(): this {
    this.git('fetch -q --prune');
    return this;
  }

  /** What the report says now; what was read before is kept, as in daily use. */
  async report(): Promise<Report> {
    const ledger = this.workshop.path('kept', 'ledger.db');
    mkdirSync(dirname(ledger), { recursive: true });
    return makeReport(
      {
        home: this.workshop.home,
        otherHome: true,
        repositories: [],
        ledger,
        now: this.now,
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => assert.fail(line),
    );
  }

  /** Of the one session there is, or of this one. */
  async session(of?: { readonly id: string }): Promise<SessionReport> {
    const { sessions } = await this.report();
    const found = of === undefined ? sessions : sessions.filter(({ id }) => id === of.id);
    assert.equal(found.length, 1, 'one session');
    return found[0]!;
  }

  async outcome(of?: { readonly id: string }): Promise<Outcome> {
    return (await this.session(of)).outcome;
  }

  async piece(of?: { readonly id: string }): Promise<PieceReport> {
    const { pieces } = await this.report();
    const found =
      of === undefined ? pieces : pieces.filter(({ sessions }) => sessions.some(({ id }) => id === of.id));
    assert.equal(found.length, 1, 'one piece');
    return found[0]!;
  }

  /** As agents do after a month. */
  deleteLogs(): void {
    for (const store of ['.claude', '.codex'])
      rmSync(join(this.workshop.home, store), { recursive: true, force: true });
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  end(): void {
    this.workshop.remove();
  }
}
