import type { Attribution } from '../../src/insight/attribution.ts';
import { type DeployedLines, NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import type { FigureSession } from '../../src/insight/figures/facts.ts';
import { figuresOf } from '../../src/insight/figures/figures.ts';
import { livingShare } from '../../src/insight/figures/livingShare.ts';
import { FigureMemory } from '../../src/insight/figures/memory.ts';
import { countedAsShipped } from '../../src/insight/figures/shippedCounts.ts';
import { itHeld } from '../../src/insight/nudges/itHeld.ts';
import { decide, type SessionCase } from '../../src/insight/outcome.ts';
import { sumCases } from '../../src/insight/pieceCase.ts';
import { groupIntoPieces } from '../../src/insight/pieces.ts';
import { noCounts } from '../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED, type Standing, together } from '../../src/insight/standing.ts';
import { NOTHING_UNSEEN } from '../../src/insight/unseen.ts';
import type { Figures } from '../../src/model/figures.ts';
import { OPEN, type Outcome, SHIPPED } from '../../src/model/outcome.ts';
import { nudgeFacts, reportOfRows, summaryOfRows, type WorldPiece } from './rows.ts';
import { textsOf } from './texts.ts';
import { numbersIn } from './told.ts';
import { DAY, NOW, type World, type WorldSession } from './world.ts';

/** Everything in numbers that a person is shown, as the product works it out. */
export interface Shown {
  readonly figures: Figures;
  /** Of the sentence: shares of the use in the window that shipped, is open, went into questions. */
  readonly sentence: { readonly shipped: number; readonly open: number; readonly explored: number } | null;
  readonly badge: { readonly shipped: number; readonly open: number };
  /** Pieces of which a nudge would tell that they held, though nothing of them was new. */
  readonly held: number;
  /** What texts tell besides: see `TOLD`. */
  readonly told: ReadonlyMap<string, number>;
}

/** Days of which a person may ask; figures are of the middle one. */
const WINDOWS = [7, 28, 90] as const;
const WINDOW = 28;

/** The world as the product sees it: the same decisions, pieces and figures, of rows instead of logs and git. */
export function judge(world: World, now = NOW): Shown {
  const cases = new Map(world.sessions.map(session => [session.id, caseOf(session, now)]));
  const outcomes = new Map([...cases].map(([id, facts]) => [id, decide(facts, now).outcome]));
  const pieces = piecesOf(world, cases, now);
  const memory = new FigureMemory();
  const byWindow = new Map(
    WINDOWS.map(days => {
      const since = now - days * DAY;
      const sessions = new Map(
        world.sessions.map(session => [session.id, figureSession(session, cases, outcomes, since)]),
      );
      const { mature, deploying, cloneOf } = world;
      const facts = { sessions, changed: null, pieces, mature, deploying, cloneOf, now, since, until: null };
      return [days, { sessions: [...sessions.values()], figures: figuresOf(facts, memory) }];
    }),
  );
  const { sessions, figures } = byWindow.get(WINDOW)!;
  const reports = new Map(
    [...byWindow].map(([days, each]) => {
      const since = now - days * DAY;
      const counted = countedAsShipped(pieces, world.mature, since, now + 1);
      return [days, reportOfRows(each.figures, each.sessions, pieces, counted, since)];
    }),
  );
  return {
    figures,
    sentence: sentenceOf(sessions, figures.window.inCode ?? 0),
    badge: {
      shipped: figures.shipped.lastSevenDays,
      open: pieces.filter(({ counted }) => OPEN.includes(counted)).length,
    },
    held: pieces.filter(piece => piece.living === 0 && itHeld(nudgeFacts(piece, now), now) !== null).length,
    told: numbersIn(textsOf(summaryOfRows(world, pieces, now), reports, now)),
  };
}

function figureSession(
  session: WorldSession,
  cases: ReadonlyMap<number, SessionCase>,
  outcomes: ReadonlyMap<number, Outcome>,
  since: number,
): FigureSession {
  const { id, at, lasted, usd, tokens, model } = session;
  const micros = Math.round(usd * 1e6);
  const counted = outcomes.get(id)!;
  const lastAt = at + lasted;
  return {
    id,
    counted,
    startedAt: at,
    lastAt,
    micros,
    windowMicros: lastAt >= since ? micros : null,
    tokens,
    price: model.includes('opus') ? 5 : 1,
    living: livingShare(cases.get(id)!, counted),
  };
}

function piecesOf(world: World, cases: ReadonlyMap<number, SessionCase>, now: number): WorldPiece[] {
  const byId = new Map(world.sessions.map(session => [session.id, session]));
  const grouped = groupIntoPieces(
    world.sessions.map(({ id, repository, at, lasted, files, reads }) => ({
      id,
      name: String(id).padStart(6, '0'),
      repository,
      startedAt: at,
      endedAt: at + lasted,
      files,
      read: reads,
    })),
  );
  return grouped.map(({ id, repository, sessions }): WorldPiece => {
    const members = sessions.map(each => byId.get(each)!);
    const own = sessions.map(each => cases.get(each)!);
    const standing = own.reduce((sum, each) => together(sum, each.standing), NOTHING_SHIPPED);
    const facts = sumCases(own, {
      standing,
      deployed: own.reduce((sum, { deployed }) => inAll(sum, deployed), NOTHING_DEPLOYED),
      files: { total: members.length, reached: 0 },
    });
    const { outcome } = decide(facts, now);
    const was = SHIPPED.includes(outcome) || outcome === 'rolled back';
    const times = members.filter(({ fate }) => fate === 'shipped').map(({ shippedAt }) => shippedAt);
    return {
      id,
      repository,
      sessions,
      counted: outcome,
      shippedAt: was && times.length > 0 ? Math.max(...times) : null,
      lastAt: Math.max(...members.map(({ at, lasted }) => at + lasted)),
      standing,
      fresh: standing.fresh,
      living: standing.living,
      diagnosed: facts.diagnosed,
      still: was
        ? { oldEnough: standing.oldEnough, kept: standing.oldEnough - standing.leftEarly }
        : { oldEnough: 0, kept: 0 },
    };
  });
}

function caseOf(session: WorldSession, now: number): SessionCase {
  const { fate, lines, undone, byShell, linked, reads, repeated, files } = session;
  const here = Math.round(lines * session.kept);
  const arrived = fate === 'shipped' && session.shippedAt <= now;
  return {
    lastEditAt: lines + undone > 0 && !byShell ? session.at + session.lasted : null,
    edits: { inGit: byShell ? 0 : files.length, outsideGit: 0, unplaced: 0 },
    peak: byShell ? 0 : lines + undone * 2,
    shellChanges: byShell ? 3 : 0,
    links: linked
      ? [{ commit: 'c'.repeat(40), stage: arrived ? 'shipped' : 'committed', review: false }]
      : [],
    attribution: byShell || lines === 0 ? null : attributionOf(session, here, arrived),
    standing: arrived ? standingOf(session, byShell ? lines : here, now) : NOTHING_SHIPPED,
    deployed: arrived && session.rolledBackAt === null ? deployedOf(session, here) : NOTHING_DEPLOYED,
    files: { total: files.length, reached: 0 },
    repetition: repeated,
    resolved: session.resolved,
    diagnosed: reads.length >= 3,
    unread: false,
    unseen: NOTHING_UNSEEN,
    logCut: false,
  };
}

function deployedOf({ deployed }: WorldSession, here: number): DeployedLines {
  return deployed === null ? NOTHING_DEPLOYED : { ...NOTHING_DEPLOYED, [deployed]: here };
}

function inAll(a: DeployedLines, b: DeployedLines): DeployedLines {
  return {
    confirmed: a.confirmed + b.confirmed,
    'deploy refs': a['deploy refs'] + b['deploy refs'],
    'release tags': a['release tags'] + b['release tags'],
  };
}

function attributionOf({ id, fate, lines }: WorldSession, here: number, arrived: boolean): Attribution {
  const counts = noCounts();
  counts.total = lines;
  const stage = fate === 'gone' ? null : fate === 'shipped' && !arrived ? 'pushed' : fate;
  if (stage !== null) {
    counts.at[stage] = here;
    counts.exact[stage] = here;
  }
  return { session: id, weighing: counts, all: structuredClone(counts), found: [] };
}

function standingOf(session: WorldSession, shipped: number, now: number): Standing {
  const { fresh, living, shippedAt, rolledBackAt } = session;
  const isOld = now - shippedAt >= 14 * DAY;
  const gone = rolledBackAt !== null && rolledBackAt <= now;
  const news = Math.round(shipped * fresh);
  const left = gone && rolledBackAt - shippedAt <= 14 * DAY ? shipped : Math.round(shipped * (1 - living));
  return {
    shipped,
    rolledBack: gone ? shipped : 0,
    lost: gone ? 0 : Math.round(shipped * (1 - living)),
    fresh: news,
    living: gone ? 0 : Math.round(news * living),
    oldEnough: isOld ? shipped : 0,
    leftEarly: isOld ? (gone ? shipped : left) : 0,
    by: gone ? { commit: 'd'.repeat(40), at: rolledBackAt, way: 'reverted' } : null,
  };
}

function sentenceOf(sessions: readonly FigureSession[], inCode: number): Shown['sentence'] {
  const sum = (of: readonly Outcome[] | null) =>
    sessions
      .filter(({ counted }) => of === null || of.includes(counted))
      .reduce((total, { windowMicros }) => total + (windowMicros ?? 0), 0);
  const all = sum(null);
  if (all === 0) return null;
  return {
    shipped: inCode,
    open: sum(OPEN) / all,
    explored: sum(['explored']) / all,
  };
}
