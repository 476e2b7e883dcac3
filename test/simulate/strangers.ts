import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { type Corpus, type Language, strangersLines } from './corpus.ts';
import { Desk } from './desk.ts';
import type { Formatters } from './formatters.ts';
import { countingOf } from './measure.ts';
import { Session } from './session.ts';
import { gaps, insertAt } from './spots.ts';
import { World } from './world.ts';

export interface Strangers {
  readonly name: string;
  /** Lines that people wrote, and those of them that were credited to sessions. */
  readonly lines: number;
  readonly credited: number;
}

const LINES = 100_000;
const COMMIT = 1000;
const FILES = 40;
const SESSIONS = 60;
const BLOCKS = 8;

/**
 * Sessions write one project's code into files, and throw it away; afterwards people alone write another
 * project's code into the same files. Whatever is credited then is credited by chance.
 */
export async function runStrangers(
  language: Language,
  folder: string,
  corpus: Corpus,
  formatters: Formatters,
): Promise<Strangers> {
  const world = new World(0, corpus, formatters);
  try {
    const remote = world.path('origin.git');
    const desk = new Desk(world, world.path('work'), world.people.dev);
    const above = new Desk(world, world.root, world.people.dev);
    above.git('init', '-q', '--bare', remote);
    above.git('init', '-q', desk.folder);
    desk.git('remote', 'add', 'origin', remote);
    const paths = Array.from({ length: FILES }, (_, at) => `src/part${at}.${language}`);
    for (const path of paths) desk.put(path, world.ink.lines('# begin\n', world.people.base.author));
    desk.commit('first');
    const sessions = Math.min(SESSIONS, Math.floor(corpus.size(language) / BLOCKS));
    for (let n = 0; n < sessions; n++) write(desk, world.chance.shuffled(paths).slice(0, 3), language);
    desk.git('checkout', '-q', '--', '.');
    world.pass(60);

    let lines: string[] = [];
    let total = 0;
    for (const line of strangersLines(folder, language)) {
      lines.push(line);
      if (lines.length < COMMIT) continue;
      const path = join(desk.folder, paths[(total / COMMIT) % FILES]!);
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `${lines.join('\n')}\n`);
      desk.git('commit', '-q', '-a', '-m', `people write ${total}`);
      total += lines.length;
      lines = [];
      world.pass(30);
      if (total >= LINES) break;
    }
    desk.git('push', '-q', '-u', 'origin', 'main');
    world.pass(60);
    const report = await makeReport(
      {
        home: world.home,
        otherHome: true,
        repositories: [],
        ledger: null,
        now: world.now,
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => console.error(line),
    );
    const found = report.sessions.flatMap(each => each.evidence).filter(({ kind }) => kind === 'lines');
    const credited = found.reduce((sum, each) => sum + (countingOf(each) ?? each.lines ?? 0), 0);
    return { name: `credited by chance, ${language}`, lines: total, credited };
  } finally {
    world.end(false);
  }
}

function write(desk: Desk, paths: readonly string[], language: Language): void {
  const { world } = desk;
  const session = new Session(desk, world.chance.pick(['claude-code', 'codex']));
  for (let n = 0; n < BLOCKS; n++) {
    const path = world.chance.pick(paths);
    const text = desk.text(path);
    const block = world.block(language, session.author);
    const fresh = insertAt(text, world.chance.pick(gaps(text)), block, world.ink, session.author);
    session.step(new Map([[path, fresh]]), 'edit');
  }
  session.end();
  world.pass(10);
}
