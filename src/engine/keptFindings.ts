import type { DatabaseSync } from 'node:sqlite';
import { Findings } from '../ledger/findings.ts';
import type { RepositoryRow } from '../ledger/gitTables.ts';
import { ProductionWords } from '../ledger/productionWords.ts';
import { Restatements } from '../ledger/restatements.ts';
import type { Instant } from '../model/records.ts';
import type { SessionStudy } from './findings.ts';
import { FINDING, type PieceFinding, type RepositoryFinding, type SessionFinding } from './findingTypes.ts';
import { restate } from './restating.ts';
import { type Earlier, keepPieces, keepRepositories, keepSessions, pieceName } from './unreadRepositories.ts';

/** What one pass over everything came to. */
export interface PassResult {
  readonly studies: readonly SessionStudy[];
  readonly pieces: readonly PieceFinding[];
  readonly repositories: readonly RepositoryFinding[];
  /** All repositories that the ledger knows. */
  readonly rows: readonly RepositoryRow[];
  /** Those that were read, and those that could have been. */
  readonly read: ReadonlySet<number>;
  readonly reachable: ReadonlySet<number>;
  /** Folder → why git refuses the repository that it found there. */
  readonly refused: ReadonlyMap<string, string>;
  readonly now: Instant;
}

/** The findings as they stand in the ledger. */
export class KeptFindings {
  readonly #findings: Findings;
  readonly #restatements: Restatements;
  readonly #production: ProductionWords;

  constructor(database: DatabaseSync) {
    this.#findings = new Findings(database);
    this.#restatements = new Restatements(database);
    this.#production = new ProductionWords(database);
  }

  /** Puts the new in place of the old, within the caller's transaction; what could not be read stays as it was. */
  replace({ studies, pieces, repositories, rows, read, reachable, refused, now }: PassResult): void {
    const earlier = {
      sessions: this.#earlier<SessionFinding>(FINDING.session),
      pieces: this.#earlier<PieceFinding>(FINDING.piece),
      repositories: this.#earlier<RepositoryFinding>(FINDING.repository),
    };
    const notes = this.#restatements;
    const denied = new Set(
      [...this.#production.all()].flatMap(([repository, words]) =>
        words.some(({ said }) => said === 'not production') ? [repository] : [],
      ),
    );
    const sessionsNow = keepSessions(studies, earlier).map(
      finding => [String(finding.session), finding] as const,
    );
    const piecesNow = keepPieces(pieces, earlier, read).map(piece => [pieceName(piece), piece] as const);
    const repositoriesNow = keepRepositories(rows, earlier, repositories, reachable, refused);
    this.#findings.replace(FINDING.problem, []);
    this.#findings.replace(FINDING.refused, refused);
    this.#findings.replace(
      FINDING.session,
      restate(FINDING.session, sessionsNow, earlier.sessions, notes, now, denied),
    );
    this.#findings.replace(
      FINDING.piece,
      restate(FINDING.piece, piecesNow, earlier.pieces, notes, now, denied),
    );
    this.#findings.replace(
      FINDING.repository,
      repositoriesNow.map(each => [String(each.repository), each] as const),
    );
  }

  /** To be asked before that kind is replaced. */
  #earlier<T>(kind: string): Earlier<T> {
    return { get: name => this.#findings.one<T>(kind, name) };
  }
}
