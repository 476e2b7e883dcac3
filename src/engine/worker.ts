import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { AGENTS } from '../agents/registry.ts';
import { Git } from '../git/run.ts';
import { moveAside } from '../ledger/moveAside.ts';
import { LedgerError, problemOf } from '../ledger/open.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import { assembleEngine, loadPrices } from './assemble.ts';
import { Collector } from './collector.ts';
import { damagedLedgers, isDamaged } from './damagedLedgers.ts';
import { Days } from './days.ts';
import { keepReport } from './lastReport.ts';
import { PersonSays } from './personSays.ts';
import { PROBLEM_OF } from './problems.ts';
import type { HostFunctions, WorkerEnd, WorkerFunctions, WorkerStart } from './protocol.ts';
import { ReportReader } from './reportReader.ts';
import { restrictedNow } from './restrictedNow.ts';

// The thread itself: one role, chosen by whoever starts it. When the role ends, so does the thread.

async function main(port: MessagePort, start: WorkerStart): Promise<void> {
  const role = start.role === 'collector' ? collect(start) : read(start);
  const host = createBirpc<HostFunctions, WorkerFunctions>(role.functions, {
    post: message => port.postMessage(message),
    on: receive => port.on('message', receive),
    eventNames: ['log'],
  });
  role.attach(host);
  let end: WorkerEnd;
  try {
    end = await role.done;
  } catch (error) {
    const problem = problemOf(error);
    host.log.asEvent('error', error instanceof LedgerError ? error.message : describe(error));
    end = problem === null ? 'failed' : PROBLEM_OF[problem];
  }
  // Answered before the port is closed: what is still on its way then may be lost, and an end without a reason
  // looks like a crash.
  await host.ended(end).catch(() => {});
  // Without listeners the thread has nothing to wait for, and ends by itself.
  port.close();
}

type Host = ReturnType<typeof createBirpc<HostFunctions, WorkerFunctions>>;

interface RunningRole {
  readonly functions: WorkerFunctions;
  readonly done: Promise<WorkerEnd>;
  attach(host: Host): void;
}

function collect(start: WorkerStart): RunningRole {
  let host: Host | null = null;
  const file = join(start.folder, DATA_FILES.ledger);
  const started = startCollector(start, (level, line) => host?.log.asEvent(level, line));
  const collector = started.then(({ collector }) => collector);
  // Whoever waits for the collector is told; that nobody waits is no error of its own.
  collector.catch(() => {});
  const ran = started.then(async ({ collector, engine }) => {
    try {
      if (!engine.ledger.writable) return PROBLEM_OF[engine.ledger.problem ?? 'read-only'];
      return await collector.run();
    } finally {
      engine.close();
    }
  });
  // Damage that shows itself only while reading: the next collector begins anew.
  const done = ran.catch(async error => {
    if (problemOf(error) === 'corrupt' && (await isDamaged(file)))
      host?.log.asEvent('warn', `the ledger is damaged; it was moved to ${moveAside(file, new Date())}`);
    throw error;
  });
  const notHere = () => Promise.reject(new Error('A collector draws up no reports and is told nothing.'));
  return {
    done,
    attach: attached => {
      host = attached;
    },
    functions: {
      touched: () => void collector.then(each => each.touched()),
      refresh: async () => (await collector).refresh(),
      stop: async () => {
        (await collector).stop();
        await done;
      },
      report: notHere,
      titles: notHere,
      subjects: notHere,
      resumptions: notHere,
      whoWrote: notHere,
      refreshPrices: notHere,
      say: notHere,
      takeBack: notHere,
      sayOfProduction: notHere,
      takeBackOfProduction: notHere,
      answerNudge: notHere,
      takeNudge: notHere,
      seeNudges: notHere,
    },
  };
}

async function startCollector(start: WorkerStart, log: HostFunctions['log']) {
  const engine = await assembleEngine({
    ledgerFile: join(start.folder, DATA_FILES.ledger),
    home: start.home,
    variables: process.env,
    agentVariables: true,
    gitPath: start.gitPath,
    editorFolder: start.editorFolder,
    now: Date.now,
  });
  if (engine.ledger.setAside !== null)
    log('warn', `the ledger was damaged; it was moved to ${engine.ledger.setAside}`);
  for (const { path } of damagedLedgers(join(start.folder, DATA_FILES.ledger)))
    log('info', `a damaged ledger lies in ${path}`);
  const collector = new Collector({
    engine,
    folder: start.folder,
    holder: start.holder,
    machine: start.machine,
    roles: start.trusted ? ['logs', 'git'] : ['logs'],
    folders: start.trusted ? start.folders : [],
    onlyFolders: start.onlyOpened,
    ...(start.shippingRefs === undefined ? {} : { shippingRefs: start.shippingRefs }),
    ...(start.nudges === undefined ? {} : { nudges: start.nudges }),
    now: Date.now,
    log,
  });
  return { engine, collector };
}

function read(start: WorkerStart): RunningRole {
  const reader = new ReportReader({
    folder: start.folder,
    agents: AGENTS,
    prices: loadPrices(join(start.folder, DATA_FILES.prices)),
    days: new Days(Intl.DateTimeFormat().resolvedOptions().timeZone),
    git: start.trusted
      ? new Git({
          variables: process.env,
          restricted: restrictedNow(start.folder, Date.now),
          ...(start.gitPath === null ? {} : { path: start.gitPath }),
        })
      : null,
    now: Date.now,
  });
  const person = new PersonSays(start.folder, Date.now);
  const ended = Promise.withResolvers<WorkerEnd>();
  return {
    done: ended.promise,
    attach: () => {},
    functions: {
      touched: () => {},
      refresh: async () => {},
      report: async query => {
        const answer = await reader.report(query);
        // Once the answer is on its way.
        if (answer.ok && query.keep) setImmediate(() => keepReport(start.folder, answer.report));
        return answer;
      },
      titles: sessions => reader.titles(sessions),
      subjects: commits => reader.subjects(commits),
      resumptions: sessions => reader.resumptions(sessions),
      whoWrote: line => reader.whoWrote(line),
      refreshPrices: () => reader.refreshPrices(),
      say: saying => person.say(saying),
      takeBack: correction => person.takeBack(correction),
      sayOfProduction: saying => person.sayOfProduction(saying),
      takeBackOfProduction: word => person.takeBackOfProduction(word),
      answerNudge: (nudge, answer) => person.answerNudge(nudge, answer),
      takeNudge: () => person.takeNudge(),
      seeNudges: () => person.seeNudges(),
      stop: async () => {
        reader.end();
        ended.resolve('stopped');
      },
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (parentPort !== null) await main(parentPort, workerData as WorkerStart);
