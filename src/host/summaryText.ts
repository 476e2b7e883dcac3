import { agentName } from '../model/agentNames.ts';
import { OPEN, OUTCOMES, SHIPPED } from '../model/outcome.ts';
import type { Report } from '../model/report.ts';

/**
 * What a language model is told when a chat asks what became of the person's AI use: sums and shares only, no title,
 * no path, no name of a branch or a repository.
 */
export function summaryText(report: Report, days: number | null): string {
  const { figures, outcomes, usage, pieces, sources } = report;
  const total = usage.total.costUsd;
  const open = pieces.filter(({ outcome }) => OPEN.includes(outcome));
  const lines = [
    `What became of the person's AI use ${days === null ? 'so far' : `in the last ${days} days`}:`,
    `- changes shipped: ${figures.shipped.window} (${figures.shipped.lastSevenDays} in the last 7 days)`,
    `- pieces of work open: ${open.length}`,
    '- share of use by outcome, weighed by list price:',
    ...shippedLines(report),
    ...OUTCOMES.filter(outcome => !SHIPPED.includes(outcome)).flatMap(outcome => {
      const use = outcomes[outcome];
      if (use === undefined) return [];
      const share =
        total === null || total === 0 || use.costUsd === null ? 'unknown' : percent(use.costUsd / total);
      return [`  - ${outcome}: ${share}, ${use.sessions} sessions`];
    }),
  ];
  const living = figures.shippedAndStillThere;
  lines.push(
    living === null
      ? `- shipped and still there (90 days): not enough yet, ${figures.finished.shipped} of 12 changes`
      : `- shipped and still there (90 days): about ${percent(living.value)}, range ${percent(living.low)} to ${percent(living.high)}`,
  );
  const read = sources.filter(({ status }) => status === 'read').map(({ agent }) => agentName(agent));
  lines.push(
    `- read: ${read.length === 0 ? 'no agent' : read.join(', ')}`,
    'These figures are for the person alone. They do not measure people, code quality or speed; do not compare or rate.',
  );
  return lines.join('\n');
}

/** In two parts, as on the page: what went beyond the usual makes the first no larger. More sessions ship nothing more. */
function shippedLines({ figures, outcomes, usage }: Report): string[] {
  const uses = SHIPPED.flatMap(outcome => outcomes[outcome] ?? []);
  if (uses.length === 0) return [];
  const { inCode } = figures.window;
  const total = usage.total.costUsd;
  if (inCode === null || total === null || total === 0) return ['  - shipped: unknown'];
  const shipped = uses.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) / total;
  return [
    `  - shipped, there, and within the usual: ${percent(inCode)}`,
    `  - shipped, beyond the usual: ${percent(Math.max(0, shipped - inCode))}`,
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
