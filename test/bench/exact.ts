import { DatabaseSync } from 'node:sqlite';
import type { Report } from '../../src/model/report.ts';
import type { AgentTruth, Truth } from './truth.ts';

const AGENTS = { claude: 'claude-code', codex: 'codex' } as const;

/** What differs between a report and the truth; empty where all totals are exact. */
export function wrongTotals(report: Report, truth: Truth): string[] {
  return (['claude', 'codex'] as const).flatMap(agent => {
    const { totals } = truth.agents[agent];
    const told = report.usage.byAgent[AGENTS[agent]];
    // Codex counts cached tokens as input.
    const input = agent === 'codex' ? totals.input - totals.cacheRead : totals.input;
    return differences(agent, {
      calls: [totals.records, told?.calls],
      input: [input, told?.input],
      output: [totals.output, told?.output],
      'cache read': [totals.cacheRead, told?.cacheRead],
      'cache write': [totals.cacheWrite5m + totals.cacheWrite1h, told?.cacheWrite],
      reasoning: [totals.reasoning, told?.reasoning],
    });
  });
}

/** The same of the edits in a ledger. */
export function wrongEdits(ledger: string, truth: Truth): string[] {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const rows = database.prepare(`
      SELECT agent.name AS agent, count(*) AS calls, sum(added) AS added, sum(removed) AS removed
      FROM edit JOIN agent ON agent.id = edit.agent GROUP BY agent.name
    `);
    const told = new Map(rows.all().map(row => [row.agent, row]));
    return (['claude', 'codex'] as const).flatMap(agent => {
      const { edits }: AgentTruth = truth.agents[agent];
      const row = told.get(AGENTS[agent]);
      return differences(agent, {
        edits: [edits.calls, row?.calls],
        'lines added': [edits.linesAdded, row?.added],
        'lines removed': [edits.linesRemoved, row?.removed],
      });
    });
  } finally {
    database.close();
  }
}

function differences(agent: string, pairs: Record<string, [number, unknown]>): string[] {
  return Object.entries(pairs)
    .filter(([, [truth, told]]) => truth !== (told ?? 0))
    .map(([name, [truth, told]]) => `${agent}: ${name} ${told}, in truth ${truth}`);
}
