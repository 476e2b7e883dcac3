import { join } from 'node:path';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Report } from '../../src/model/report.ts';
import { type AskedLines, askLines } from './asking.ts';
import type { Corpus } from './corpus.ts';
import type { Formatters } from './formatters.ts';
import { type Basis, basisOf, countingOf, type Measured, measure } from './measure.ts';
import { planOf } from './plan.ts';
import { Scene } from './scene.ts';
import type { OwnLine } from './session.ts';
import { timeWindow } from './timeWindow.ts';
import { differencesFromGit, type Holding, holdingsOf, type Truth, truthOf } from './truth.ts';
import { World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly sessions: readonly Measured[];
  /** Which lines were compared. */
  readonly basis: Basis;
  /** Lines credited to sessions in commits in which teammates and bots wrote all. */
  readonly othersCredited: number;
  /** Who was said to have written lines of the developer's folder. */
  readonly asked: AskedLines;
  readonly story: readonly string[];
  /** Each line of each session with where it stands, for who looks into one seed. */
  readonly lines: readonly string[];
  /** Operations, formatters and the like that occurred. */
  readonly occurred: readonly string[];
  /** Where the simulator's own idea of git was wrong: the seed proves nothing then. */
  readonly unlikeGit: readonly string[];
  readonly refused: number;
  readonly seconds: { readonly world: number; readonly report: number };
  /** Folders that were left, for who wants to look. */
  readonly folder: string | null;
}

export interface SeedOptions {
  readonly corpus: Corpus;
  readonly formatters: Formatters;
  readonly keepBroken: boolean;
  keep(sessions: readonly Measured[]): boolean;
}

/** Makes one seed's history, asks for the report of it, and compares. */
export async function runSeed(seed: number, options: SeedOptions): Promise<SeedResult> {
  const plan = planOf(seed);
  const world = new World(seed, options.corpus, options.formatters);
  const refused = options.formatters.refused;
  // A seed that breaks leaves its folders only where they are wanted.
  let kept = options.keepBroken;
  try {
    const begun = performance.now();
    const scene = new Scene(world, plan);
    await scene.begin();
    await scene.run();
    const holdings: Holding[] = [
      ...holdingsOf(scene.dev, scene.desks, scene.remote),
      ...scene.stashed.map((each): Holding => ({ stage: 'working', place: 'refs/stash', ...each })),
    ];
    const truth = truthOf(scene.sessions, holdings);
    const unlikeGit = differencesFromGit(scene.dev, scene.remote, holdings);
    const made = performance.now();
    const data = world.path('data');
    const report = await makeReport(
      {
        home: world.home,
        otherHome: true,
        repositories: [],
        ledger: join(data, DATA_FILES.ledger),
        now: world.now,
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => world.tell(`report: ${line}`),
    );
    const reported = performance.now();
    const windows = timeWindow(scene.dev, scene.sessions, truth, basisOf(report));
    const sessions = measure(scene.sessions, truth, report, windows, world.now);
    kept = options.keep(sessions) || (options.keepBroken && unlikeGit.length > 0);
    return {
      seed,
      sessions,
      basis: basisOf(report),
      othersCredited: creditedIn(scene.others, report),
      asked: await askLines(scene.dev, scene.sessions, data),
      story: world.story,
      lines: scene.sessions.flatMap(({ name, own }) => [name, ...own.map(each => ownLine(each, truth))]),
      occurred: [
        ...new Set([
          ...sessions.flatMap(({ marks }) => marks),
          ...(plan.shallow ? ['shallow'] : []),
          ...(plan.collected ? ['gc'] : []),
          ...(plan.features.some(({ pruned }) => pruned) ? ['prune'] : []),
          ...(plan.features.some(({ parallel }) => parallel) ? ['worktrees'] : []),
        ]),
      ],
      unlikeGit,
      refused: options.formatters.refused - refused,
      seconds: { world: (made - begun) / 1000, report: (reported - made) / 1000 },
      folder: kept ? world.root : null,
    };
  } catch (error) {
    for (const line of world.story) console.error(line);
    console.error(`Seed ${seed} broke${kept ? ` in ${world.root}` : ''}`);
    throw error;
  } finally {
    world.end(kept);
  }
}

/** The code is from public packages: nothing of a person's is printed. */
function ownLine(own: OwnLine, truth: Truth): string {
  const stand = truth.stands.get(own);
  const where = stand === undefined ? 'nowhere' : `${stand.stage} ${stand.place.slice(0, 10)} ${stand.path}`;
  const sign = own.side === 'added' ? '+' : '-';
  return `  ${sign}${own.counts ? ' ' : '~'} ${own.path} → ${where}${stand?.pure === false ? ' (changed)' : ''}: ${own.line.text}`;
}

function creditedIn(commits: ReadonlySet<string>, report: Report): number {
  const evidence = report.sessions.flatMap(each => each.evidence);
  return evidence
    .filter(({ kind, commit }) => kind === 'lines' && commit !== null && commits.has(commit))
    .reduce((sum, each) => sum + (countingOf(each) ?? each.lines ?? 0), 0);
}
