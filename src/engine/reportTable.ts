import type { Figures } from '../model/figures.ts';
import { OUTCOMES } from '../model/outcome.ts';
import type { ProductionReport } from '../model/production.ts';
import type { Report, UseCounts } from '../model/report.ts';

const MOST_PLACES = 3;

/** The report for people at a terminal: plain text, no colour. */
export function reportTable(report: Report): string {
  const { total } = report.usage;
  const out: string[] = [];
  const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]) => {
    if (rows.length > 0) out.push('', title, ...columns([head, ...rows]));
  };
  out.push(`${count(total.calls)} calls, ${tokens(total)} tokens${windowOf(report)}`);
  section(
    'What became of it',
    ['outcome', 'sessions', 'tokens', 'list price'],
    OUTCOMES.flatMap(outcome => {
      const use = report.outcomes[outcome];
      return use === undefined ? [] : [[outcome, count(use.sessions), tokens(use), price(use)]];
    }),
  );
  section('Figures', ['figure', 'value'], figureRows(report.figures));
  section(
    'Open and shipped',
    ['outcome', 'since', 'repository', 'branch', 'files', 'lines shipped'],
    report.pieces
      .filter(({ outcome }) => outcome !== 'explored' && outcome !== 'outside git')
      .slice(0, 20)
      .map(piece => [
        piece.outcome,
        (piece.shippedAt ?? piece.lastAt ?? '').slice(0, 10),
        piece.repo ?? 'unknown',
        piece.branch ?? '',
        count(piece.files.length),
        `${piece.lines.shipped} of ${piece.lines.counting}`,
      ]),
  );
  section(
    'Sources',
    ['agent', 'status', 'counts', 'files', 'tokens', 'where'],
    report.sources
      .filter(({ status }) => status !== 'not found')
      .map(source => [
        source.agent,
        source.status,
        report.usage.byAgent[source.agent]?.quality ?? source.quality,
        count(source.files),
        tokens(report.usage.byAgent[source.agent] ?? null),
        source.paths.join(', '),
      ]),
  );
  section(
    'Not found',
    ['agent', 'where it was looked for'],
    report.sources
      .filter(({ status }) => status === 'not found')
      .map(source => [source.agent, placesOf(source.looked)]),
  );
  section(
    'Taken for production',
    ['repository', 'refs', 'how sure'],
    report.repos.flatMap(({ root, production }) =>
      production.map(refs => [root, refsOf(refs), SURE[refs.said ?? 'unsaid']]),
    ),
  );
  if (report.coverage.length > 0)
    out.push('', 'What could and could not be seen', ...report.coverage.map(({ text }) => `  ${text}`));
  return `${out.join('\n')}\n`;
}

function figureRows({
  shipped,
  shippedAndStillThere,
  shippedChangeTook,
  stillThere14,
  finished,
}: Figures): string[][] {
  const share = (value: number) => `${Math.round(value * 100)} %`;
  const needs = `needs 12 shipped changes that are 14 days old; there are ${count(finished.shipped)}`;
  const living = shippedAndStillThere;
  return [
    ['shipped', `${count(shipped.window)}; ${count(shipped.lastSevenDays)} in the last 7 days`],
    [
      'shipped and still there',
      living === null ? needs : `${share(living.value)} (${share(living.low)} to ${share(living.high)})`,
    ],
    [
      'what a shipped change took',
      shippedChangeTook === null
        ? needs
        : `$${shippedChangeTook.medianUsd.toFixed(2)} list price, median; $${shippedChangeTook.meanUsd.toFixed(2)} mean`,
    ],
    ...(stillThere14 === null
      ? []
      : [
          [
            'still there after 14 days',
            `${count(stillThere14.kept)} of ${count(stillThere14.oldEnough)} changes`,
          ],
        ]),
  ];
}

const SURE = {
  unsaid: 'by name, not confirmed',
  production: 'confirmed',
  'not production': 'said not to be',
} as const;

function refsOf({ kind, newest, count: refs }: ProductionReport): string {
  const name = newest.replace(/^refs\/(?:tags|remotes)\//, '');
  return kind === 'deploy branch'
    ? name
    : `${kind}: ${name}${refs > 1 ? ` and ${count(refs - 1)} more` : ''}`;
}

/** The first few: an editor's extension may lie in any of many editors. */
function placesOf(folders: readonly string[]): string {
  const more = folders.length > MOST_PLACES ? ` and ${folders.length - MOST_PLACES} more` : '';
  return folders.slice(0, MOST_PLACES).join(', ') + more;
}

function windowOf({ window: { since, until } }: Report): string {
  const from = since === null ? '' : ` from ${since.slice(0, 10)}`;
  return from + (until === null ? '' : ` until ${until.slice(0, 10)}`);
}

function tokens(use: UseCounts | null): string {
  if (use === null) return 'none';
  const parts = [use.input, use.cacheRead, use.cacheWrite, use.output].filter(part => part !== null);
  if (parts.length > 0) return count(parts.reduce((sum, part) => sum + part, 0));
  const credits = Object.entries(use.credits).map(([unit, amount]) => `${count(amount)} ${unit}s`);
  return credits.length > 0 ? credits.join(', ') : 'unknown';
}

function price({ costUsd }: UseCounts): string {
  return costUsd === null ? 'unknown' : `$${costUsd.toFixed(2)}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
