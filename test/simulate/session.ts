import { join } from 'node:path';
import { type AgentLog, ClaudeLog, type FileStep } from './claudeLog.ts';
import { CodexLog } from './codexLog.ts';
import { isExcluded, lineCounts } from './counting.ts';
import type { Desk } from './desk.ts';
import { type Line, type Text, tellingIds, textOf } from './ink.ts';

/** A line that a session left at its end. */
export interface OwnLine {
  readonly session: Session;
  readonly path: string;
  readonly line: Line;
  readonly side: 'added' | 'removed';
  readonly counts: boolean;
  readonly ids: readonly number[];
}

export type How = 'edit' | 'write' | 'write unseen' | 'shell';

/** One conversation of an agent, and what it did to the files of one desk. */
export class Session {
  readonly desk: Desk;
  readonly author: number;
  readonly agent: 'claude-code' | 'codex';
  readonly log: AgentLog;
  readonly startedAt: number;
  /** What it went through, by which figures are told apart. */
  readonly marks = new Set<string>();
  endedAt: number;
  lastEditAt: number | null = null;
  /** Was shipped, then taken out again and not put back. */
  rolledBack = false;
  own: readonly OwnLine[] = [];
  readonly #deleted: { path: string; line: Line }[] = [];

  constructor(desk: Desk, agent: 'claude-code' | 'codex') {
    const { world } = desk;
    this.desk = desk;
    this.agent = agent;
    this.author = world.author();
    this.startedAt = world.now;
    this.endedAt = world.now;
    const options = {
      home: world.home,
      cwd: desk.folder,
      branch: desk.git('rev-parse', '--abbrev-ref', 'HEAD'),
      commit: desk.head,
      remote: desk.git('remote', 'get-url', 'origin'),
      chance: world.chance,
      now: () => world.now,
      pass: (seconds: number) => world.pass(seconds / 60),
    };
    this.log = agent === 'codex' ? new CodexLog(options) : new ClaudeLog(options);
    this.log.prompt();
  }

  get name(): string {
    return this.log.id;
  }

  /** Changes files; lines of the new text that the session did not write are the same objects as before. */
  step(changes: ReadonlyMap<string, Text | null>, how: How, command = ''): void {
    const { desk } = this;
    const committed = desk.world.idsIn(desk.headTree());
    const steps: FileStep[] = [];
    for (const [path, after] of changes) {
      const before = desk.files.get(path) ?? null;
      this.#note(path, before ?? [], after ?? [], committed);
      steps.push({
        path: join(desk.folder, path),
        before: before === null ? null : textOf(before),
        after: after === null ? null : textOf(after),
      });
      desk.put(path, after);
    }
    if (how === 'edit') this.log.edited(steps);
    else if (how === 'shell') this.log.shell(command, '');
    else for (const step of steps) this.log.wrote(step, how === 'write');
    this.lastEditAt = desk.world.now;
  }

  #note(path: string, before: Text, after: Text, committed: ReadonlySet<number>): void {
    const kept = new Set(after);
    for (const line of before) {
      if (kept.has(line) || this.desk.world.ink.owner(line)?.author === this.author) continue;
      const ids = tellingIds(line);
      // What no commit ever held cannot be seen to go.
      if (ids.length > 0 && ids.every(id => committed.has(id))) this.#deleted.push({ path, line });
    }
  }

  end(): void {
    const { desk } = this;
    this.log.end();
    this.endedAt = desk.world.now;
    const present = new Set<number>();
    const own: OwnLine[] = [];
    for (const [path, text] of desk.files) {
      for (const line of text) {
        for (const id of line.ids) present.add(id);
        const owner = desk.world.ink.owner(line);
        if (owner?.author !== this.author) continue;
        own.push(this.#own(path, line, 'added'));
      }
    }
    for (const { path, line } of this.#deleted) {
      const ids = tellingIds(line);
      if (ids.filter(id => present.has(id)).length * 2 <= ids.length)
        own.push(this.#own(path, line, 'removed'));
    }
    this.own = own;
  }

  #own(path: string, line: Line, side: OwnLine['side']): OwnLine {
    const counts = !isExcluded(path) && lineCounts(line.text);
    return { session: this, path, line, side, counts, ids: tellingIds(line) };
  }
}
