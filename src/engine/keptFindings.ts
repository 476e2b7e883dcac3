import type { DatabaseSync } from 'node:sqlite';
import { Corrections } from '../ledger/corrections.ts';
import type { KindWithColumns } from '../ledger/findingColumns.ts';
import { Findings } from '../ledger/findings.ts';
import type { RepositoryRow } from '../ledger/gitTables.ts';
import { ProductionWords } from '../ledger/productionWords.ts';
import { Restatements } from '../ledger/restatements.ts';
import { inOneGo } from '../model/inOneGo.ts';
import type { Instant } from '../model/records.ts';
import { pieceAsSaid } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type PieceFinding, type RepositoryFinding, type SessionFinding } from './findingTypes.ts';
import { type Held, holding, type NotRead } from './heldFindings.ts';
import { pieceHeld } from './pieceHeld.ts';
import { type Decided, plainOutcome, type Restated, restate } from './restating.ts';
import { sessionHeld } from './sessionHeld.ts';
import { keepRepositories } from './unreadRepositories.ts';

/** What one pass over everything came to. */
export interface PassResult {
  readonly studies: readonly SessionStudy[];
  /** Of sessions that no held piece has. */
  readonly pieces: readonly PieceFinding[];
  readonly held: Held;
  readonly repositories: readonly RepositoryFinding[];
  /** All repositories that the ledger knows. */
  readonly rows: readonly RepositoryRow[];
  /** Those that could have been read. */
  readonly reachable: ReadonlySet<number>;
  /** Folder → why git refuses the repository that it found there. */
  readonly refused: ReadonlyMap<string, string>;
  /** Folders of which alone repositories were looked for; `null` where it was for all. */
  readonly only: readonly string[] | null;
  readonly now: Instant;
}

/** The findings as they stand in the ledger. */
export class KeptFindings {
  readonly #findings: Findings;
  readonly #restatements: Restatements;
  readonly #production: ProductionWords;
  readonly #corrections: Corrections;

  constructor(database: DatabaseSync) {
    this.#findings = new Findings(database);
    this.#restatements = new Restatements(database);
    this.#production = new ProductionWords(database);
    this.#corrections = new Corrections(database);
  }

  /**
   * In short steps; what could not be read stays as it was.
   * @returns what puts the new in place of the old, within the caller's transaction
   */
  *replacing(pass: PassResult): Generator<void, () => void> {
    const before = this.#compared;
    const put = yield* this.#comparing(pass);
    // Others wrote meanwhile: what was compared with is no more.
    return () => (this.#compared === before ? put() : inOneGo(this.#comparing(pass))());
  }

  /** In short steps: what is not to be replaced by these. */
  holding(studies: readonly SessionStudy[], notRead: NotRead): Generator<void, Held> {
    return holding(studies, this.#findings, notRead);
  }

  /** Another text where what is compared with is otherwise. */
  get #compared(): string {
    return `${this.#findings.stateWithout(FINDING.source)} ${this.#production.count()}`;
  }

  *#comparing(pass: PassResult): Generator<void, () => void> {
    const { studies, pieces, held, repositories, rows, reachable, refused, only, now } = pass;
    const denied = new Set(
      [...this.#production.all()].flatMap(([repository, words]) =>
        words.some(({ said }) => said === 'not production') ? [repository] : [],
      ),
    );
    const sessionsNow = studies.map(
      study => [String(study.finding.session), this.#session(study, held)] as const,
    );
    const byId = new Map(studies.map(study => [study.session.id, study]));
    const membersOf = ({ sessions: of }: PieceFinding) => of.flatMap(id => byId.get(id) ?? []);
    const piecesNow = [
      ...pieces.map(piece => this.#piece(piece, held, membersOf(piece))),
      ...[...held.pieces].flatMap(name => {
        const before = this.#findings.one<PieceFinding>(FINDING.piece, name);
        return before === undefined ? [] : [[name, pieceAsSaid(before, membersOf(before))] as const];
      }),
    ];
    const earlier = {
      get: (name: string) => this.#findings.one<RepositoryFinding>(FINDING.repository, name),
    };
    const repositoriesNow = keepRepositories(rows, earlier, repositories, reachable, refused, only);
    yield;
    const sessions = this.#restated(FINDING.session, sessionsNow, ({ session }) => [session], denied, now);
    const ofPieces = this.#restated(FINDING.piece, piecesNow, ({ sessions: of }) => of, denied, now);
    yield;
    const differing = [
      yield* this.#findings.differing(FINDING.session, sessions.findings),
      yield* this.#findings.differing(FINDING.piece, ofPieces.findings),
      yield* this.#findings.differing(
        FINDING.repository,
        repositoriesNow.map(each => [String(each.repository), each] as const),
      ),
    ];
    return () => {
      this.#findings.replace(FINDING.problem, []);
      this.#findings.replace(FINDING.refused, refused);
      for (const [name, note] of sessions.notes) this.#restatements.put(FINDING.session, name, note);
      for (const [name, note] of ofPieces.notes) this.#restatements.put(FINDING.piece, name, note);
      for (const difference of differing) this.#findings.put(difference);
    };
  }

  #restated<T extends Decided>(
    kind: KindWithColumns,
    found: readonly (readonly [name: string, finding: T])[],
    sessionsOf: (finding: T) => readonly number[],
    denied: ReadonlySet<number>,
    now: Instant,
  ): Restated<T> {
    const told = this.#findings.outcomes(kind);
    const spoken = this.#corrections.sessions();
    const earlier = (name: string, finding: T) => {
      const outcome = told.get(name);
      // Few are read whole: where nothing was ever said nothing else lies below what is told.
      const isSilent = finding.unsaid === undefined && !sessionsOf(finding).some(id => spoken.has(id));
      const isSame = outcome === undefined || (isSilent && outcome === finding.outcome);
      const before = isSame ? undefined : this.#findings.one<T>(kind, name);
      return before === undefined ? outcome : plainOutcome(before);
    };
    return restate(found, earlier, this.#restatements.of(kind), now, denied);
  }

  #session(study: SessionStudy, held: Held): SessionFinding {
    const { finding } = study;
    const rests = { told: held.sessions.has(finding.session), plain: held.plain.has(finding.session) };
    if (!rests.told && !rests.plain) return finding;
    const before = this.#findings.one<SessionFinding>(FINDING.session, String(finding.session));
    return before === undefined ? finding : sessionHeld(before, study, rests);
  }

  /** By name. */
  #piece(piece: PieceFinding, held: Held, members: readonly SessionStudy[]): readonly [string, PieceFinding] {
    const name = `${piece.repository} ${piece.id}`;
    const isAny = (some: ReadonlySet<number>) =>
      members.some(({ session, facts }) => some.has(session.id) || facts.unseen.lines > 0);
    const rests = { told: isAny(held.sessions), plain: isAny(held.plain) };
    if (!rests.told && !rests.plain) return [name, piece];
    const before = this.#findings.one<PieceFinding>(FINDING.piece, name);
    return [name, before === undefined ? piece : pieceHeld(before, piece, members, rests)];
  }
}
