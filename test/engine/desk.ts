import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent.ts';
import { AGENTS } from '../../src/agents/registry.ts';
import { badgeText } from '../../src/badge/badgeText.ts';
import { assembleEngine, type Engine } from '../../src/engine/assemble.ts';
import { Collector } from '../../src/engine/collector.ts';
import { Days } from '../../src/engine/days.ts';
import type { LogLevel, ReportAnswer, WorkerEnd } from '../../src/engine/protocol.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import type { Role } from '../../src/ledger/lease.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Report } from '../../src/model/report.ts';
import type { Summary } from '../../src/model/summary.ts';
import { forPage } from '../../src/panel/forPage.ts';
import type { PanelState } from '../../src/panel/protocol.ts';
import { panelStrings } from '../../src/panel/strings.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { plain } from '../../src/panel/view/words.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { badgeVoice } from '../badge/summary.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { Workshop, type WorkshopOptions } from '../support/repository.ts';

export interface CollectOptions {
  readonly agents?: readonly Agent[];
  readonly gitPath?: string;
  readonly roles?: readonly Role[];
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly holder?: string;
  readonly now?: () => number;
  /** How often it looks before it is closed; once unless given. */
  readonly looks?: number;
}

/** A person's machine: home, repositories and the data folder, with the engine run as a window runs it. */
export class Desk {
  readonly workshop: Workshop;
  readonly folder: string;
  readonly ledgerFile: string;
  /** All that was logged. */
  readonly lines: { level: LogLevel; line: string }[] = [];
  /** What the clock is off by, in milliseconds. */
  skew = 0;

  constructor(options: WorkshopOptions = {}) {
    this.workshop = new Workshop(options);
    this.folder = this.workshop.path('data');
    this.ledgerFile = join(this.folder, DATA_FILES.ledger);
    mkdirSync(this.folder);
  }

  readonly now = (): number => this.workshop.second * 1000 + this.skew;

  session(cwd: string, id?: string): ClaudeSession {
    return new ClaudeSession(this.workshop.home, cwd, this.now(), id);
  }

  engine({ agents = AGENTS, gitPath, variables = process.env }: CollectOptions = {}): Promise<Engine> {
    return assembleEngine({
      ledgerFile: this.ledgerFile,
      home: this.workshop.home,
      variables,
      agentVariables: false,
      gitPath: gitPath ?? this.workshop.gitPath,
      agents,
      now: this.now,
    });
  }

  /** @param looked called whenever it has looked at everything that changed */
  collector(engine: Engine, options: CollectOptions = {}, looked = () => {}): Collector {
    return new Collector({
      engine,
      folder: this.folder,
      holder: options.holder ?? 'test',
      machine: 'lovelace',
      roles: options.roles ?? ['logs', 'git'],
      folders: [],
      onlyFolders: false,
      now: options.now ?? this.now,
      log: (level, line) => {
        this.lines.push({ level, line });
        if (line.startsWith('looked at everything')) looked();
      },
    });
  }

  /** Looks at everything, as a window that opens and closes does. Throws what ends the collector. */
  async collect(options: CollectOptions = {}): Promise<WorkerEnd> {
    const engine = await this.engine(options);
    try {
      const { promise: looked, resolve } = Promise.withResolvers<void>();
      let left = options.looks ?? 1;
      const collector = this.collector(engine, options, () => {
        left -= 1;
        if (left === 0) resolve();
      });
      const ended = collector.run();
      await Promise.race([looked, ended]);
      collector.stop();
      return await ended;
    } finally {
      engine.close();
    }
  }

  reader(agents: readonly Agent[] = AGENTS): ReportReader {
    return new ReportReader({
      folder: this.folder,
      agents,
      prices: new PriceBook(),
      days: new Days('UTC'),
      git: this.workshop.git(),
      now: this.now,
    });
  }

  async answer(): Promise<ReportAnswer> {
    const reader = this.reader();
    try {
      return await reader.report({ days: null });
    } finally {
      reader.close();
    }
  }

  async report(): Promise<Report> {
    const answer = await this.answer();
    return answer.ok ? answer.report : assert.fail(`no report: ${answer.problem}`);
  }

  async coverage(code: string): Promise<string[]> {
    const { coverage } = await this.report();
    return coverage.filter(each => each.code === code).map(({ text }) => text);
  }

  summary(): Summary {
    return JSON.parse(readFileSync(join(this.folder, DATA_FILES.summary), 'utf8')) as Summary;
  }

  /** Five lines, as the status bar has them. */
  tooltip(problem: Problem | null = null): readonly string[] {
    const state = { summary: this.summary(), enabled: true, trusted: true, roots: [], problem };
    return badgeText(state, 'state', badgeVoice(new Date(this.now())))?.tooltip ?? [];
  }

  /** What the page would say: its sentence, the lines under it and what it knows of coverage. */
  async page(problem: Problem | null = null) {
    const answer = await this.answer();
    const state: PanelState = forPage({
      earlier: false,
      phase: 'ready',
      progress: null,
      report: answer.ok ? answer.report : null,
      period: { days: null, dates: null },
      filter: { repository: null, agent: null },
      shown: {},
      plan: 'unknown',
      trusted: true,
      sample: false,
      keepLogs: false,
      recapPutOff: null,
      rules: [],
      problem: problem ?? (answer.ok ? null : answer.problem),
    });
    const page = pageOf(state, {
      strings: panelStrings(message => message),
      locale: 'en-GB',
      timeZone: 'UTC',
      now: new Date(this.now()),
    });
    return { state, sentence: plain(page.sentence), preface: page.preface, sources: page.sources };
  }

  remove(): void {
    this.workshop.remove();
  }
}

/** Eight lines that count, told apart by a name. */
export function feature(name: string): string {
  return `${Array.from({ length: 8 }, (_, i) => `export const ${name}_${i} = compute(${i}, 'x');`).join('\n')}\n`;
}
