import { type Account, accountOf, byMark, figuresOf, intervalsOf } from './figures.ts';
import { type Gate, shown } from './gates.ts';
import type { Measured } from './measure.ts';
import type { SeedResult } from './runSeed.ts';

const HEAD = ['seeds', 'sessions', 'true', 'said', 'P', 'R', 'pure R', 'bias', 'within', 'width'];

/** One seed: each session with what is true and what was said, the worst files beneath. */
export function seedLines(
  { seed, sessions, unlikeGit, seconds, folder }: SeedResult,
  all: boolean,
): string[] {
  const off = sessions.filter(each => all || isOff(each));
  const pooled = figuresOf(sessions, each => each.lines);
  const lines = [
    `seed ${seed}: P ${shown(pooled.precision)} R ${shown(pooled.recall)}, ${sessions.length} sessions, ${off.length} ${all ? 'shown' : 'off'}, ${seconds.world.toFixed(1)} s + report ${seconds.report.toFixed(1)} s${folder === null ? '' : `, kept in ${folder}`}`,
  ];
  for (const each of off) {
    const { share, outcome, lines: tally } = each;
    lines.push(
      `  ${each.agent} ${each.session}: ${outcome.true}${outcome.said === outcome.true ? '' : ` ✗ said ${outcome.said}`}; share ${shown(share.true)} said [${shown(share.low)} ${shown(share.mid)} ${shown(share.high)}]${contains(each) ? '' : ' ✗'}; lines true ${tally.true} said ${tally.said} both ${tally.both}${each.leaked > 0 ? `; LEAKED ${each.leaked}` : ''}`,
      `      ${each.marks.join(' · ')}`,
    );
    for (const { place, file, said, true: real } of each.worst)
      lines.push(
        `      ${place.length === 40 ? place.slice(0, 10) : place} ${file}: true ${real} said ${said}`,
      );
  }
  for (const each of unlikeGit) lines.push(`  NOT AS GIT HAS IT: ${each}`);
  return lines;
}

function contains({ share: { true: real, low, high } }: Measured): boolean {
  return real === null || (real >= low - 1e-9 && real <= high + 1e-9);
}

export function isOff(each: Measured): boolean {
  const { true: real, said, both } = each.lines;
  const much = Math.max(real, said) - both > 0.05 * Math.max(20, real);
  return each.outcome.true !== each.outcome.said || !contains(each) || each.leaked > 0 || much;
}

export function summaryLines(results: readonly SeedResult[], gates: readonly Gate[]): string[] {
  const sessions = results.flatMap(each => each.sessions);
  const rows: string[][] = [['', ...HEAD]];
  for (const [mark, of] of [...byMark(sessions), ['ALL', sessions] as const])
    rows.push(row(mark, of, results.filter(each => mark === 'ALL' || each.occurred.includes(mark)).length));
  const [ours, window] = [accountOf(sessions, 'said'), accountOf(sessions, 'timeWindow')];
  return [
    '',
    ...table(rows),
    '',
    ...table([
      ['', 'P', 'R', 'bias', 'false shippings', 'wrong outcomes'],
      accountRow('the report', ours, sessions.length),
      accountRow('by time window', window, sessions.length),
    ]),
    '',
    'Wrong outcomes of the report (true → said):',
    ...[...ours.wrongOutcomes].map(([what, count]) => `  ${count} × ${what}`),
    'Of the time window:',
    ...[...window.wrongOutcomes].map(([what, count]) => `  ${count} × ${what}`),
    '',
    results.some(({ basis }) => basis === 'counting')
      ? 'Compared: lines that count.'
      : 'Compared: all lines. The evidence has no number `counting` beside `lines`: moved and trivial lines blur it.',
    ...gates.map(({ name, passed, figure }) => `${passed ? 'pass' : 'FAIL'}  ${name}: ${figure}`),
  ];
}

function row(mark: string, of: readonly Measured[], seeds: number): string[] {
  const figures = figuresOf(of, each => each.lines);
  const intervals = intervalsOf(of);
  return [
    mark,
    String(seeds),
    String(figures.sessions),
    String(figures.true),
    String(figures.said),
    shown(figures.precision),
    shown(figures.recall),
    shown(figures.pureRecall),
    shown(figures.bias),
    intervals.of === 0 ? '–' : `${intervals.within}/${intervals.of}`,
    shown(intervals.medianWidth),
  ];
}

function accountRow(name: string, { figures, falseShippings, wrong }: Account, sessions: number): string[] {
  return [
    name,
    shown(figures.precision),
    shown(figures.recall),
    shown(figures.bias),
    `${falseShippings.count} of ${falseShippings.of}`,
    `${wrong} of ${sessions}`,
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map(each => each[at]!.length)));
  return rows.map(each =>
    each.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]! + 2))).join(''),
  );
}
