import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Desk } from './desk.ts';

/** Windows that are open on a desk, as each says it of itself. */
export class ToldWindows {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  file(id: string): string {
    return join(this.#desk.folder, DATA_FILES.windows, `${id}.json`);
  }

  open(id: string, trusted: boolean, ...folders: string[]): void {
    mkdirSync(join(this.#desk.folder, DATA_FILES.windows), { recursive: true });
    writeFileSync(this.file(id), JSON.stringify({ trusted, folders }));
    utimesSync(this.file(id), this.#desk.workshop.second, this.#desk.workshop.second);
  }

  close(id: string): void {
    rmSync(this.file(id));
  }
}

/** A git that writes down where it is asked, and what. */
export class WrittenGit {
  readonly path: string;
  readonly #asked: string;

  /** @param before what it does first, by a shell in which `ASKED` is the file that it writes to */
  constructor(desk: Desk, before = '') {
    [this.#asked, this.path] = [desk.workshop.path('asked'), desk.workshop.path('git')];
    const lines = [
      '#!/bin/sh',
      `ASKED='${this.#asked}'`,
      before,
      'printf "%s %s\\n" "$PWD" "$*" >> "$ASKED"',
      'exec git "$@"',
      '',
    ];
    writeFileSync(this.path, lines.join('\n'));
    chmodSync(this.path, 0o755);
    this.forget();
  }

  forget(): void {
    writeFileSync(this.#asked, '');
  }

  /** What it was asked in these folders, or about them; all of it where none is given. */
  asked(...folders: string[]): string[] {
    const lines = readFileSync(this.#asked, 'utf8').trimEnd().split('\n');
    return lines.filter(
      line =>
        line !== '' &&
        (folders.length === 0 ||
          folders.some(folder => `${line} `.includes(`${folder} `) || line.includes(`${folder}/`))),
    );
  }
}
