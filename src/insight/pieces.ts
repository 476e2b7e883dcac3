import { inOneGo } from '../model/inOneGo.ts';
import type { Instant } from '../model/records.ts';

/** What decides which sessions are one piece of work. */
export interface PieceSession {
  readonly id: number;
  /** The agent's own id: a piece is named after its first session. */
  readonly name: string;
  readonly repository: number | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** Files that it edited, relative to the repository. */
  readonly files: readonly string[];
  /** Files that it only looked at; a planning session shares these with the piece that follows. */
  readonly read: readonly string[];
}

export interface Piece {
  readonly id: string;
  readonly repository: number | null;
  readonly sessions: readonly number[];
  /** Its sessions stay these. */
  readonly sealed: boolean;
}

const SEALED_AFTER_SHIPPING = 48 * 3_600_000;
const SEALED_AFTER = 14 * 86_400_000;
const LINK_WITHIN = 48 * 3_600_000;
const LASTS = 5 * 86_400_000;
const PLANNED_WITHIN = 24 * 3_600_000;
const SHARED_WHEN_PLANNED = 2;
const HUB_SHARE = 0.2;
/** Below so many pieces a share says nothing about a file. */
const HUB_SAMPLE = 10;
const HUBS =
  /(?:^|\/)(?:package(?:-lock)?\.json|(?:cargo|pyproject)\.toml|go\.(?:mod|sum)|pom\.xml|build\.gradle(?:\.kts)?|gemfile|requirements[^/]*\.txt|changelog[^/]*|[^/]*\.lock|pnpm-lock\.yaml|locales?\/.*|i18n\/.*|index\.[jt]sx?)$/i;

/**
 * Sessions that are one piece of work: the same repository and overlapping files, within 48 hours of one another
 * and five days in all. Hub files link nothing. A session without edits that comes up to 24 hours before one with
 * edits, and looked at two of its files, belongs to its piece.
 * @param sealed pieces that are settled, by their sessions: nothing joins or leaves them
 */
export function groupIntoPieces(
  sessions: readonly PieceSession[],
  sealed: ReadonlyMap<number, string> = new Map(),
): Piece[] {
  return inOneGo(groupingIntoPieces(sessions, sealed));
}

/** The same in short steps, between which the caller may do something else. */
export function* groupingIntoPieces(
  sessions: readonly PieceSession[],
  sealed: ReadonlyMap<number, string>,
): Generator<void, Piece[]> {
  const inOrder = [...sessions].sort((a, b) => a.startedAt - b.startedAt || (a.name < b.name ? -1 : 1));
  const settled = settledPieces(inOrder, sealed);
  const free = inOrder.filter(({ id }) => !sealed.has(id));
  // How common a file is among pieces is known only once there are pieces: grouped twice, first by names alone.
  const draft = yield* growing(free, (_session, file) => HUBS.test(file));
  const touching = [
    ...settled.map(members => ({
      repository: members[0]!.repository,
      files: new Set(members.flatMap(({ files }) => files)),
    })),
    ...draft.open.map(piece => ({ repository: piece.repository, files: piece.allFiles() })),
  ];
  const { open, alone } = yield* growing(free, hubFiles(touching));
  return [
    ...settled.map(members => pieceOf(members, true)),
    ...[...open, ...alone].map(piece => pieceOf(piece.members(), false)),
  ];
}

function settledPieces(
  inOrder: readonly PieceSession[],
  sealed: ReadonlyMap<number, string>,
): PieceSession[][] {
  const pieces = new Map<string, PieceSession[]>();
  for (const session of inOrder) {
    const piece = sealed.get(session.id);
    if (piece === undefined) continue;
    const members = pieces.get(piece);
    if (members === undefined) pieces.set(piece, [session]);
    else members.push(session);
  }
  return [...pieces.values()];
}

/** @param members oldest first */
function pieceOf(members: readonly PieceSession[], sealed: boolean): Piece {
  const { repository } = members.find(({ files }) => files.length > 0) ?? members[0]!;
  return { id: members[0]!.name, repository, sessions: members.map(({ id }) => id), sealed };
}

/**
 * Whether a piece is settled: two days after it shipped, or two weeks after anything was done in it.
 * @param lastAt its last edit, or last call where nothing was edited
 */
export function isSettled(shippedAt: Instant | null, lastAt: Instant | null, now: Instant): boolean {
  const since = (at: Instant | null, long: number) => at !== null && now - at >= long;
  return since(shippedAt, SEALED_AFTER_SHIPPING) || since(lastAt, SEALED_AFTER);
}

type IsHub = (session: PieceSession, file: string) => boolean;

function* growing(
  inOrder: readonly PieceSession[],
  isHub: IsHub,
): Generator<void, { open: Growing[]; alone: Growing[] }> {
  const open: Growing[] = [];
  for (const session of inOrder.filter(({ files }) => files.length > 0)) {
    const files = session.files.filter(file => !isHub(session, file));
    const home = open.findLast(piece => piece.takes(session, files));
    if (home === undefined) open.push(new Growing(session, files));
    else home.add(session, files);
    yield;
  }
  const alone: Growing[] = [];
  for (const session of inOrder.filter(({ files }) => files.length === 0)) {
    const home = open.find(piece => piece.wasPlannedBy(session));
    if (home === undefined) alone.push(new Growing(session, []));
    else home.plans.push(session);
    yield;
  }
  return { open, alone };
}

class Growing {
  readonly plans: PieceSession[] = [];
  readonly #sessions: PieceSession[];
  readonly #files: Set<string>;
  #endedAt: Instant;

  constructor(first: PieceSession, files: readonly string[]) {
    this.#sessions = [first];
    this.#files = new Set(files);
    this.#endedAt = first.endedAt;
  }

  get #first(): PieceSession {
    return this.#sessions[0]!;
  }

  get repository(): number | null {
    return this.#first.repository;
  }

  allFiles(): Set<string> {
    return new Set(this.#sessions.flatMap(({ files }) => files));
  }

  takes(session: PieceSession, files: readonly string[]): boolean {
    return (
      session.repository !== null &&
      session.repository === this.#first.repository &&
      session.startedAt - this.#endedAt <= LINK_WITHIN &&
      session.endedAt - this.#first.startedAt <= LASTS &&
      files.some(file => this.#files.has(file))
    );
  }

  add(session: PieceSession, files: readonly string[]): void {
    this.#sessions.push(session);
    for (const file of files) this.#files.add(file);
    this.#endedAt = Math.max(this.#endedAt, session.endedAt);
  }

  wasPlannedBy(session: PieceSession): boolean {
    if (session.repository === null || session.repository !== this.#first.repository) return false;
    const ahead = this.#first.startedAt - session.endedAt;
    if (ahead < 0 || ahead > PLANNED_WITHIN) return false;
    return new Set(session.read.filter(file => this.#files.has(file))).size >= SHARED_WHEN_PLANNED;
  }

  /** Oldest first. */
  members(): PieceSession[] {
    return [...this.plans, ...this.#sessions].sort((a, b) => a.startedAt - b.startedAt);
  }
}

/** Files that too many pieces of a repository touch to tell one from another. */
function hubFiles(
  pieces: readonly { readonly repository: number | null; readonly files: ReadonlySet<string> }[],
): IsHub {
  const total = new Map<number | null, number>();
  const touched = new Map<string, number>();
  for (const { repository, files } of pieces) {
    total.set(repository, (total.get(repository) ?? 0) + 1);
    for (const file of files) {
      const key = `${repository} ${file}`;
      touched.set(key, (touched.get(key) ?? 0) + 1);
    }
  }
  return ({ repository }, file) => {
    if (HUBS.test(file)) return true;
    const all = total.get(repository) ?? 0;
    return all >= HUB_SAMPLE && (touched.get(`${repository} ${file}`) ?? 0) / all > HUB_SHARE;
  };
}
