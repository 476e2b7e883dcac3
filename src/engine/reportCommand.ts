import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError } from '../git/gitError.ts';
import { Findings } from '../ledger/findings.ts';
import { LedgerError } from '../ledger/open.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Report } from '../model/report.ts';
import { assembleEngine } from './assemble.ts';
import { damagedLedgers } from './damagedLedgers.ts';
import { Days } from './days.ts';
import { FINDING } from './findingTypes.ts';
import { buildReport } from './reportBuilder.ts';
import { parseReportCommand, type ReportCommand, USAGE, UsageError } from './reportOptions.ts';
import { reportTable } from './reportTable.ts';

/** Reads logs and git once, with the engine that the extension runs, and gives its account. */
export async function makeReport(command: ReportCommand, warn: (line: string) => void): Promise<Report> {
  const temporary = command.ledger === null ? mkdtempSync(join(tmpdir(), 'ai-impact-report-')) : null;
  const ledgerFile = command.ledger ?? join(temporary!, DATA_FILES.ledger);
  const started = Date.now();
  // The clock goes on from the time that was given.
  const now = () => (command.now === null ? Date.now() : command.now + (Date.now() - started));
  try {
    const engine = await assembleEngine({
      ledgerFile,
      home: command.home,
      variables: process.env,
      agentVariables: !command.otherHome,
      gitPath: null,
      now,
    });
    try {
      if (engine.ledger.setAside !== null)
        warn(`The ledger was damaged. It was moved to ${engine.ledger.setAside} and a new one begun.`);
      if (engine.ledger.writable) await collect(engine, command, warn);
      else warn(`The ledger cannot be written (${engine.ledger.problem}): this is what it held before.`);
      return buildReport(engine.ledger.database, {
        now: command.now ?? Date.now(),
        since: command.since,
        until: command.until,
        days: new Days(Intl.DateTimeFormat().resolvedOptions().timeZone),
        prices: engine.prices,
        damaged: damagedLedgers(ledgerFile),
        due: true,
      });
    } finally {
      engine.close();
    }
  } finally {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  }
}

async function collect(
  engine: Awaited<ReturnType<typeof assembleEngine>>,
  command: ReportCommand,
  warn: (line: string) => void,
): Promise<void> {
  const { sources } = await engine.logs.sweep();
  new Findings(engine.ledger.database).replace(
    FINDING.source,
    sources.map(source => [source.agent, source] as const),
  );
  try {
    await engine.git.run({
      changed: null,
      folders: command.repositories,
      shippingRefs: command.shippingRefs ?? [],
    });
  } catch (error) {
    if (!(error instanceof GitError) || error.problem !== 'no git') throw error;
    warn('Git was not found, so what became of the work is unknown. Install git, or put it on the PATH.');
  }
}

async function main(args: readonly string[]): Promise<number> {
  const warn = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const command = parseReportCommand(args);
    if (command.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    const report = await makeReport(command, warn);
    // Written in one go and by hand: an exit must not cut a pipe short.
    writeAll(command.json ? `${JSON.stringify(report, null, 2)}\n` : reportTable(report));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) warn(`${error.message}\n\n${USAGE}`);
    else if (error instanceof LedgerError) warn(`The ledger cannot be used: ${error.message}.`);
    else warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
