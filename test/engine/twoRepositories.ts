import assert from 'node:assert/strict';
import { PersonSays } from '../../src/engine/personSays.ts';
import type { Said } from '../../src/model/correction.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk } from './desk.ts';
import { ToldWindows } from './toldWindows.ts';

/** A desk with two published repositories, of which windows may keep one from being read, and a person who says something. */
export class TwoRepositories {
  readonly desk = new Desk();
  readonly windows = new ToldWindows(this.desk);
  readonly shop = this.desk.workshop.published('shop');
  readonly other = this.desk.workshop.published('other');
  readonly #person = new PersonSays(this.desk.folder, this.desk.now);

  /** All that is told of work. */
  async told() {
    const { sessions, pieces, outcomes, figures } = await this.desk.report();
    return { sessions, pieces, outcomes, figures };
  }

  /** Of a session. */
  async outcome(name: string) {
    const { sessions } = await this.desk.report();
    return sessions.find(({ id }) => id === name)?.outcome;
  }

  /** Each outcome of a session of which there is a note: before, and after. */
  async notes(name: string) {
    const { sessions } = await this.desk.report();
    return sessions.find(({ id }) => id === name)?.restated.map(({ from, to }) => [from, to]);
  }

  /** Commits all that differs, and pushes it. */
  ship(repository: TestRepository, files: Record<string, string> = {}): string {
    const commit = repository.commit('Part', files);
    repository.run('push', '-q');
    return commit;
  }

  async revert(repository: TestRepository, commit: string): Promise<void> {
    repository.run('revert', '--no-edit', commit);
    repository.run('push', '-q');
    await this.desk.collect();
  }

  async say(session: string, said: Said, target: string | null = null): Promise<void> {
    assert.deepEqual(await this.#person.say({ agent: 'claude-code', session, said, target }), { ok: true });
    await this.desk.collect();
  }

  /** Takes back one kind of word, or all that was said. */
  async takeBack(which?: Said): Promise<void> {
    const { corrections } = await this.desk.report();
    for (const { id, said } of corrections) if (said === (which ?? said)) await this.#person.takeBack(id);
    await this.desk.collect();
  }

  /** From now on these may not be read. */
  async restrict(...folders: string[]): Promise<void> {
    this.windows.open('restricted', false, ...folders);
    await this.desk.collect();
  }

  /** All may be read again. */
  async read(): Promise<void> {
    this.windows.close('restricted');
    await this.desk.collect();
  }

  remove(): void {
    this.desk.remove();
  }
}
