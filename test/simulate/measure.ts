import type { Report, SessionReport } from '../../src/model/report.ts';
import { isExcluded } from './counting.ts';
import type { Session } from './session.ts';
import { STAGES, type Stage, type Truth } from './truth.ts';

/** What one session's lines came to by truth and by somebody's account of it. */
export interface Tally {
  /** Lines that the account finds, that truly stand there, and that are both. */
  said: number;
  true: number;
  both: number;
  /** The same for lines of which the agent wrote every character. */
  pure: number;
  pureBoth: number;
}

export interface Measured {
  readonly session: string;
  readonly agent: string;
  readonly marks: readonly string[];
  readonly lines: Tally;
  readonly timeWindow: Tally;
  readonly share: {
    readonly true: number | null;
    readonly low: number;
    readonly mid: number;
    readonly high: number;
  };
  readonly outcome: { readonly true: string; readonly said: string; readonly timeWindow: string };
  /** Said to be found in files that may not count. */
  readonly leaked: number;
  /** Where it is furthest off, the worst first. */
  readonly worst: readonly { place: string; file: string; said: number; true: number }[];
  /** Lines that count, and how many stand at which stage. */
  readonly counting: number;
  readonly stages: Readonly<Record<Stage, number>>;
}

const ENOUGH = 0.3;
const TWO_WEEKS = 14 * 86_400_000;

export function measure(
  sessions: readonly Session[],
  truth: Truth,
  report: Report,
  timeWindow: ReadonlyMap<Session, { lines: Tally; outcome: string }>,
  now: number,
): Measured[] {
  const basis = basisOf(report);
  const said = new Map(report.sessions.map(each => [each.id, each]));
  return sessions.map(session => {
    const account = said.get(session.name) ?? null;
    const { tally, worst } = compare(session, truth, account, basis);
    const { counting, stages, share } = sharesOf(session, truth);
    const window = timeWindow.get(session)!;
    return {
      session: session.name,
      agent: session.agent,
      marks: [...session.marks],
      lines: tally,
      timeWindow: window.lines,
      share: { true: share, ...(account?.shipped ?? { low: 0, mid: 0, high: 0 }) },
      outcome: {
        true: outcomeOf(session, truth, now),
        said: account?.outcome ?? 'not in the report',
        timeWindow: window.outcome,
      },
      leaked: leakedFrom(session, report, account),
      worst,
      counting,
      stages,
    };
  });
}

function compare(session: Session, truth: Truth, account: SessionReport | null, basis: Basis) {
  const rows = new Map<string, { said: number; true: number; pure: number }>();
  const row = (place: string, file: string) => {
    const key = `${place}\0${file}`;
    const known = rows.get(key) ?? { said: 0, true: 0, pure: 0 };
    rows.set(key, known);
    return known;
  };
  for (const own of session.own) {
    const stand = truth.stands.get(own);
    if (stand === undefined || (basis === 'counting' && !own.counts)) continue;
    const at = row(stand.place, stand.path);
    at.true++;
    if (stand.pure) at.pure++;
  }
  for (const each of account?.evidence ?? []) {
    if (each.kind !== 'lines') continue;
    row(each.commit ?? each.ref ?? '', each.file ?? '').said +=
      (basis === 'counting' ? countingOf(each) : each.lines) ?? 0;
  }
  const tally: Tally = { said: 0, true: 0, both: 0, pure: 0, pureBoth: 0 };
  for (const each of rows.values()) {
    tally.said += each.said;
    tally.true += each.true;
    tally.both += Math.min(each.said, each.true);
    tally.pure += each.pure;
    tally.pureBoth += Math.min(each.said, each.pure);
  }
  const worst = [...rows]
    .map(([key, counts]) => {
      const [place = '', file = ''] = key.split('\0');
      return { place, file, said: counts.said, true: counts.true };
    })
    .filter(each => each.said !== each.true)
    .sort((a, b) => Math.abs(b.said - b.true) - Math.abs(a.said - a.true))
    .slice(0, 4);
  return { tally, worst };
}

/** How many of the lines count, where the report says so. */
export function countingOf(evidence: object): number | null {
  const { counting } = evidence as { counting?: unknown };
  return typeof counting === 'number' ? counting : null;
}

export type Basis = 'counting' | 'all';

/** Only lines that count are compared where the report tells them apart, else all lines, the trivial ones too. */
export function basisOf(report: Report): Basis {
  const found = report.sessions.flatMap(each => each.evidence);
  return found.some(each => countingOf(each) !== null) ? 'counting' : 'all';
}

/** Lines that count decide; of a session that left none of them, all its lines do. */
function sharesOf(session: Session, truth: Truth) {
  const counting = session.own.filter(({ counts }) => counts);
  const deciding = counting.length > 0 ? counting : session.own;
  const stages: Record<Stage, number> = { shipped: 0, pushed: 0, committed: 0, working: 0 };
  for (const own of deciding) {
    const stand = truth.stands.get(own);
    if (stand !== undefined) stages[stand.stage]++;
  }
  const share = deciding.length === 0 ? null : stages.shipped / deciding.length;
  return { counting: counting.length, deciding: deciding.length, stages, share };
}

function outcomeOf(session: Session, truth: Truth, now: number): string {
  if (session.lastEditAt === null) return 'explored';
  const { deciding, stages } = sharesOf(session, truth);
  if (session.rolledBack && stages.shipped > 0) return 'rolled back';
  let reached = 0;
  for (const stage of STAGES) {
    reached += stages[stage];
    const isThere = deciding > 0 && reached / deciding >= ENOUGH;
    if (isThere || (stage === 'shipped' && mostlyTheirs(session, truth)))
      return stage === 'working' ? 'in progress' : stage;
  }
  return now - session.lastEditAt < TWO_WEEKS ? 'in progress' : 'set aside';
}

/** At least a tenth shipped in at least half of its files. */
function mostlyTheirs(session: Session, truth: Truth): boolean {
  const files = new Map<string, { all: number; shipped: number }>();
  for (const own of session.own.filter(({ counts }) => counts)) {
    const file = files.get(own.path) ?? { all: 0, shipped: 0 };
    files.set(own.path, file);
    file.all++;
    if (truth.stands.get(own)?.stage === 'shipped') file.shipped++;
  }
  const reached = [...files.values()].filter(({ all, shipped }) => shipped / all >= 0.1);
  return files.size > 0 && reached.length * 2 >= files.size;
}

/** Lines of excluded files that count, by file where the report says so, and by piece where a session wrote no others. */
function leakedFrom(session: Session, report: Report, account: SessionReport | null): number {
  const found = (account?.evidence ?? []).filter(({ file }) => file !== null && isExcluded(file));
  const byFile = found.reduce((sum, each) => sum + (countingOf(each) ?? 0), 0);
  if (session.lastEditAt === null || session.own.some(({ path }) => !isExcluded(path))) return byFile;
  const piece = report.pieces.find(
    ({ sessions }) => sessions.length === 1 && sessions[0]!.id === session.name,
  );
  return Math.max(byFile, piece?.lines.counting ?? 0);
}
